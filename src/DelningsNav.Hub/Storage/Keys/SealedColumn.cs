using System.Data.Common;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>A column whose values are sealed with the wrapping key.</summary>
internal sealed record SealedColumn
{
    private SealedColumn(string table, string key, string column, Func<DbDataReader, string>? purpose)
    {
        (Table, Key, Column, PurposeOf) = (table, key, column, purpose);
    }

    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>The column that names a row.</summary>
    public string Key { get; }

    /// <summary>The column.</summary>
    public string Column { get; }

    /// <summary>What the value of a row is sealed for. Null when the rows are removed within two days by themselves.</summary>
    public Func<DbDataReader, string>? PurposeOf { get; }

    /// <summary>A column of rows with an id.</summary>
    public static SealedColumn Of(string table, string key, string column, Func<Guid, string> purpose) =>
        new(table, key, column, row => purpose(row.GetGuid(0)));

    /// <summary>A column of rows with a name.</summary>
    public static SealedColumn OfNamed(string table, string key, string column, Func<string, string> purpose) =>
        new(table, key, column, row => purpose(row.GetString(0)));

    /// <summary>A column of rows that are removed within two days, so that they need not be sealed again.</summary>
    public static SealedColumn OfShortLife(string table, string key, string column) => new(table, key, column, null);

    /// <summary>The condition of the values that another key than <c>@p0</c> has sealed.</summary>
    public string IsOfOtherKey => $"{Column} IS NOT NULL AND length({Column}) > 0 AND substr({Column}, 1, {WrappingKey.IdLength}) <> @p0";
}
