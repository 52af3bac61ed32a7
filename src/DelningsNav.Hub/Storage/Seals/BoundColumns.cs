using System.Data.Common;
using System.Runtime.CompilerServices;

namespace DelningsNav.Hub.Storage.Seals;

/// <summary>The bound columns in a result set, which come after its other columns.</summary>
/// <remarks>
/// On SQLite each bound column is a column of the result: to read it as it is stored costs far less than a text that the database makes of
/// the row. On PostgreSQL the bound columns of a row are one value.
/// </remarks>
internal sealed class BoundColumns
{
    private readonly int _after;
    private readonly (SealedTable Table, string Alias)[] _rows;

    private BoundColumns(int after, (SealedTable Table, string Alias)[] rows) => (_after, _rows) = (after, rows);

    /// <summary>The bound columns of these tables, each with its name in the statement, after the columns that an enum names.</summary>
    public static BoundColumns After<TColumn>(params (SealedTable Table, string Alias)[] rows)
        where TColumn : struct, Enum => new(Enum.GetValues<TColumn>().Length, rows);

    /// <summary>The list of the columns for a statement.</summary>
    public string Sql(StorageEngine engine) => string.Join(", ", _rows.Select(row => row.Table.Bound(engine, row.Alias)));

    /// <summary>The number of columns.</summary>
    public int Count(StorageEngine engine) => _rows.Sum(row => row.Table.Width(engine));

    /// <summary>Adds the row of one of the tables to the rows of a subject.</summary>
    public void Add(SealedRows rows, Guid subject, SealedTable table, DbDataReader reader)
    {
        var at = _after;
        foreach (var row in _rows)
        {
            if (row.Table == table)
            {
                rows.Add(subject, table, reader, at);
                return;
            }

            at += row.Table.Width(SealedRows.EngineOf(reader));
        }

        throw new SwitchExpressionException(table.Name);
    }
}
