namespace DelningsNav.Hub.Storage.Seals;

/// <summary>
/// A table with rows that can open or close a door, the columns that are bound, and how the rows of a log subject are found.
/// </summary>
/// <param name="Mark">Marks a row's table, so that a row cannot pass for one of another table. It is part of every stored seal.</param>
/// <param name="Name">The table.</param>
/// <param name="Columns">The bound columns, in a fixed order. Their order and number are part of every stored seal.</param>
/// <param name="Rows">The condition that finds the rows of a subject. <c>{0}</c> is the subject's id. Rows that can open nothing any more,
/// such as ended consents, are left out. If such a row is made valid again outside the hub, it comes back into the rows, and the seal
/// differs.</param>
internal sealed record SealedTable(int Mark, string Name, string[] Columns, string Rows)
{
    /// <summary>The condition of a consent that can still open something.</summary>
    public const string Standing = "state NOT IN ('Withdrawn', 'Ended', 'Superseded', 'Lapsed', 'Annulled')";

    private const string Workplace = "(SELECT unit_id FROM staff_members WHERE id = {0})";
    private const string BranchOfWorkplace = $"(SELECT branch_id FROM units WHERE id = {Workplace})";

    /// <summary>
    /// Columns that are not bound. No decision reads the marks of the hub's own work with a consent, which it moves without an entry in the
    /// log, nor the bundle of a policy set, which is signed.
    /// </summary>
    public static IReadOnlySet<string> Unbound { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "consents.review_on", "consents.decide_again", "consents.expiry_told_at", "policy_sets.bundle",
    };

    /// <summary>A child, or any other person.</summary>
    public static SealedTable Persons { get; } = new(
        0,
        "persons",
        [
            "id", "sealed_identity", "identity_index", "sealed_given_name", "sealed_family_name", "sealed_birth_date", "marking",
            "relations_read_at",
        ],
        "id = {0}");

    /// <summary>Who has custody of a child.</summary>
    public static SealedTable Custodies { get; } = new(
        1, "custodies", ["id", "child_id", "guardian_id", "kind", "from_day", "to_day"], "child_id = {0}");

    /// <summary>Guardians of a child who may see nothing.</summary>
    public static SealedTable GuardianBlocks { get; } = new(
        2, "guardian_blocks", ["id", "child_id", "guardian_id", "sealed_reason", "case_number", "from_day", "to_day"], "child_id = {0}");

    /// <summary>What families and holders block.</summary>
    public static SealedTable DisclosureBlocks { get; } = new(
        3,
        "disclosure_blocks",
        [
            "id", "child_id", "record_type", "holder_id", "recipient_id", "placed_by_person_id", "placed_by_staff_id", "sealed_reason",
            "law", "case_number", "placed_at", "lifted_at", "lifted_by_person_id", "lifted_by_staff_id", "sealed_lifting_reason",
            "lifting_case_number",
        ],
        "child_id = {0} AND lifted_at IS NULL");

    /// <summary>Consents that can still open something.</summary>
    public static SealedTable Consents { get; } = new(
        4,
        "consents",
        [
            "id", "request_id", "child_id", "case_id", "discloser_id", "recipient_id", "purpose", "record_types", "data_from", "data_to",
            "requested_at", "valid_until", "state", "version", "active_from", "withdrawn_at", "uses_at_most", "uses_per", "kept",
            "frozen_rule", "ended_at",
        ],
        $"child_id = {{0}} AND {Standing}");

    /// <summary>Their signatures.</summary>
    public static SealedTable Signatures { get; } = new(
        5,
        "consent_signatures",
        [
            "consent_id", "person_id", "capacity", "sealed_answer", "answered_at", "text_version", "text_language",
            "text_digest", "form", "excuse",
        ],
        $"consent_id IN (SELECT id FROM consents WHERE child_id = {{0}} AND {Standing})");

    /// <summary>A case.</summary>
    public static SealedTable Cases { get; } = new(
        6, "cases", ["id", "child_id", "kind", "case_number", "unit_id", "phase", "opened_at", "closed_at"], "id = {0}");

    /// <summary>Who works on a case.</summary>
    public static SealedTable Assignments { get; } = new(
        7, "assignments", ["id", "case_id", "staff_id", "from_at", "to_at"], "case_id = {0}");

    /// <summary>A request for information.</summary>
    public static SealedTable Requests { get; } = new(
        8,
        "information_requests",
        [
            "id", "case_id", "child_id", "asked_by", "client_id", "recipient_id", "holder_id", "record_types", "period_from", "period_to",
            "purpose", "sealed_reason", "claimed_ground", "asked_at",
        ],
        "id = {0}");

    /// <summary>The holder's assessments of a request.</summary>
    public static SealedTable Assessments { get; } = new(
        9,
        "harm_assessments",
        [
            "id", "request_id", "record_type", "decider_id", "unit_id", "by_named_assessor_with_routine", "outcome", "sealed_reasoning",
            "sealed_conditions", "refusal_case_number", "decided_at",
        ],
        "request_id = {0}");

