using System.Data.Common;
using System.Globalization;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Benchmarks;

/// <summary>
/// Fills a hub with copies of its one child: for every child two guardians, a case, a record, a request, one active consent
/// and nine that were withdrawn, each with two signatures. Ids rise as the hub's own do. The copies are written in bulk,
/// without the use cases and the log.
/// </summary>
internal static class ManyConsents
{
    /// <summary>How many consents each child gets, one of them active.</summary>
    public const int ConsentsOfChild = 10;

    /// <summary>Adds the consents, and returns a function that gives the request of a child by number.</summary>
    public static async Task<Func<int, RequestId>> AddAsync(World world, int consents)
    {
        var children = consents / ConsentsOfChild;
        await using var connection = await world.Hub.Start.Database.ConnectAsync(CancellationToken.None);
        var bulk = new Bulk(connection, world.Hub.Settings.Engine);
        await bulk.RunAsync(bulk.Postgres ? "SET session_replication_role = replica" : "PRAGMA foreign_keys = OFF");
        await bulk.RunAsync("BEGIN");
        var (child, matter, ask) = (bulk.Id(1, "i"), bulk.Id(2, "i"), bulk.Id(3, "i"));
        var consentsChild = $"(i / {ConsentsOfChild})";
        const string TheChild = "child_id = (SELECT child_id FROM information_requests)";
        const string TheRequest = "id = (SELECT child_id FROM information_requests)";

        await bulk.CopyAsync("persons", TheRequest, children, ("id", child), ("identity_index", bulk.Bytes("i")));
        await bulk.CopyAsync("custodies", TheChild, children, ("id", bulk.Id(4, "i", perRow: true)), ("child_id", child));
        await bulk.CopyAsync("cases", TheChild, children, ("id", matter), ("child_id", child), ("case_number", "'M ' || i"));
        await bulk.CopyAsync(
            "assignments", "case_id = (SELECT case_id FROM information_requests)", children, ("id", bulk.Id(5, "i")), ("case_id", matter));
        await bulk.CopyAsync("subjects", TheRequest, children, ("id", child));
        await bulk.CopyAsync("subjects", TheRequest, children, ("id", matter));
        await bulk.CopyAsync("records", TheChild, children, ("id", bulk.Id(6, "i")), ("child_id", child), ("reference", "'M ' || i"));
        await bulk.CopyAsync("consent_requests", TheChild, children, ("id", ask), ("child_id", child), ("case_id", matter));
        await bulk.CopyAsync(
            "consents", TheChild, consents,
            ("id", bulk.Id(8, "i")), ("request_id", bulk.Id(3, consentsChild)), ("child_id", bulk.Id(1, consentsChild)),
            ("case_id", bulk.Id(2, consentsChild)),
            ("state", $"CASE WHEN i % {ConsentsOfChild} = 0 THEN 'Active' ELSE 'Withdrawn' END"),
            ("withdrawn_at", $"CASE WHEN i % {ConsentsOfChild} = 0 THEN NULL ELSE 1 END"));
        await bulk.CopyAsync("consent_signatures", "1 = 1", consents, ("consent_id", bulk.Id(8, "i")));

        // This is last, because the templates above are found through the one request.
        await bulk.CopyAsync("information_requests", "1 = 1", children, ("id", bulk.Id(7, "i")), ("child_id", child), ("case_id", matter));
        await bulk.RunAsync("COMMIT");
        await bulk.RunAsync("ANALYZE");
        await bulk.RunAsync(bulk.Postgres ? "SET session_replication_role = origin" : "PRAGMA foreign_keys = ON");
        await bulk.RunAsync(bulk.Postgres ? "CHECKPOINT" : "PRAGMA wal_checkpoint(TRUNCATE)");
        return number => new RequestId(new Guid(Bulk.Text(7, number % children)));
    }

    /// <summary>
    /// Rewrites a part of the one in twenty that change, taken from the consents that are no longer valid, in one transaction: the
    /// changes that a city's families make in a while.
    /// </summary>
    public static async Task ChangeAsync(World world, int from, int count)
    {
        await using var connection = await world.Hub.Start.Database.ConnectAsync(CancellationToken.None);
        var bulk = new Bulk(connection, world.Hub.Settings.Engine);
        var ids = Enumerable.Range(from, count).Select(number => $"'{Bulk.Text(8, (number * 2 * ConsentsOfChild) + 1)}'");
        await bulk.RunAsync(
            $"UPDATE consents SET state = 'Lapsed', ended_at = 2, version = version + 1 WHERE id IN ({string.Join(", ", ids)})");
    }

    private sealed class Bulk(DbConnection connection, StorageEngine engine)
    {
        public bool Postgres { get; } = engine == StorageEngine.PostgreSql;

        public static string Text(int kind, int number) =>
            string.Create(CultureInfo.InvariantCulture, $"01930000-0000-7000-800{kind}-0{number:X11}");

        /// <summary>The SQL of an id; if there are several template rows, of one for each.</summary>
        public string Id(int kind, string number, bool perRow = false)
        {
            var row = perRow ? "@row" : "0";
            return Postgres
                ? $"('01930000-0000-7000-800{kind}-' || {row} || lpad(to_hex({number}), 11, '0'))::uuid"
                : $"printf('01930000-0000-7000-800{kind}-%d%011X', {row}, {number})";
        }

        public string Bytes(string number) =>
            Postgres ? $"decode(lpad(to_hex({number}), 64, '0'), 'hex')" : $"CAST(printf('%032d', {number}) AS BLOB)";

        public async Task RunAsync(string sql)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text here is a constant of this program; values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.CommandTimeout = 120;
            await command.ExecuteNonQueryAsync();
        }

        /// <summary>Copies the template's rows so many times, with some columns computed from the number <c>i</c>.</summary>
        public async Task CopyAsync(string table, string template, int times, params (string Column, string Sql)[] changes)
        {
            var (columns, rows) = await TemplateAsync(table, template);
            for (var number = 0; number < rows.Count; number++)
            {
                await using var command = connection.CreateCommand();
                var values = new List<string>();
                for (var i = 0; i < columns.Count; i++)
                {
                    var change = changes.FirstOrDefault(c => c.Column == columns[i].Name).Sql;
                    if (change is null)
                    {
                        command.With($"@c{i}", rows[number][i]);
                    }

                    values.Add(
                        change?.Replace("@row", $"{number}", StringComparison.Ordinal)
                            ?? (Postgres ? $"CAST(@c{i} AS {columns[i].Type})" : $"@c{i}"));
                }

                var series = Postgres
                    ? $"generate_series(0, {times - 1}) AS n(i)"
                    : $"(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {times - 1}) SELECT i FROM n)";
#pragma warning disable CA2100 // As above.
                command.CommandText =
                    $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Name))}) "
                    + $"SELECT {string.Join(", ", values)} FROM {series}";
#pragma warning restore CA2100
                command.CommandTimeout = 120;
                await command.ExecuteNonQueryAsync();
            }
        }

        private async Task<(List<(string Name, string Type)> Columns, List<object?[]> Rows)> TemplateAsync(string table, string template)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // As above.
            command.CommandText = $"SELECT * FROM {table} WHERE {template}";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            var columns = Enumerable.Range(0, reader.FieldCount).Select(i => (reader.GetName(i), reader.GetDataTypeName(i))).ToList();
            var rows = new List<object?[]>();
            while (await reader.ReadAsync())
            {
                var row = new object?[reader.FieldCount];
                reader.GetValues(row!);
                rows.Add(row);
            }

            return (columns, rows);
        }
    }
}
