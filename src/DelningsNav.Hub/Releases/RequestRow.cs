using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage.Seals;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>The columns of <see cref="RequestRow"/>.</summary>
internal enum RequestColumn
{
    ChildId, CaseId, CaseNumber, CaseKind, CaseChildId, CaseClosedAt, AssignedUntil, Hidden,
    StaffId, StaffName, StaffRole, StaffUnitName, StaffLeftOn,
    StaffAuthorityId, StaffPartyKind, StaffBranchId, StaffBranchKind, StaffBranchName,
    HolderAuthorityId, HolderPartyKind, HolderBranchId, HolderBranchKind, HolderBranchName, HolderPolicySet,
    Purpose, ClaimedGround, RecordTypes, PeriodFrom, PeriodTo,
    BirthDate, ChildKey, Marking, RelationsReadAt, RecipientId, HolderId, ClearanceId,
}

/// <summary>The single row of a request, with what is asked, the case, the requester and the holder.</summary>
internal static class RequestRow
{
    private static readonly BoundColumns Bound = BoundColumns.After<RequestColumn>(
        (SealedTable.Requests, "r"), (SealedTable.Persons, "p"), (SealedTable.Cases, "c"), (SealedTable.Staff, "s"),
        (SealedTable.Workplaces, "u"), (SealedTable.BranchesOfStaff, "sb"), (SealedTable.AuthoritiesOfStaff, "sa"),
        (SealedTable.Clearances, "e"), (SealedTable.Authorities, "ha"));

    public static string Sql(StorageEngine engine) => $"""
        SELECT r.child_id, r.case_id, c.case_number, c.kind AS case_kind, c.child_id AS case_child_id, c.closed_at AS case_closed_at,
               (SELECT MAX(COALESCE(a.to_at, 9223372036854775807)) FROM assignments a
                WHERE a.case_id = r.case_id AND a.staff_id = s.id AND a.from_at <= @now) AS assigned_until,
               CASE WHEN p.marking = 'None'
                      OR ((s.assesses_protected_identities OR e.id IS NOT NULL)
                          AND (@client IS NULL OR EXISTS (SELECT 1 FROM clients k WHERE k.id = @client AND k.is_cleared)))
                    THEN 0 ELSE 1 END AS hidden,
               s.id AS staff_id, s.name AS staff_name, s.role AS staff_role, u.name AS staff_unit_name, s.left_on AS staff_left_on,
               sb.authority_id AS staff_authority_id, sa.kind AS staff_party_kind,
               sb.id AS staff_branch_id, sb.kind AS staff_branch_kind, sb.name AS staff_branch_name,
               hb.authority_id AS holder_authority_id, ha.kind AS holder_party_kind,
               hb.id AS holder_branch_id, hb.kind AS holder_branch_kind, hb.name AS holder_branch_name,
               (SELECT o.version FROM policy_adoptions o JOIN policy_sets t ON t.version = o.version AND t.hash = COALESCE(o.hash, t.hash)
                WHERE o.authority_id = ha.id AND o.ended_at IS NULL AND t.turn = (SELECT MAX(turn) FROM policy_sets)) AS holder_policy_set,
               r.purpose, r.claimed_ground, r.record_types, r.period_from, r.period_to,
               p.sealed_birth_date AS birth_date, pk.wrapped AS child_key, p.marking, p.relations_read_at, r.recipient_id, r.holder_id,
               e.id AS clearance_id,
               {Bound.Sql(engine)}
        FROM information_requests r
        JOIN cases c ON c.id = r.case_id
        JOIN persons p ON p.id = r.child_id
        LEFT JOIN person_keys pk ON pk.person_id = r.child_id
        JOIN branches hb ON hb.id = r.holder_id
        JOIN authorities ha ON ha.id = hb.authority_id
        JOIN staff_members s ON s.id = COALESCE(@staff, r.asked_by)
        JOIN units u ON u.id = s.unit_id
        JOIN branches sb ON sb.id = u.branch_id
        JOIN authorities sa ON sa.id = sb.authority_id
        LEFT JOIN protected_clearances e ON e.staff_id = s.id AND e.ended_at IS NULL
        WHERE r.id = @request
          AND (@client IS NULL OR EXISTS (
            SELECT 1 FROM clients k WHERE k.id = @client AND k.branch_id = r.recipient_id AND k.acts_as LIKE '%Caseworker%'));
        """;

    /// <summary>The bound rows of the request, the child, the case, the member of staff and the holder.</summary>
    public static void Add(SealedRows bound, FactsRow<RequestColumn> row, RequestId request)
    {
        var (staff, holder) = (row.Guid(RequestColumn.StaffId), row.Guid(RequestColumn.HolderAuthorityId));
        Add(SealedTable.Requests, request.Value);
        Add(SealedTable.Persons, row.Guid(RequestColumn.ChildId));
        Add(SealedTable.Cases, row.Guid(RequestColumn.CaseId));
        Add(SealedTable.Staff, staff);
        Add(SealedTable.Workplaces, staff);
        Add(SealedTable.BranchesOfStaff, staff);
        Add(SealedTable.AuthoritiesOfStaff, staff);
        if (row.Has(RequestColumn.ClearanceId))
        {
            Add(SealedTable.Clearances, staff);
        }

        Add(SealedTable.Authorities, holder);

        void Add(SealedTable table, Guid subject) => row.Bind(bound, Bound, table, subject);
    }

