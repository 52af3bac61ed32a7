using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Storage.Seals;

/// <summary>
/// Binds the rows that open doors to the hub's key (ADR 0038). Each log subject has a seal over its rows, which is made in the transaction
/// of the change. A row that is changed, inserted, deleted or swapped in the database without the key does not match its seal.
/// </summary>
/// <remarks>
/// An older state put back together with its older seal matches. <c>StateAudit</c> finds that, because the log has the digest of
/// each state.
/// </remarks>
internal sealed class StateSeals(StorageEngine engine, HubKeys keys)
{
    // Some kilobytes each.
    private const int MostMatched = 4_000;

    private static readonly byte[] NoRows = new SealedRows().DigestOf(default);

    // The same rows with the same seal match again, without a digest: most decisions concern few parties and few of the staff.
    private readonly ConcurrentDictionary<SubjectId, (byte[] Rows, byte[] Seal)> _matched = new();

    private readonly ConcurrentDictionary<IReadOnlyList<SealedTable>, string> _rows = new();

    /// <summary>Seals the present rows of subjects, and returns the digest of each, in the transaction of their change.</summary>
    public async Task<IReadOnlyList<(SubjectId Subject, byte[] Digest)>> SealAsync(
        Statements statements, DbTransaction transaction, IEnumerable<SubjectId> subjects, CancellationToken ct)
    {
        List<(SubjectId, byte[])> sealedNow = [];
        foreach (var subject in subjects.Distinct().OrderBy(s => s.Value))
        {
            var digest = await DigestAsync(statements, transaction, subject, ct);
            var seal = keys.StateSeal(subject.Value, digest);
            await StoreAsync(statements, transaction, subject, seal, ct);
            sealedNow.Add((subject, digest));
        }

        return sealedNow;
    }

    /// <summary>Stores a seal.</summary>
    public static Task StoreAsync(Statements statements, DbTransaction transaction, SubjectId subject, byte[] seal, CancellationToken ct) =>
        statements.With("UPDATE subjects SET seal = @p0 WHERE id = @p1", transaction, seal, subject.Value).ExecuteNonQueryAsync(ct);

    /// <summary>
    /// Whether the present rows of a subject are those that the hub sealed. A subject without a seal is sound only while it has no rows.
    /// </summary>
    public Task<bool> IsSoundAsync(Statements statements, DbTransaction? transaction, SubjectId subject, CancellationToken ct) =>
        IsSoundAsync(statements, transaction, subject, SealedTable.All, ct);

    /// <summary>The same for a subject that has rows in these tables only, because of its kind.</summary>
    public async Task<bool> IsSoundAsync(
        Statements statements, DbTransaction? transaction, SubjectId subject, IReadOnlyList<SealedTable> tables, CancellationToken ct)
    {
        var digest = await DigestAsync(statements, transaction, subject, tables, ct);
        return await statements.With("SELECT seal FROM subjects WHERE id = @p0", transaction, subject.Value).ExecuteScalarAsync(ct)
            is byte[] seal
                ? CryptographicOperations.FixedTimeEquals(seal, keys.StateSeal(subject.Value, digest))
                : digest.AsSpan().SequenceEqual(NoRows);
    }

    /// <summary>The digest of the present rows of a subject.</summary>
    public Task<byte[]> DigestAsync(Statements statements, DbTransaction? transaction, SubjectId subject, CancellationToken ct) =>
        DigestAsync(statements, transaction, subject, SealedTable.All, ct);

    private async Task<byte[]> DigestAsync(
        Statements statements, DbTransaction? transaction, SubjectId subject, IReadOnlyList<SealedTable> tables, CancellationToken ct)
    {
        var rows = new SealedRows();
        var sql = _rows.GetOrAdd(tables, t => SealedTable.Sql(t, engine, "@p0"));
        await using var reader = await statements.With(sql, transaction, Key(subject.Value)).ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(subject.Value, SealedTable.Of(reader.GetInt32(0)), reader, 1);
        }

        return rows.DigestOf(subject.Value);
    }

    /// <summary>Whether the rows that were read for a subject are those that the hub sealed.</summary>
    public bool Match(SubjectId subject, byte[]? seal, SealedRows rows)
    {
        if (seal is null)
        {
            return false;
        }

        if (_matched.TryGetValue(subject, out var before)
            && seal.AsSpan().SequenceEqual(before.Seal) && rows.Are(subject.Value, before.Rows))
        {
            return true;
        }

        if (!CryptographicOperations.FixedTimeEquals(seal, keys.StateSeal(subject.Value, rows.DigestOf(subject.Value))))
        {
            return false;
        }

        if (_matched.Count >= MostMatched)
        {
            _matched.Clear();
        }

        _matched[subject] = (rows.BytesOf(subject.Value), seal);
        return true;
    }

    // SQLite stores ids as upper-case text.
    private object Key(Guid subject) => engine == StorageEngine.Sqlite ? subject.ToString().ToUpperInvariant() : subject;
}
