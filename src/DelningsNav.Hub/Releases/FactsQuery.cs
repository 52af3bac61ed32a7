using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Seals;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// The single query that reads the facts of a decision. It has several statements, and an enum for each statement names its columns in
/// order.
/// </summary>
/// <remarks>
/// The members of an enum are the names of the columns. For example, <c>CaseChildId</c> is the column <c>case_child_id</c>. A test
/// compares them with the columns that both databases return. A column is read by its name (<see cref="FactsRow{TColumn}"/>). This takes
/// no extra time, because the number of the member is the column's position.
/// </remarks>
internal static class FactsQuery
{
    private static readonly PreparedQuery OnSqlite = For(StorageEngine.Sqlite);
    private static readonly PreparedQuery OnPostgres = For(StorageEngine.PostgreSql);

    /// <summary>The query for a database. Only the text of the sealed rows differs between the two.</summary>
    internal static PreparedQuery On(StorageEngine engine) => engine == StorageEngine.Sqlite ? OnSqlite : OnPostgres;

    private static PreparedQuery For(StorageEngine engine) => new($"""
        {Subjects}

        {Sealed(engine)}

        {PolicySets}

        {RequestRow.Sql}

        {Custodies}

        {GuardianBlocks}

        {DisclosureBlocks}

        {Consents}

        {Uses}

        {Assessments}

        {Emergencies}

        {Records}
        """,
        ("@request", ColumnType.Uuid),
        ("@staff", ColumnType.Uuid),
        ("@client", ColumnType.Uuid),
        ("@now", ColumnType.Bigint),
        ("@policy_set", ColumnType.Uuid));

    /// <summary>The columns of each result set, in the order of the statements.</summary>
    internal static IReadOnlyList<Type> ResultSets { get; } =
    [
        typeof(SubjectColumn), typeof(SealedColumn), typeof(PolicySetColumn), typeof(RequestColumn), typeof(GuardianColumn), typeof(GuardianColumn),
        typeof(DisclosureBlockColumn), typeof(ConsentColumn), typeof(UseColumn), typeof(AssessmentColumn), typeof(EmergencyColumn),
        typeof(RecordColumn),
    ];

    private const string Child = "(SELECT child_id FROM information_requests WHERE id = @request)";
    private const string Matter = "(SELECT case_id FROM information_requests WHERE id = @request)";
    private const string Member = "COALESCE(@staff, (SELECT asked_by FROM information_requests WHERE id = @request))";
    private const string Holder =
        "(SELECT b.authority_id FROM information_requests r JOIN branches b ON b.id = r.holder_id WHERE r.id = @request)";

    /// <summary>A log subject of the decision. The decision relies on the version of those that are relied on, and on the seal of all.</summary>
    internal enum SubjectColumn { Id, Version, Seal, Relied }

    private const string Subjects = $"""
        SELECT id, version, seal, CASE WHEN id = {Member} OR id = {Holder} THEN 0 ELSE 1 END AS relied FROM subjects WHERE id IN (
          {Child}, {Matter}, @client, @policy_set, {Member}, {Holder});
        """;

    /// <summary>A row that can open or close a door, of one of the subjects.</summary>
    internal enum SealedColumn { Subject, Mark, Bound }

    // The system is not read here, because its rows were matched when its key was found (`FindClientKey`).
    private static string Sealed(StorageEngine engine)
    {
        const string Request = """
            WITH request AS MATERIALIZED (
              SELECT r.child_id AS the_child, r.case_id AS the_case, COALESCE(@staff, r.asked_by) AS the_member, b.authority_id AS the_holder
              FROM information_requests r JOIN branches b ON b.id = r.holder_id WHERE r.id = @request)
            """;
        const string Beside = "request CROSS JOIN ";
        return Request + "\n" + string.Join(
            "\nUNION ALL ",
            SealedTable.Sql(SealedTable.OfPerson, engine, "the_child", Beside),
            SealedTable.Sql(SealedTable.OfCase, engine, "the_case", Beside),
            SealedTable.Sql(SealedTable.OfStaff, engine, "the_member", Beside),
            SealedTable.Sql(SealedTable.OfAuthority, engine, "the_holder", Beside),
            SealedTable.Sql(SealedTable.OfPolicySets, engine, "@policy_set")) + ";";
    }

    internal enum PolicySetColumn { Id, Version, Hash, Retired, Due }

    private const string PolicySets = """
        SELECT id, version, hash, retired_at IS NOT NULL AS retired, planned_from <= @now AS due FROM policy_sets
        WHERE turn = (SELECT MAX(turn) FROM policy_sets) OR planned_from <= @now;
        """;

