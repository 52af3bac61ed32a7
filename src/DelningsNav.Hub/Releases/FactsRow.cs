using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Seals;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>The current row of a result set. An enum names the columns of the set in order (<see cref="FactsQuery"/>).</summary>
/// <typeparam name="TColumn">The enum of the columns, which are numbered from 0.</typeparam>
internal readonly struct FactsRow<TColumn>(DbDataReader row)
    where TColumn : struct, Enum
{
    public Guid Guid(TColumn column) => row.GetGuid(At(column));

    public TId Id<TId>(TColumn column)
        where TId : struct, IId<TId> => TId.From(row.GetGuid(At(column)));

    public string Text(TColumn column) => row.GetString(At(column));

    public string? TextOrNull(TColumn column) => Has(column) ? Text(column) : null;

    public byte[] Bytes(TColumn column) => row.GetFieldValue<byte[]>(At(column));

    public byte[]? BytesOrNull(TColumn column) => Has(column) ? row.GetFieldValue<byte[]>(At(column)) : null;

    public IReadOnlyList<string> Words(TColumn column) => WordsConverter.Split(Text(column));

    public RecordTypeCode RecordType(TColumn column) => RecordTypeCode.Parse(Text(column));

    public RecordTypeCode? RecordTypeOrNull(TColumn column) => Has(column) ? RecordType(column) : null;

    public IReadOnlyList<RecordTypeCode> RecordTypes(TColumn column) => RecordTypesConverter.Split(Text(column));

    /// <summary>The enum member that the text names.</summary>
    public TEnum Word<TEnum>(TColumn column)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(Text(column));

    public int Number(TColumn column) => row.GetInt32(At(column));

    public long LongNumber(TColumn column) => row.GetInt64(At(column));

    public bool Flag(TColumn column) => Convert.ToBoolean(row.GetValue(At(column)), CultureInfo.InvariantCulture);

    public DateOnly Day(TColumn column) => row.GetFieldValue<DateOnly>(At(column));

    public DateTimeOffset Moment(TColumn column) => DateTimeOffset.FromUnixTimeMilliseconds(LongNumber(column));

    public DateTimeOffset? MomentOrNull(TColumn column) => Has(column) ? Moment(column) : null;

    public bool Has(TColumn column) => !row.IsDBNull(At(column));

    /// <summary>Adds the bound row of a table to the rows of a subject.</summary>
    public void Bind(SealedRows rows, BoundColumns columns, SealedTable table, Guid subject) => columns.Add(rows, subject, table, row);

    private static int At(TColumn column) => Unsafe.BitCast<TColumn, int>(column);
}
