using System.Data.Common;
using System.Text.Json;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage;

/// <summary>
/// A log subject is a child, a case, a client or the policy set. Each has a version, and a change that can prevent a release raises it. A
/// decision names the versions that it used, and its log entry is refused when one of them has been raised since then (ADR 0003).
/// </summary>
public readonly record struct SubjectId(Guid Value)
{
    /// <summary>
    /// The policy set in force. Its version also covers the adoptions, and the parties and staff that the rules refer to.
    /// </summary>
    public static SubjectId PolicySet { get; } = new(new Guid("00000000-0000-7000-8000-000000000001"));

    /// <summary>A child. The version covers custody, blocks, marking, consents, records and assessments.</summary>
    public static SubjectId Of(PersonId child) => new(child.Value);

    /// <summary>A case. The version covers its assignments, and whether it is open.</summary>
    public static SubjectId Of(CaseId id) => new(id.Value);

    /// <summary>An integrating system. The version covers its operations and keys.</summary>
    public static SubjectId Of(ClientId id) => new(id.Value);

    /// <summary>
    /// A request. Decisions rely on the child's version instead; the seal covers the request, its assessments and emergency accesses.
    /// </summary>
    public static SubjectId Of(RequestId id) => new(id.Value);

    /// <summary>
    /// What a family is asked. Nothing relies on its version; the seal covers the recorded answers and the statement about a prevented
    /// guardian, which wait for a second person.
    /// </summary>
    public static SubjectId Of(ConsentRequestId id) => new(id.Value);

    /// <summary>A deposited record. Decisions rely on the child's version instead; the seal covers its description.</summary>
    public static SubjectId Of(RecordId id) => new(id.Value);

    /// <summary>A social board's decision about a measure. Nothing relies on its version; the seal covers its row.</summary>
    public static SubjectId Of(MeasureDecisionId id) => new(id.Value);

    /// <summary>A member of staff. Decisions rely on the policy set's version instead; the seal covers role and workplace.</summary>
    public static SubjectId Of(StaffMemberId id) => new(id.Value);

    /// <summary>A party. Decisions rely on the policy set's version instead; the seal covers its branches and adoptions.</summary>
    public static SubjectId Of(AuthorityId id) => new(id.Value);
}

/// <summary>The kinds of subjects on whose rows pages and use cases rely.</summary>
internal enum SubjectKind
{
    /// <summary>A child, or any other person.</summary>
    Person,

    /// <summary>A case.</summary>
    Case,

    /// <summary>A member of staff.</summary>
    Staff,

    /// <summary>What a family is asked.</summary>
    Asking,

    /// <summary>A social board's decision about a measure.</summary>
    Measure,
}

/// <summary>Whether the rows of a subject are those that the hub sealed (ADR 0038). A difference raises an alarm.</summary>
internal delegate Task<bool> StateComparison(HubDbContext db, SubjectId subject, SubjectKind kind, CancellationToken ct);

/// <summary>A log subject with the version that a decision used.</summary>
public readonly record struct SubjectVersion(SubjectId Subject, long Version);

/// <summary>
/// Reads, locks and raises the versions of the log subjects. Every transaction locks the subjects in the order of their ids, and before the
/// log's head, so that there is no deadlock.
/// </summary>
internal static class Subjects
{
    private const string SqliteLockText = "SELECT id, version FROM subjects WHERE id IN (SELECT value FROM json_each(@p0)) ORDER BY id";
    private const string PostgresLockText = "SELECT id, version FROM subjects WHERE id = ANY(@p0) ORDER BY id FOR SHARE";
    private const string PostgresLockToRaiseText = "SELECT id, version FROM subjects WHERE id = ANY(@p0) ORDER BY id FOR UPDATE";

    /// <summary>The current versions, locked against change until the transaction ends. A subject without a row is left out.</summary>
    /// <remarks>
    /// If some versions are to be raised, no version gets a shared lock, because two transactions with a shared lock on the
    /// same subject could never raise it.
    /// </remarks>
    public static async Task<Dictionary<SubjectId, long>> LockAsync(
        Statements statements, DbTransaction transaction, IEnumerable<SubjectId> subjects, CancellationToken ct, bool toRaise = false)
    {
        var ids = subjects.Select(s => s.Value).Distinct().ToArray();
        var versions = new Dictionary<SubjectId, long>(ids.Length);
        if (ids.Length == 0)
        {
            return versions;
        }

        // On SQLite the transaction began as IMMEDIATE. It therefore already excludes every other writer.
        var command = statements.Engine == StorageEngine.Sqlite
            ? statements.With(SqliteLockText, transaction, JsonOf(ids))
            : statements.With(toRaise ? PostgresLockToRaiseText : PostgresLockText, transaction, ids);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            versions.Add(new SubjectId(reader.GetGuid(0)), reader.GetInt64(1));
        }

        return versions;
    }

    /// <summary>A list of ids as one parameter for <c>json_each</c> on SQLite, which stores an id as a text of capital letters.</summary>
    public static string JsonOf(IEnumerable<Guid> ids) => JsonSerializer.Serialize(ids.Select(id => id.ToString().ToUpperInvariant()));

    /// <summary>Raises the versions in the transaction of the change that can prevent a release.</summary>
    public static async Task RaiseAsync(
        DbConnection connection, DbTransaction transaction, IEnumerable<SubjectId> subjects, CancellationToken ct)
    {
        foreach (var subject in subjects.Distinct().OrderBy(s => s.Value))
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText =
                "INSERT INTO subjects (id, version) VALUES (@id, 1) ON CONFLICT (id) DO UPDATE SET version = subjects.version + 1";
            command.With("@id", subject.Value);
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