    /// <summary>The emergency accesses in a request.</summary>
    public static SealedTable Emergencies { get; } = new(
        10,
        "emergency_accesses",
        ["id", "request_id", "child_id", "record_types", "declared_by", "sealed_reason", "declared_at", "until_at", "revoked_at"],
        "request_id = {0} AND revoked_at IS NULL");

    /// <summary>A member of staff.</summary>
    public static SealedTable Staff { get; } = new(
        11, "staff_members", ["id", "unit_id", "name", "role", "assesses", "assesses_protected_identities", "left_on"], "id = {0}");

    /// <summary>
    /// The unit where a member of staff works. Its row never changes; a use case that changes it has to name its staff as subjects.
    /// </summary>
    public static SealedTable Workplaces { get; } = new(12, "units", ["id", "branch_id", "name", "area"], $"id = {Workplace}");

    /// <summary>The branch where a member of staff works. Its row never changes.</summary>
    public static SealedTable BranchesOfStaff { get; } = new(
        13, "branches", ["id", "authority_id", "name", "kind"], $"id = {BranchOfWorkplace}");

    /// <summary>The party for which a member of staff works. Its row never changes.</summary>
    public static SealedTable AuthoritiesOfStaff { get; } = new(
        14,
        "authorities",
        ["id", "name", "organisationsnummer", "kind"],
        $"id = (SELECT authority_id FROM branches WHERE id = {BranchOfWorkplace})");

    /// <summary>A calling system.</summary>
    public static SealedTable Clients { get; } = new(
        15, "clients", ["id", "branch_id", "name", "permitted_operations", "acts_as", "is_cleared"], "id = {0}");

    /// <summary>The keys of a calling system.</summary>
    public static SealedTable Keys { get; } = new(
        16,
        "client_keys",
        ["key_id", "client_id", "public_key_pem", "registered_at", "revoked_at", "first_used_at"],
        "client_id = {0}");

    /// <summary>A party.</summary>
    public static SealedTable Authorities { get; } = new(
        17, "authorities", ["id", "name", "organisationsnummer", "kind"], "id = {0}");

    /// <summary>The branches of a party.</summary>
    public static SealedTable Branches { get; } = new(
        18, "branches", ["id", "authority_id", "name", "kind"], "authority_id = {0}");

    /// <summary>The policy sets that a party has adopted.</summary>
    public static SealedTable Adoptions { get; } = new(
        19,
        "policy_adoptions",
        [
            "authority_id", "version", "hash", "case_number", "decided_on", "registered_at", "registered_by", "ended_at",
            "ended_case_number",
        ],
        "authority_id = {0} AND ended_at IS NULL");

    /// <summary>A party's decision that its records may be opened in an emergency.</summary>
    public static SealedTable Allowances { get; } = new(
        20,
        "emergency_allowances",
        ["id", "authority_id", "case_number", "decided_on", "registered_at", "registered_by", "ended_at", "ended_case_number"],
        "authority_id = {0} AND ended_at IS NULL");

    /// <summary>The policy sets. Their bundles are signed themselves.</summary>
    public static SealedTable PolicySets { get; } = new(
        21,
        "policy_sets",
        [
            "id", "version", "law_as_of", "hash", "expires_on", "received_at", "received_by", "checked_at", "planned_from",
            "active_from", "turn", "retired_at", "decision", "decided_by",
        ],
        $"{{0}} = '{SubjectId.PolicySet.Value.ToString().ToUpperInvariant()}'");

    /// <summary>That a member of staff is cleared for protected identities.</summary>
    public static SealedTable Clearances { get; } = new(
        22,
        "protected_clearances",
        ["id", "staff_id", "given_by", "given_at", "ended_by", "ended_at"],
        "staff_id = {0} AND ended_at IS NULL");

    /// <summary>The openings of records under a child's limited consents.</summary>
    public static SealedTable Uses { get; } = new(
        23,
        "consent_uses",
        ["decision_id", "consent_id", "record_id", "used_at"],
        $"consent_id IN (SELECT id FROM consents WHERE child_id = {{0}} AND {Standing})");

    /// <summary>What a family is asked.</summary>
    public static SealedTable ConsentRequests { get; } = new(
        24,
        "consent_requests",
        [
            "id", "child_id", "case_id", "recipient_id", "purpose", "data_from", "data_to", "valid_until", "requested_by", "requested_at",
            "sealed_message", "sealed_childs_view", "uses_at_most", "uses_per", "kept", "frozen_rule", "sealed_circumstance_reason",
            "information_request_id",
        ],
        "id = {0}");

    /// <summary>The answers that staff have recorded.</summary>
    public static SealedTable RecordedAnswers { get; } = new(
        25,
        "recorded_answers",
        [
            "id", "consent_id", "child_id", "case_id", "signer_id", "sealed_answer", "answer_digest", "form", "given_at", "text_version",
            "text_language", "text_digest", "sealed_identified", "sealed_reason", "scan_type", "scan_digest", "recorded_by", "client_id",
            "put_to_unit_id", "put_to_staff_id", "recorded_at", "contradicted_at", "decided_by", "decided_at", "outcome",
        ],
        "consent_id IN (SELECT id FROM consents WHERE request_id = {0})");

