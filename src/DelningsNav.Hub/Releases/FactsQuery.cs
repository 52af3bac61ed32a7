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
/// After the columns of an enum come the bound columns of its rows, for the comparison with the seals of their subjects (ADR 0038). The
/// facts and the bound columns come from the same row, so that no row is read twice. Therefore all rows of a subject are read, also those
/// that do not concern the request.
/// On SQLite all statements are one transaction: otherwise each of them takes and leaves the lock of a reader, and looks anew what has been
/// committed meanwhile. No decision needs that they see the same state.
/// </remarks>
internal static class FactsQuery
{
    /// <summary>The query for a database. Only the text of the sealed rows differs between the two.</summary>
    internal static PreparedQuery On(StorageEngine engine) => engine == StorageEngine.Sqlite ? OnSqlite : OnPostgres;

    private static PreparedQuery For(StorageEngine engine) => new(
        InOneTransaction(engine, string.Join(
            '\n', Subjects, PolicySets(engine), RequestRow.Sql(engine), Around(engine), Consents(engine), Uses(engine),
            Assessments(engine), Emergencies(engine), Records(engine))),
        ("@request", ColumnType.Uuid),
        ("@staff", ColumnType.Uuid),
        ("@client", ColumnType.Uuid),
        ("@now", ColumnType.Bigint),
        ("@policy_set", ColumnType.Uuid));

    private static string InOneTransaction(StorageEngine engine, string statements) =>
        engine == StorageEngine.Sqlite ? $"BEGIN;\n{statements}\nCOMMIT;" : statements;

    /// <summary>The columns of each result set, in the order of the statements, without the bound ones.</summary>
    internal static IReadOnlyList<Type> ResultSets { get; } =
    [
        typeof(SubjectColumn), typeof(PolicySetColumn), typeof(RequestColumn), typeof(AroundColumn), typeof(ConsentColumn),
        typeof(UseColumn), typeof(AssessmentColumn), typeof(EmergencyColumn), typeof(RecordColumn),
    ];

    /// <summary>The bound columns of the rows of a policy set, of a consent, and so on.</summary>
    internal static BoundColumns OfPolicySet { get; } = BoundColumns.After<PolicySetColumn>((SealedTable.PolicySets, "policy_sets"));

    internal static BoundColumns OfConsent { get; } =
        BoundColumns.After<ConsentColumn>((SealedTable.Consents, "c"), (SealedTable.Signatures, "g"));

    internal static BoundColumns OfUse { get; } = BoundColumns.After<UseColumn>((SealedTable.Uses, "consent_uses"));

    internal static BoundColumns OfAssessment { get; } =
        BoundColumns.After<AssessmentColumn>((SealedTable.Assessments, "harm_assessments"));

    internal static BoundColumns OfEmergency { get; } =
        BoundColumns.After<EmergencyColumn>((SealedTable.Emergencies, "emergency_accesses"));

    internal static BoundColumns OfRecord { get; } = BoundColumns.After<RecordColumn>((SealedTable.Records, "d"));

    // They come last, because they are made of what is above.
    private static readonly PreparedQuery OnSqlite = For(StorageEngine.Sqlite);
    private static readonly PreparedQuery OnPostgres = For(StorageEngine.PostgreSql);

    private const string Child = "(SELECT child_id FROM information_requests WHERE id = @request)";
    private const string Matter = "(SELECT case_id FROM information_requests WHERE id = @request)";
    private const string Member = "COALESCE(@staff, (SELECT asked_by FROM information_requests WHERE id = @request))";
    private const string Holder =
        "(SELECT b.authority_id FROM information_requests r JOIN branches b ON b.id = r.holder_id WHERE r.id = @request)";

    /// <summary>A log subject of the decision.</summary>
    internal enum SubjectColumn { Id, Version, Seal }

    private const string Subjects = $"""
        SELECT id, version, seal FROM subjects
        WHERE id IN (@request, {Child}, {Matter}, @client, @policy_set, {Member}, {Holder});
        """;

    /// <summary>A policy set. It concerns the decision when it is the one in force or when it is due.</summary>
    internal enum PolicySetColumn { Id, Version, Hash, Retired, InForce, Due }

    private static string PolicySets(StorageEngine engine) => $"""
        SELECT id, version, hash, retired_at IS NOT NULL AS retired, turn = (SELECT MAX(turn) FROM policy_sets) AS in_force,
               planned_from <= @now AS due, {OfPolicySet.Sql(engine)}
        FROM policy_sets;
        """;

    /// <summary>
    /// A row around the child, the case or the holder. A custody or a block of a guardian has the guardian, the first day on which it
    /// applies and the first day on which it no longer applies. A block of records has its type, holder and recipient, which
    /// may each be missing.
    /// </summary>
    internal enum AroundColumn { Mark, GuardianId, FromDay, ToDay, RecordType, HolderId, RecipientId }

