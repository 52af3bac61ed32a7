using System.Data.Common;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// The version of the policy set in force, and the version that the log subject of the policy set had when it was read. The first is empty
/// when no set was ever in force.
/// </summary>
internal sealed record NamedPolicySet(long SubjectVersion, string Version)
{
    // One statement reads both, so that both come from the same moment.
    private const string Text = """
        SELECT s.version, (SELECT p.version FROM policy_sets p WHERE p.turn = (SELECT MAX(turn) FROM policy_sets))
        FROM subjects s WHERE s.id = @p0
        """;

    /// <summary>
    /// Reads both versions. In a transaction that has locked the log subject, they remain valid until the transaction ends.
    /// </summary>
    public static async Task<NamedPolicySet> ReadAsync(Statements statements, DbTransaction? transaction, CancellationToken ct)
    {
        await using var row = await statements.With(Text, transaction, SubjectId.PolicySet.Value).ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new NamedPolicySet(row.GetInt64(0), row.IsDBNull(1) ? "" : row.GetString(1))
            : throw new StorageException("the policy set has no version; restore the database from its backup");
    }
}