    /// <summary>The statement that a guardian is prevented.</summary>
    public static SealedTable Preventions { get; } = new(
        26,
        "prevented_guardians",
        [
            "id", "request_id", "child_id", "case_id", "guardian_id", "cause", "sealed_reason", "sealed_urgency", "stated_by",
            "put_to_unit_id", "put_to_staff_id", "stated_at", "decided_by", "decided_at", "outcome",
        ],
        "request_id = {0}");

    /// <summary>A social board's decision about a measure.</summary>
    public static SealedTable Measures { get; } = new(
        27,
        "measure_decisions",
        [
            "id", "case_id", "child_id", "guardian_id", "measure", "case_number", "decided_on", "until_day", "registered_by",
            "registered_at",
        ],
        "id = {0}");

    /// <summary>The description of a deposited record. Its content is sealed for the child and the record.</summary>
    public static SealedTable Records { get; } = new(
        28,
        "records",
        [
            "id", "child_id", "holder_id", "type", "sealed_title", "period_from", "period_to", "media_type", "length", "content_digest",
            "reference", "mentions_others", "mentions", "redactions", "marking_provision", "marking_day", "marking_by", "deposited_at",
            "delete_on", "withdrawn_at",
        ],
        "id = {0}");

    /// <summary>Every table. A subject has rows only in the tables of its kind, because ids are unique.</summary>
    public static IReadOnlyList<SealedTable> All { get; } =
    [
        Persons, Custodies, GuardianBlocks, DisclosureBlocks, Consents, Signatures, Cases, Assignments, Requests, Assessments, Emergencies,
        Staff, Workplaces, BranchesOfStaff, AuthoritiesOfStaff, Clients, Keys, Authorities, Branches, Adoptions, Allowances, PolicySets,
        Clearances, Uses, ConsentRequests, RecordedAnswers, Preventions, Measures, Records,
    ];

    /// <summary>The tables with the rows of a person.</summary>
    public static IReadOnlyList<SealedTable> OfPerson { get; } =
        [Persons, Custodies, GuardianBlocks, DisclosureBlocks, Consents, Signatures, Uses];

    /// <summary>The tables with the rows of a case.</summary>
    public static IReadOnlyList<SealedTable> OfCase { get; } = [Cases, Assignments];

    /// <summary>The tables with the rows of a member of staff.</summary>
    public static IReadOnlyList<SealedTable> OfStaff { get; } = [Staff, Workplaces, BranchesOfStaff, AuthoritiesOfStaff, Clearances];

    /// <summary>The tables with the rows of what a family is asked.</summary>
    public static IReadOnlyList<SealedTable> OfAsking { get; } = [ConsentRequests, RecordedAnswers, Preventions];

    /// <summary>The table with a decision about a measure.</summary>
    public static IReadOnlyList<SealedTable> OfMeasure { get; } = [Measures];

    /// <summary>The statement that returns the rows of a subject: the mark of the table, and the bound columns.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="engine">The database.</param>
    /// <param name="subject">The subject's id as SQL.</param>
    public static string Sql(IReadOnlyList<SealedTable> tables, StorageEngine engine, string subject) => string.Join(
        "\nUNION ALL ",
        tables.Select(table =>
            $"SELECT {table.Mark} AS mark, {table.Bound(engine, tables)} FROM {table.Name} WHERE {table.RowsOf(subject)}"));

    /// <summary>The table with a mark.</summary>
    public static SealedTable Of(int mark) => All[mark];

    /// <summary>The condition that finds the rows of a subject.</summary>
    /// <param name="subject">The subject's id as SQL.</param>
    public string RowsOf(string subject) => Rows.Replace("{0}", subject, StringComparison.Ordinal);

    /// <summary>The bound columns of a row in a statement (<see cref="SealedRows"/>).</summary>
    /// <param name="engine">The database.</param>
    /// <param name="alias">The table's name in the statement.</param>
    public string Bound(StorageEngine engine, string? alias = null)
    {
        var columns = string.Join(", ", Columns.Select(column => $"{alias ?? Name}.{column}"));
        return engine == StorageEngine.Sqlite ? columns : $"record_send(ROW({columns}))";
    }

    /// <summary>The bound columns of a row in a statement that unites the rows of tables, which all have as many columns.</summary>
    /// <param name="engine">The database.</param>
    /// <param name="united">The tables.</param>
    public string Bound(StorageEngine engine, IReadOnlyList<SealedTable> united) =>
        Bound(engine) + string.Concat(Enumerable.Repeat(", NULL", united.Max(table => table.Width(engine)) - Width(engine)));

    /// <summary>How many columns of a result set the bound columns of a row are.</summary>
    public int Width(StorageEngine engine) => engine == StorageEngine.Sqlite ? Columns.Length : 1;
}