    private static string Around(StorageEngine engine)
    {
        const string None = "NULL, NULL, NULL, NULL, NULL, NULL";
        const string OfCustody =
            "guardian_id, from_day, to_day, NULL AS record_type, NULL AS holder_id, NULL AS recipient_id";
        const string OfGuardian = "guardian_id, from_day, to_day, NULL, NULL, NULL";

        // The first two have a type for every column, which PostgreSQL needs.
        (SealedTable Table, string Columns, string Subject)[] parts =
        [
            (SealedTable.Custodies, OfCustody, Child),
            (SealedTable.DisclosureBlocks, "NULL, NULL, NULL, record_type, holder_id, recipient_id", Child),
            (SealedTable.GuardianBlocks, OfGuardian, Child),
            (SealedTable.Assignments, None, Matter),
            (SealedTable.Branches, None, Holder),
            (SealedTable.Adoptions, None, Holder),
            (SealedTable.Allowances, None, Holder),
        ];
        var tables = parts.Select(part => part.Table).ToList();
        return string.Join(
            "\nUNION ALL ",
            parts.Select(part =>
                $"SELECT {part.Table.Mark} AS mark, {part.Columns}, {part.Table.Bound(engine, tables)} "
                + $"FROM {part.Table.Name} WHERE {part.Table.RowsOf(part.Subject)}")) + ";";
    }

    /// <summary>
    /// One row for each signature of each standing consent of the child. It concerns the decision when the consent is active between this
    /// holder and this recipient. The answer is sealed.
    /// </summary>
    internal enum ConsentColumn
    {
        Id, Version, State, ChildId, CaseId, DiscloserId, RecipientId, Purpose, RecordTypes, DataFrom, DataTo, ActiveFrom, ValidUntil,
        FrozenRule, UsesAtMost, UsesPer, SignerId, Answer, Excuse, Concerns,
    }

    // The conditions only find possible consents. `Coverage` determines which of them covers the request.
    private static string Consents(StorageEngine engine) => $"""
        SELECT c.id, c.version, c.state, c.child_id, c.case_id, c.discloser_id, c.recipient_id, c.purpose, c.record_types,
               c.data_from, c.data_to, c.active_from, c.valid_until, c.frozen_rule, c.uses_at_most, c.uses_per,
               g.person_id AS signer_id, g.sealed_answer AS answer, g.excuse,
               c.discloser_id = r.holder_id AND c.recipient_id = r.recipient_id AND c.state = 'Active' AS concerns,
               {OfConsent.Sql(engine)}
        FROM information_requests r
        JOIN consents c ON c.child_id = r.child_id AND c.{SealedTable.Standing}
        LEFT JOIN consent_signatures g ON g.consent_id = c.id
        WHERE r.id = @request;
        """;

    internal enum UseColumn { ConsentId, RecordId, UsedAt }

    private static string Uses(StorageEngine engine) => $"""
        SELECT consent_id, record_id, used_at, {OfUse.Sql(engine)}
        FROM consent_uses WHERE {SealedTable.Uses.RowsOf(Child)};
        """;

    internal enum AssessmentColumn { Id, RecordType, Outcome, ByNamedAssessorWithRoutine, Conditions, DecidedAt }

    private static string Assessments(StorageEngine engine) => $"""
        SELECT id, record_type, outcome, by_named_assessor_with_routine, sealed_conditions AS conditions, decided_at,
               {OfAssessment.Sql(engine)}
        FROM harm_assessments WHERE {SealedTable.Assessments.RowsOf("@request")};
        """;

    internal enum EmergencyColumn { Id, RecordTypes, UntilAt }

    private static string Emergencies(StorageEngine engine) => $"""
        SELECT id, record_types, until_at, {OfEmergency.Sql(engine)}
        FROM emergency_accesses WHERE {SealedTable.Emergencies.RowsOf("@request")};
        """;

    /// <summary>A record of the holder about the child, with the version and the seal of the record's own subject.</summary>
    internal enum RecordColumn
    {
        Id, Type, Title, PeriodFrom, PeriodTo, MediaType, MentionsOthers, Mentions, Marked, Redactions, DeleteOn, Version, Seal,
    }

    private static string Records(StorageEngine engine) => $"""
        SELECT d.id, d.type, d.sealed_title AS title, d.period_from, d.period_to, d.media_type, d.mentions_others, d.mentions,
               CASE WHEN d.marking_provision IS NULL THEN 0 ELSE 1 END AS marked, d.redactions, d.delete_on,
               s.version, s.seal, {OfRecord.Sql(engine)}
        FROM information_requests r
        JOIN records d ON d.child_id = r.child_id AND d.holder_id = r.holder_id AND d.withdrawn_at IS NULL
        LEFT JOIN subjects s ON s.id = d.id
        WHERE r.id = @request
        ORDER BY d.period_from, d.id;
        """;
}
