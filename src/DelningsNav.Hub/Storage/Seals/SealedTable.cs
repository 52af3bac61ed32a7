namespace DelningsNav.Hub.Storage.Seals;

/// <summary>
/// A table with rows that can open or close a door, the columns that are bound, and how the rows of a log subject are found.
/// </summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">The bound columns, in a fixed order. Their order and number are part of every stored seal.</param>
/// <param name="Rows">The condition that finds the rows of a subject. <c>{0}</c> is the subject's id. Rows that can open nothing any more,
/// such as ended consents, are left out. If such a row is made valid again outside the hub, it comes back into the rows, and the seal
/// differs.</param>
internal sealed record SealedTable(string Name, string[] Columns, string Rows)
{
    private const string StandingConsents = "child_id = {0} AND state NOT IN ('Withdrawn', 'Ended', 'Superseded', 'Lapsed', 'Annulled')";

    /// <summary>
    /// Columns that are not bound, because no decision reads them: marks of the hub's own work with a consent, which it moves without an entry
    /// in the log, and the signed bundle of a policy set.
    /// </summary>
    public static IReadOnlySet<string> Unbound { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "consents.review_on", "consents.decide_again", "consents.expiry_told_at", "policy_sets.bundle", "policy_sets.checked_at",
    };

    /// <summary>The rows of a child, or of any other person.</summary>
    public static IReadOnlyList<SealedTable> OfPerson { get; } =
    [
        new("persons",
            ["id", "sealed_identity", "identity_index", "given_name", "family_name", "birth_date", "marking", "relations_read_at"],
            "id = {0}"),
        new("custodies", ["id", "child_id", "guardian_id", "kind", "from_day", "to_day"], "child_id = {0}"),
        new("guardian_blocks",
            ["id", "child_id", "guardian_id", "reason", "case_number", "from_day", "to_day"],
            "child_id = {0}"),
        new("disclosure_blocks",
            [
                "id", "child_id", "record_type", "holder_id", "recipient_id", "placed_by_person_id", "placed_by_staff_id", "reason", "law",
                "case_number", "placed_at", "lifted_at", "lifted_by_person_id", "lifted_by_staff_id", "lifting_reason", "lifting_case_number",
            ],
            "child_id = {0} AND lifted_at IS NULL"),
        new("consents",
            [
                "id", "request_id", "child_id", "case_id", "discloser_id", "recipient_id", "purpose", "record_types", "data_from", "data_to",
                "requested_at", "valid_until", "state", "version", "active_from", "withdrawn_at", "uses_at_most", "uses_per", "kept",
                "frozen_rule", "ended_at",
            ],
            StandingConsents),
        new("consent_signatures",
            [
                "consent_id", "person_id", "capacity", "answer", "answered_at", "text_version", "text_language", "text_hash", "form", "excuse",
            ],
            $"consent_id IN (SELECT id FROM consents WHERE {StandingConsents})"),
        new("harm_assessments",
            [
                "id", "request_id", "record_type", "decider_id", "unit_id", "by_named_assessor_with_routine", "outcome", "sealed_reasoning",
                "conditions", "refusal_case_number", "decided_at",
            ],
            "request_id IN (SELECT id FROM information_requests WHERE child_id = {0})"),
        new("emergency_accesses",
            ["id", "request_id", "child_id", "record_types", "declared_by", "sealed_reason", "declared_at", "until_at", "revoked_at"],
            "request_id IN (SELECT id FROM information_requests WHERE child_id = {0}) AND revoked_at IS NULL"),
    ];

    /// <summary>The rows of a case.</summary>
    public static IReadOnlyList<SealedTable> OfCase { get; } =
    [
        new("cases", ["id", "child_id", "kind", "case_number", "unit_id", "phase", "opened_at", "closed_at"], "id = {0}"),
        new("assignments", ["id", "case_id", "staff_id", "from_at", "to_at"], "case_id = {0}"),
    ];

    /// <summary>The row of a member of staff.</summary>
    public static IReadOnlyList<SealedTable> OfStaff { get; } =
    [
        new("staff_members",
            ["id", "unit_id", "name", "role", "assesses", "assesses_protected_identities", "left_on"],
            "id = {0}"),
    ];

    /// <summary>The rows of a calling system.</summary>
    public static IReadOnlyList<SealedTable> OfClient { get; } =
    [
        new("clients", ["id", "branch_id", "name", "permitted_operations", "acts_as"], "id = {0}"),
        new("client_keys", ["key_id", "client_id", "public_key_pem", "registered_at", "revoked_at"], "client_id = {0}"),
    ];

    /// <summary>The rows of a party.</summary>
    public static IReadOnlyList<SealedTable> OfAuthority { get; } =
    [
        new("authorities", ["id", "name", "organisationsnummer", "kind"], "id = {0}"),
        new("branches", ["id", "authority_id", "name", "kind"], "authority_id = {0}"),
        new("policy_adoptions",
            [
                "authority_id", "version", "hash", "case_number", "decided_on", "registered_at", "registered_by", "ended_at",
                "ended_case_number",
            ],
            "authority_id = {0}"),
        new("emergency_allowances",
            ["id", "authority_id", "case_number", "decided_on", "registered_at", "registered_by", "ended_at", "ended_case_number"],
            "authority_id = {0}"),
    ];

    /// <summary>The policy sets. Their bundles are signed themselves.</summary>
    public static IReadOnlyList<SealedTable> OfPolicySets { get; } =
    [
        new("policy_sets",
            [
                "id", "version", "law_as_of", "hash", "expires_on", "received_at", "received_by", "planned_from", "active_from", "turn",
                "retired_at", "decision", "decided_by",
            ],
            $"{{0}} = '{SubjectId.PolicySet.Value.ToString().ToUpperInvariant()}'"),
    ];

    /// <summary>Every table. The place in the list marks a row's table, so that a row cannot pass for one of another table.</summary>
    public static IReadOnlyList<SealedTable> All { get; } =
        [.. OfPerson, .. OfCase, .. OfStaff, .. OfClient, .. OfAuthority, .. OfPolicySets];

    /// <summary>
    /// The statement that returns the rows of a subject: the subject's id, the mark of the table, and the bound columns as one text.
    /// </summary>
    /// <param name="tables">The tables.</param>
    /// <param name="engine">The database.</param>
    /// <param name="subject">The subject's id as SQL.</param>
    /// <param name="beside">What the id is read from, beside the table; empty when it is a parameter.</param>
    public static string Sql(IReadOnlyList<SealedTable> tables, StorageEngine engine, string subject, string beside = "") => string.Join(
        "\nUNION ALL ",
        tables.Select(table =>
            $"SELECT {subject} AS subject, {All.ToList().IndexOf(table)} AS mark, {table.Text(engine)} AS bound "
            + $"FROM {beside}{table.Name} WHERE {table.Rows.Replace("{0}", subject, StringComparison.Ordinal)}"));

    private string Text(StorageEngine engine) => engine == StorageEngine.Sqlite
        ? string.Join(" || '|' || ", Columns.Select(column => $"quote({column})"))
        : $"concat_ws('|', {string.Join(", ", Columns.Select(column => $"quote_nullable({column})"))})";
}