    /// <summary>A guardian, with the first day on which something applies and the first day on which it no longer applies.</summary>
    internal enum GuardianColumn { GuardianId, FromDay, ToDay }

    private const string Custodies = """
        SELECT guardian_id, from_day, to_day FROM custodies
        WHERE child_id = (SELECT child_id FROM information_requests WHERE id = @request);
        """;

    private const string GuardianBlocks = """
        SELECT guardian_id, from_day, to_day FROM guardian_blocks
        WHERE child_id = (SELECT child_id FROM information_requests WHERE id = @request);
        """;

    internal enum DisclosureBlockColumn { RecordType }

    private const string DisclosureBlocks = """
        SELECT b.record_type
        FROM information_requests r
        JOIN disclosure_blocks b ON b.child_id = r.child_id AND b.lifted_at IS NULL
        WHERE r.id = @request
          AND (b.holder_id IS NULL OR b.holder_id = r.holder_id) AND (b.recipient_id IS NULL OR b.recipient_id = r.recipient_id);
        """;

    /// <summary>One row for each signer who has said yes or need not answer.</summary>
    internal enum ConsentColumn
    {
        Id, Version, State, ChildId, CaseId, DiscloserId, RecipientId, Purpose, RecordTypes, DataFrom, DataTo, ActiveFrom, ValidUntil,
        FrozenRule, UsesAtMost, UsesPer, SignerId, Signed,
    }

    // The conditions only find possible rows by an index. `Coverage` determines which of these consents covers the request.
    private const string Consents = """
        SELECT c.id, c.version, c.state, c.child_id, c.case_id, c.discloser_id, c.recipient_id, c.purpose, c.record_types,
               c.data_from, c.data_to, c.active_from, c.valid_until, c.frozen_rule, c.uses_at_most, c.uses_per,
               g.person_id AS signer_id, g.answer IS NOT NULL AS signed
        FROM information_requests r
        JOIN consents c ON c.child_id = r.child_id AND c.discloser_id = r.holder_id AND c.recipient_id = r.recipient_id
          AND c.state = 'Active'
        JOIN consent_signatures g ON g.consent_id = c.id
          AND (g.answer = 'Yes' OR (g.answer IS NULL AND g.excuse IN ('Prevented', 'MeasureDecided')))
        WHERE r.id = @request;
        """;

    internal enum UseColumn { ConsentId, RecordId, DecidedAt }

    private const string Uses = """
        SELECT d.consent_id, d.record_id, d.decided_at
        FROM information_requests r
        JOIN consents c ON c.child_id = r.child_id AND c.discloser_id = r.holder_id AND c.recipient_id = r.recipient_id
          AND c.state = 'Active'
        JOIN decisions d ON d.consent_id = c.id AND d.opened
        WHERE r.id = @request AND c.uses_at_most IS NOT NULL;
        """;

    internal enum AssessmentColumn { Id, RecordType, Outcome, ByNamedAssessorWithRoutine, Conditions, DecidedAt }

    private const string Assessments = """
        SELECT id, record_type, outcome, by_named_assessor_with_routine, conditions, decided_at
        FROM harm_assessments WHERE request_id = @request;
        """;

    internal enum EmergencyColumn { Id, RecordTypes, UntilAt }

    // Only where the holder itself has decided that its records may be opened in an emergency, under every policy set.
    private const string Emergencies = """
        SELECT id, record_types, until_at FROM emergency_accesses
        WHERE request_id = @request AND revoked_at IS NULL
          AND EXISTS (SELECT 1 FROM information_requests r
                      JOIN branches b ON b.id = r.holder_id
                      JOIN emergency_allowances a ON a.authority_id = b.authority_id AND a.ended_at IS NULL
                      WHERE r.id = @request);
        """;

    internal enum RecordColumn { Id, Type, Title, PeriodFrom, PeriodTo, MediaType, MentionsOthers, Mentions, Marked, Redactions, DeleteOn }

    private const string Records = """
        SELECT d.id, d.type, d.title, d.period_from, d.period_to, d.media_type, d.mentions_others, d.mentions,
               CASE WHEN d.marking_provision IS NULL THEN 0 ELSE 1 END AS marked, d.redactions, d.delete_on
        FROM information_requests r
        JOIN records d ON d.child_id = r.child_id AND d.holder_id = r.holder_id AND d.withdrawn_at IS NULL
        WHERE r.id = @request
        ORDER BY d.period_from, d.id;
        """;
}