    /// <summary>Whether the member of staff may ask: the request was made for the branch they work in, and they still work there.</summary>
    public static bool MayAsk(FactsRow<RequestColumn> row, DateOnly today)
    {
        var isOfOwnBranch = row.Guid(RequestColumn.StaffBranchId) == row.Guid(RequestColumn.RecipientId);
        var hasLeft = row.Has(RequestColumn.StaffLeftOn) && row.Day(RequestColumn.StaffLeftOn) <= today;
        return isOfOwnBranch && !hasLeft;
    }

    /// <summary>The facts that come from this row. The lists are empty until the other result sets are read.</summary>
    public static RequestFacts Read(
        FactsRow<RequestColumn> row, DataKey key, RequestId request, DateTimeOffset now, IReadOnlyList<SubjectVersion> versions,
        RegisterFreshness freshness)
    {
        var child = row.Id<PersonId>(RequestColumn.ChildId);
        var birthDate = Person.BirthDateOf(key, row.Bytes(RequestColumn.BirthDate), child);
        return new()
        {
            Request = request,
            ReadAt = now,
            IsHidden = IsHidden(row),
            Versions = versions,
            Child = child,
            BirthDate = birthDate,
            Case = row.Id<CaseId>(RequestColumn.CaseId),
            CaseNumber = row.Text(RequestColumn.CaseNumber),
            Asker = new Actor(
            row.Guid(RequestColumn.StaffId),
            "staff",
            row.Text(RequestColumn.StaffName),
            row.Id<AuthorityId>(RequestColumn.StaffAuthorityId),
            row.Text(RequestColumn.StaffUnitName),
            row.Text(RequestColumn.StaffRole)),
            RecipientName = row.Text(RequestColumn.StaffBranchName),
            HolderName = row.Text(RequestColumn.HolderBranchName),
            HolderPolicySet = row.TextOrNull(RequestColumn.HolderPolicySet),
            RecordTypes = row.RecordTypes(RequestColumn.RecordTypes),
            PeriodFrom = row.Day(RequestColumn.PeriodFrom),
            PeriodTo = row.Day(RequestColumn.PeriodTo),
            Shared = Shared(row, birthDate, now, freshness),
            PolicySet = null,
            PolicySetIsDue = false,
            Custodies = [],
            Blocked = [],
            DisclosureBlocks = [],
            Consents = [],
            Uses = [],
            Assessments = [],
            Emergencies = [],
            Records = [],
        };
    }

    /// <summary>The child's data key.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is missing, or was changed outside the hub.</exception>
    public static DataKey KeyOfChild(FactsRow<RequestColumn> row, HubKeys keys) =>
        keys.KeyOf(row.Id<PersonId>(RequestColumn.ChildId), row.BytesOrNull(RequestColumn.ChildKey) ?? []);

    // A member of staff who is not cleared for the child is treated as not assigned, whatever the assignment says (ADR 0044).
    private static bool IsHidden(FactsRow<RequestColumn> row) => row.LongNumber(RequestColumn.Hidden) != 0;

    /// <summary>
    /// The facts that are common to every record of the request. A fact that comes only from the record or from another result set has
    /// the value that prevents a release.
    /// </summary>
    private static ReleaseFacts Shared(
        FactsRow<RequestColumn> row, DateOnly birthDate, DateTimeOffset now, RegisterFreshness freshness)
    {
        var readAt = row.MomentOrNull(RequestColumn.RelationsReadAt);
        var age = Ages.WholeYears(birthDate, SwedishTime.DayOf(now));
        return new ReleaseFacts
        {
            Now = now,
            Recipient = new PartyFacts(
                row.Guid(RequestColumn.StaffAuthorityId),
                row.Word<PartyKind>(RequestColumn.StaffPartyKind),
                row.Guid(RequestColumn.StaffBranchId),
                row.Word<BranchKind>(RequestColumn.StaffBranchKind)),
            Holder = new PartyFacts(
                row.Guid(RequestColumn.HolderAuthorityId),
                row.Word<PartyKind>(RequestColumn.HolderPartyKind),
                row.Guid(RequestColumn.HolderBranchId),
                row.Word<BranchKind>(RequestColumn.HolderBranchKind)),

            // An assignment without an end is stored as the largest number, which cannot be read as a moment.
            StaffAssigned = !IsHidden(row)
                && row.Has(RequestColumn.AssignedUntil)
                && now.ToUnixTimeMilliseconds() < row.LongNumber(RequestColumn.AssignedUntil),
            CaseOpen = !row.Has(RequestColumn.CaseClosedAt) || now < row.Moment(RequestColumn.CaseClosedAt),
            CaseIsOfThisChild = row.Guid(RequestColumn.ChildId) == row.Guid(RequestColumn.CaseChildId),
            Purpose = row.Text(RequestColumn.Purpose),
            PurposeFitsCase = row.Text(RequestColumn.Purpose) == Case.PurposeOf(row.Word<CaseKind>(RequestColumn.CaseKind)).Code,
            ClaimedGround = row.TextOrNull(RequestColumn.ClaimedGround),
            ChildAge = age,

            // A marking that was removed is trusted no longer than one that was given: an old reading is unknown in both directions.
            Marking = RegisterFreshness.TrustsMarking(readAt, now)
                && Enum.TryParse<SecurityMarking>(row.Text(RequestColumn.Marking), out var marking) ? marking : SecurityMarking.Unknown,
            CustodyKnown = age >= Signers.Adult || freshness.TrustsCustody(readAt, now),
            HolderHasAdoptedPolicySet = false,
            GuardianBlockStands = true,
            DisclosureBlockStands = true,
            RecordType = default,
            RecordMentionsOthers = true,
            RecordMentionsUnsignedGuardian = true,
            RecordMarked = true,
            Consent = null,
            Assessment = null,
            Emergency = null,
        };
    }
}
