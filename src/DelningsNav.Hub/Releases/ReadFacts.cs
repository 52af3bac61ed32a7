using System.Data.Common;
using System.Globalization;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>Reads everything a decision stands on, in one round trip.</summary>
/// <remarks>
/// The versions are read first. Whatever changes after that raises a version, and the log's compare-and-append then refuses the
/// decision; so the facts need no snapshot. Plain SQL on purpose: this runs for every release (ADR 0006).
/// INVARIANT: the moment of the decision comes after its versions. What had ended at an earlier moment, and whose end the log told before the
/// versions were read, would else seem to stand: no version would move any more (ADR 0003).
/// </remarks>
internal static class ReadFacts
{
    internal static readonly KeptQuery Query = new("""
        SELECT id, version FROM subjects WHERE id IN (
          SELECT child_id FROM information_requests WHERE id = @request
          UNION ALL SELECT case_id FROM information_requests WHERE id = @request
          UNION ALL SELECT @client
          UNION ALL SELECT @policy_set);

        SELECT id, version, hash, retired_at IS NOT NULL, planned_from <= @now FROM policy_sets
        WHERE turn = (SELECT MAX(turn) FROM policy_sets) OR planned_from <= @now;

        SELECT r.child_id, r.case_id, c.case_number, c.kind, c.child_id, c.closed_at,
               (SELECT MAX(COALESCE(a.to_at, 9223372036854775807)) FROM assignments a
                WHERE a.case_id = r.case_id AND a.staff_id = s.id AND a.from_at <= @now),
               s.id, s.name, s.role, u.name, s.left_on,
               sb.authority_id, sa.kind, sb.id, sb.kind, sb.name,
               hb.authority_id, ha.kind, hb.id, hb.kind, hb.name,
               (SELECT o.version FROM policy_adoptions o JOIN policy_sets t ON t.version = o.version AND t.hash = COALESCE(o.hash, t.hash)
                WHERE o.authority_id = ha.id AND o.ended_at IS NULL AND t.turn = (SELECT MAX(turn) FROM policy_sets)),
               r.purpose, r.claimed_ground, r.record_types, r.period_from, r.period_to,
               p.birth_date, p.marking, p.relations_read_at, r.recipient_id
        FROM information_requests r
        JOIN cases c ON c.id = r.case_id
        JOIN persons p ON p.id = r.child_id
        JOIN branches hb ON hb.id = r.holder_id
        JOIN authorities ha ON ha.id = hb.authority_id
        JOIN staff_members s ON s.id = COALESCE(@staff, r.asked_by)
        JOIN units u ON u.id = s.unit_id
        JOIN branches sb ON sb.id = u.branch_id
        JOIN authorities sa ON sa.id = sb.authority_id
        WHERE r.id = @request
          AND (@client IS NULL OR EXISTS (SELECT 1 FROM clients k WHERE k.id = @client AND k.branch_id = r.recipient_id));

        SELECT guardian_id, from_day, to_day FROM custodies
        WHERE child_id = (SELECT child_id FROM information_requests WHERE id = @request);

        SELECT guardian_id, from_day, to_day FROM guardian_blocks
        WHERE child_id = (SELECT child_id FROM information_requests WHERE id = @request);

        SELECT b.record_type
        FROM information_requests r
        JOIN disclosure_blocks b ON b.child_id = r.child_id AND b.lifted_at IS NULL
        WHERE r.id = @request AND (b.holder_id IS NULL OR b.holder_id = r.holder_id) AND (b.recipient_id IS NULL OR b.recipient_id = r.recipient_id);

        SELECT c.id, c.version, c.case_id, c.purpose, c.record_types, c.data_from, c.data_to, c.active_from, c.valid_until, g.person_id,
               c.frozen_rule, c.uses_at_most, c.uses_per, g.answer IS NOT NULL, c.state, c.child_id, c.discloser_id, c.recipient_id
        FROM information_requests r
        JOIN consents c ON c.child_id = r.child_id AND c.discloser_id = r.holder_id AND c.recipient_id = r.recipient_id AND c.state = 'Active'
        JOIN consent_signatures g ON g.consent_id = c.id AND (g.answer = 'Yes' OR (g.answer IS NULL AND g.excuse IN ('Prevented', 'MeasureDecided')))
        WHERE r.id = @request;

        SELECT d.consent_id, d.record_id, d.decided_at
        FROM information_requests r
        JOIN consents c ON c.child_id = r.child_id AND c.discloser_id = r.holder_id AND c.recipient_id = r.recipient_id AND c.state = 'Active'
        JOIN decisions d ON d.consent_id = c.id AND d.opened
        WHERE r.id = @request AND c.uses_at_most IS NOT NULL;

        SELECT id, record_type, outcome, by_named_assessor_with_routine, conditions, decided_at FROM harm_assessments WHERE request_id = @request;

        SELECT id, record_types, until_at FROM emergency_accesses WHERE request_id = @request AND revoked_at IS NULL;

        SELECT d.id, d.type, d.title, d.period_from, d.period_to, d.media_type, d.mentions_others,
               CASE WHEN d.marking_provision IS NULL THEN 0 ELSE 1 END, d.redactions, d.delete_on
        FROM information_requests r
        JOIN records d ON d.child_id = r.child_id AND d.holder_id = r.holder_id AND d.withdrawn_at IS NULL
        WHERE r.id = @request
        ORDER BY d.period_from, d.id;
        """,
        ("@request", ColumnType.Uuid),
        ("@staff", ColumnType.Uuid),
        ("@client", ColumnType.Uuid),
        ("@now", ColumnType.Bigint),
        ("@policy_set", ColumnType.Uuid));

    /// <summary>The facts, or null when there is no such request, or it is not of the caller's branch.</summary>
    public static async Task<RequestFacts?> Async(
        HubDatabase database, RequestId request, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var (staff, client) = caller switch
        {
            Caller.Staff member => ((Guid?)member.Id.Value, (Guid?)null),
            Caller.System system => (system.OnBehalfOf?.Value, system.Id.Value),
            _ => (null, null),
        };

        // With neither, the query takes the one who asked: right when the hub itself decides for them, and for nobody else.
        if (staff is null && client is null && caller is not Caller.Waiting)
        {
            return null;
        }

        return await database.Reads.RunAsync(
            Query,
            [request.Value, staff, client, clock.GetUtcNow().ToUnixTimeMilliseconds(), SubjectId.PolicySet.Value],
            (rows, ct) => ReadAsync(rows, request, client is not null, clock, ct),
            ct);
    }

    private static async Task<RequestFacts?> ReadAsync(
        DbDataReader rows, RequestId request, bool byClient, TimeProvider clock, CancellationToken ct)
    {
        var versions = await AllAsync(rows, r => new SubjectVersion(new SubjectId(r.GetGuid(0)), r.GetInt64(1)), ct);
        var now = clock.GetUtcNow();
        await rows.NextResultAsync(ct);
        var sets = await AllAsync(rows, r => (Set: PolicySet(r), Due: !r.IsDBNull(4) && Flag(r, 4)), ct);
        await rows.NextResultAsync(ct);
        var today = SwedishTime.DayOf(now);
        if (!await rows.ReadAsync(ct) || rows.GetGuid(14) != rows.GetGuid(31) || (!rows.IsDBNull(11) && Day(rows, 11) <= today))
        {
            return null;
        }

        // Without its version, a subject could change unseen between the decision and the log.
        if (versions.Count != (byClient ? 4 : 3))
        {
            throw new StorageException("a subject of the request has no version; restore the database from its backup");
        }

        var facts = Read(rows, request, now, versions);
        await rows.NextResultAsync(ct);
        var custodies = await AllAsync(rows, r => (new PersonId(r.GetGuid(0)), Holds(r, 1, today)), ct);
        await rows.NextResultAsync(ct);
        var blocks = await AllAsync(rows, r => (Guardian: new PersonId(r.GetGuid(0)), Stands: Holds(r, 1, today)), ct);
        await rows.NextResultAsync(ct);
        var closed = await AllAsync(rows, r => r.IsDBNull(0) ? null : r.GetString(0), ct);
        await rows.NextResultAsync(ct);
        var consents = await ConsentsAsync(rows, ct);
        await rows.NextResultAsync(ct);
        var uses = await AllAsync(
            rows, r => new ConsentUse(new ConsentId(r.GetGuid(0)), new RecordId(r.GetGuid(1)), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(2))), ct);
        await rows.NextResultAsync(ct);
        var assessments = await AllAsync(rows, ReadAssessment, ct);
        await rows.NextResultAsync(ct);
        var emergencies = await AllAsync(
            rows, r => new FactsOfEmergency(new EmergencyAccessId(r.GetGuid(0)), WordsConverter.Split(r.GetString(1)), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(2))), ct);
        await rows.NextResultAsync(ct);
        var records = await AllAsync(rows, r => (Record: ReadRecord(r, facts.Child), DeleteOn: Day(r, 9)), ct);

        return facts with
        {
            PolicySet = sets.Where(s => !s.Due).Select(s => s.Set).SingleOrDefault(),
            PolicySetIsDue = sets.Any(s => s.Due),
            Custodies = custodies,
            Blocked = [.. blocks.Where(b => b.Stands).Select(b => b.Guardian).Distinct()],
            DisclosureBlocks = closed,
            Consents = consents,
            Uses = uses,
            Assessments = assessments,
            Emergencies = emergencies,
            Records = [.. records
                .Where(r => today < r.DeleteOn && facts.RecordTypes.Contains(r.Record.Type)
                    && r.Record.PeriodFrom <= facts.PeriodTo && facts.PeriodFrom <= r.Record.PeriodTo)
                .Select(r => r.Record)],
        };
    }

    private static RequestFacts Read(DbDataReader row, RequestId request, DateTimeOffset now, IReadOnlyList<SubjectVersion> versions) => new()
    {
        Request = request,
        ReadAt = now,
        Versions = versions,
        Child = new PersonId(row.GetGuid(0)),
        Case = new CaseId(row.GetGuid(1)),
        CaseNumber = row.GetString(2),
        CaseKind = Enum.Parse<CaseKind>(row.GetString(3)),
        CaseIsOfThisChild = row.GetGuid(0) == row.GetGuid(4),
        CaseOpen = row.IsDBNull(5) || now.ToUnixTimeMilliseconds() < row.GetInt64(5),
        StaffAssigned = !row.IsDBNull(6) && now.ToUnixTimeMilliseconds() < row.GetInt64(6),
        Asker = new Actor(row.GetGuid(7), "staff", row.GetString(8), new AuthorityId(row.GetGuid(12)), row.GetString(10), row.GetString(9)),
        Recipient = Party(row, 12),
        RecipientName = row.GetString(16),
        Holder = Party(row, 17),
        HolderName = row.GetString(21),
        HolderPolicySet = row.IsDBNull(22) ? null : row.GetString(22),
        Purpose = row.GetString(23),
        ClaimedGround = row.IsDBNull(24) ? null : row.GetString(24),
        RecordTypes = WordsConverter.Split(row.GetString(25)),
        PeriodFrom = Day(row, 26),
        PeriodTo = Day(row, 27),
        BirthDate = Day(row, 28),
        Marking = Enum.TryParse<SecurityMarking>(row.GetString(29), out var marking) ? marking : SecurityMarking.Unknown,
        RelationsReadAt = row.IsDBNull(30) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(30)),
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

    // One row for each signature; rows of one consent follow each other only by chance, so they are gathered by id.
    private static async Task<IReadOnlyList<Coverage>> ConsentsAsync(DbDataReader rows, CancellationToken ct)
    {
        var found = new Dictionary<Guid, (Coverage Consent, HashSet<PersonId> SignedBy, HashSet<PersonId> Excused)>();
        while (await rows.ReadAsync(ct))
        {
            var id = rows.GetGuid(0);
            if (!found.TryGetValue(id, out var one))
            {
                var (signedBy, excused) = (new HashSet<PersonId>(), new HashSet<PersonId>());
                one = (ReadConsent(rows, signedBy, excused), signedBy, excused);
                found.Add(id, one);
            }

            (Flag(rows, 13) ? one.SignedBy : one.Excused).Add(new PersonId(rows.GetGuid(9)));
        }

        return [.. found.Values.Select(one => one.Consent)];
    }

    private static Coverage ReadConsent(DbDataReader row, HashSet<PersonId> signedBy, HashSet<PersonId> excused) => new()
    {
        Id = new ConsentId(row.GetGuid(0)),
        Version = row.GetInt32(1),
        State = Enum.Parse<ConsentState>(row.GetString(14)),
        Child = new PersonId(row.GetGuid(15)),
        Case = new CaseId(row.GetGuid(2)),
        Discloser = new BranchId(row.GetGuid(16)),
        Recipient = new BranchId(row.GetGuid(17)),
        Purpose = row.GetString(3),
        RecordTypes = WordsConverter.Split(row.GetString(4)),
        DataFrom = Day(row, 5),
        DataTo = Day(row, 6),
        ActiveFrom = row.IsDBNull(7) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
        ValidUntil = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
        Rule = FrozenRule.Of(row.GetString(10)).Rule,
        Uses = new UseLimit(row.IsDBNull(11) ? null : row.GetInt32(11), row.IsDBNull(12) ? null : Enum.Parse<UsePeriod>(row.GetString(12))),
        SignedBy = signedBy,
        Excused = excused,
    };

    private static FactsOfAssessment ReadAssessment(DbDataReader row) => new(
        new AssessmentId(row.GetGuid(0)),
        row.GetString(1),
        Enum.Parse<AssessmentOutcome>(row.GetString(2)),
        Flag(row, 3),
        row.GetString(4),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)));

    private static FactsOfRecord ReadRecord(DbDataReader row, PersonId child) => new(
        new RecordId(row.GetGuid(0)),
        child,
        row.GetString(1),
        row.GetString(2),
        Day(row, 3),
        Day(row, 4),
        row.GetString(5),
        Flag(row, 6),
        Flag(row, 7),
        WordsConverter.Split(row.GetString(8)));

    private static PartyFacts Party(DbDataReader row, int at) => new(
        row.GetGuid(at), Enum.Parse<PartyKind>(row.GetString(at + 1)), row.GetGuid(at + 2), Enum.Parse<BranchKind>(row.GetString(at + 3)));

    private static PolicySetInForce PolicySet(DbDataReader row) =>
        new(new PolicySetId(row.GetGuid(0)), row.GetString(1), row.GetString(2), Flag(row, 3));

    private static bool Holds(DbDataReader row, int at, DateOnly today) =>
        Day(row, at) <= today && (row.IsDBNull(at + 1) || today < Day(row, at + 1));

    private static bool Flag(DbDataReader row, int at) => Convert.ToBoolean(row.GetValue(at), CultureInfo.InvariantCulture);

    private static DateOnly Day(DbDataReader row, int at) => row.GetFieldValue<DateOnly>(at);

    private static async Task<IReadOnlyList<T>> AllAsync<T>(DbDataReader rows, Func<DbDataReader, T> read, CancellationToken ct)
    {
        var all = new List<T>();
        while (await rows.ReadAsync(ct))
        {
            all.Add(read(rows));
        }

        return all;
    }
}
