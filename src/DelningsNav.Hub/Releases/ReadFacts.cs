using System.Data.Common;
using System.Diagnostics;
using System.Security.Cryptography;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage.Seals;
using DelningsNav.Policies;
using static DelningsNav.Hub.Releases.FactsQuery;

namespace DelningsNav.Hub.Releases;

/// <summary>Reads everything that a decision depends on, in one round trip to the database.</summary>
/// <remarks>
/// The versions of the log subjects, such as the child or the case, are read first. Any later change raises a version, and the log's
/// compare-and-append then refuses the decision. Therefore the facts need no snapshot. The SQL is written by hand on purpose, because it
/// runs for every release (ADR 0006, docs/performance.md).
/// INVARIANT: the time of the decision is read from the clock after the versions have been read. Otherwise a consent whose end was
/// already logged could count as valid, and no later version would expose the error (ADR 0003).
/// </remarks>
internal static class ReadFacts
{
    /// <summary>The facts, or null when the request does not exist or the caller may not ask for its branch.</summary>
    public static async Task<RequestFacts?> ReadAsync(
        HubDatabase database, LogWriter log, RequestId request, Caller caller, TimeProvider clock, RegisterFreshness freshness,
        CancellationToken ct)
    {
        var (staff, client) = caller switch
        {
            Caller.Staff member => ((Guid?)member.Id.Value, (Guid?)null),
            Caller.System system => (system.OnBehalfOf?.Value, system.Id.Value),
            Caller.Family or Caller.Hub => (null, null),
            _ => throw new UnreachableException(),
        };

        // Without a member of staff, the query uses the member of staff who made the request. This is right when the hub itself decides
        // for them, and wrong for every other caller: the log would name somebody who read nothing.
        if (staff is null && caller is not Caller.Hub)
        {
            return null;
        }

        List<SealedSubject> subjects = [];
        try
        {
            var facts = await database.Reads.RunAsync(
                On(database.Engine),
                [request.Value, staff, client, clock.GetUtcNow().ToUnixTimeMilliseconds(), SubjectId.PolicySet.Value],
                (rows, ct) => ReadAsync(rows, log, subjects, request, client, clock, freshness, ct),
                ct);
            return facts is null ? null : facts with { Asker = facts.Asker with { Through = (caller as Caller.System)?.Id } };
        }
        catch (Exception cause) when (cause is FormatException or ArgumentException
            or InvalidCastException or InvalidOperationException or CryptographicException)
        {
            // What somebody wrote into a row may be nothing that the hub can read. Without facts there is no decision to log, so the door
            // answers as when the log cannot be written: nothing is released, and the alarm says why.
            var isChanged = await FactsSeals.AlarmAsync(database, log, subjects.Select(s => s.Version.Subject), ct);
            if (!isChanged && cause is CryptographicException)
            {
                // The child's key or the title of a record, which no seal of a subject binds, opens nothing any more.
                log.StateAlarms.Raise(new SubjectId(request.Value), StateAlarms.UnopenedValue);
                isChanged = true;
            }

            if (isChanged)
            {
                throw new LogUnavailableException(cause);
            }

            throw;
        }
    }

    private static async Task<RequestFacts?> ReadAsync(
        DbDataReader rows, LogWriter log, List<SealedSubject> subjects, RequestId request, Guid? client, TimeProvider clock,
        RegisterFreshness freshness, CancellationToken ct)
    {
        var bound = new SealedRows();
        subjects.Clear();
        subjects.AddRange(await AllAsync(rows, (FactsRow<SubjectColumn> r) => FactsSeals.Read(r), ct));
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        await rows.NextResultAsync(ct);
        var sets = await AllAsync(rows, (FactsRow<PolicySetColumn> r) => ReadPolicySet(r, bound), ct);
        await rows.NextResultAsync(ct);
        var row = new FactsRow<RequestColumn>(rows);
        if (!await rows.ReadAsync(ct) || !RequestRow.MayAsk(row, today))
        {
            return null;
        }

        // The decision relies on the version of the policy set instead of those of the member of staff and the holder.
        var (staff, holder) = (row.Guid(RequestColumn.StaffId), row.Guid(RequestColumn.HolderAuthorityId));
        List<SubjectVersion> versions =
        [
            .. subjects.Select(s => s.Version).Where(v => v.Subject.Value != request.Value && v.Subject.Value != staff
                && v.Subject.Value != holder),
        ];

        // Without its version, a log subject, such as the child or the case, could change between the decision and the log entry without
        // being noticed.
        if (versions.Count != (client is null ? 3 : 4))
        {
            throw new StorageException("a subject of the request has no version; restore the database from its backup");
        }

        var key = RequestRow.KeyOfChild(row, log.Keys);
        var facts = RequestRow.Read(row, key, request, now, versions, freshness);
        var concerned = new Concerned(
            facts.Child.Value, facts.Case.Value, holder, row.Guid(RequestColumn.HolderId), row.Guid(RequestColumn.RecipientId), today);
        RequestRow.Add(bound, row, request);
        await rows.NextResultAsync(ct);
        var around = await FactsAround.ReadAsync(rows, concerned, bound, ct);
        await rows.NextResultAsync(ct);
        var consents = await ConsentsAsync(rows, facts.Child.Value, key, bound, ct);
        await rows.NextResultAsync(ct);
        var uses = await AllAsync(rows, (FactsRow<UseColumn> r) => ReadUse(r, facts.Child, bound), ct);
        await rows.NextResultAsync(ct);
        var assessments = await AllAsync(rows, (FactsRow<AssessmentColumn> r) => ReadAssessment(r, request, key, bound), ct);
        await rows.NextResultAsync(ct);
        var emergencies = await AllAsync(rows, (FactsRow<EmergencyColumn> r) => ReadEmergency(r, request, bound), ct);
        await rows.NextResultAsync(ct);
        var records = await AllAsync(
            rows,
            (FactsRow<RecordColumn> r) =>
            {
                subjects.AddRange(Bind(r, bound));
                return (Record: ReadRecord(r, facts.Child, key), DeleteOn: r.Day(RecordColumn.DeleteOn));
            },
            ct);

        return facts with
        {
            Rows = bound,
            ChangedOutside = FactsSeals.Changed(log, [.. subjects.Where(s => s.Version.Subject.Value != client)], bound),
            PolicySet = sets.Where(s => s.InForce && !s.Due).Select(s => s.Set).SingleOrDefault(),
            PolicySetIsDue = sets.Any(s => s.Due),
            Custodies = around.Custodies,
            Blocked = [.. around.Blocked],
            DisclosureBlocks = around.DisclosureBlocks,
            Consents = consents,
            Uses = uses,
            Assessments = assessments,

            // Only where the holder itself has decided that its records may be opened in an emergency, under every policy set.
            Emergencies = around.AllowsEmergencies ? emergencies : [],
            Records = [.. records
                .Where(r => today < r.DeleteOn && facts.RecordTypes.Contains(r.Record.Type)
                    && r.Record.PeriodFrom <= facts.PeriodTo && facts.PeriodFrom <= r.Record.PeriodTo)
                .Select(r => r.Record)],
        };
    }

    // There is one row for each signature. The rows of one consent need not be adjacent. Therefore they are collected by the consent's id.
    private static async Task<IReadOnlyList<Coverage>> ConsentsAsync(
        DbDataReader rows, Guid child, DataKey key, SealedRows bound, CancellationToken ct)
    {
        var found = new Dictionary<Guid, (Coverage? Consent, HashSet<PersonId> SignedBy, HashSet<PersonId> Excused)>();
        while (await rows.ReadAsync(ct))
        {
            var row = new FactsRow<ConsentColumn>(rows);
            var id = row.Guid(ConsentColumn.Id);
            if (!found.TryGetValue(id, out var one))
            {
                var (signedBy, excused) = (new HashSet<PersonId>(), new HashSet<PersonId>());
                one = (row.Flag(ConsentColumn.Concerns) ? ReadConsent(row, signedBy, excused) : null, signedBy, excused);
                found.Add(id, one);
                row.Bind(bound, OfConsent, SealedTable.Consents, child);
            }

            if (!row.Has(ConsentColumn.SignerId))
            {
                continue;
            }

            row.Bind(bound, OfConsent, SealedTable.Signatures, child);
            if (one.Consent is { } consent)
            {
                Count(row, consent.Id, key, one.SignedBy, one.Excused);
            }
        }

        // A consent that nobody has signed covers nothing.
        return [.. found.Values.Where(one => one.SignedBy.Count + one.Excused.Count > 0).Select(one => one.Consent).OfType<Coverage>()];
    }

    // A signature counts when the signer has said yes, or has not answered and need not.
    private static void Count(
        FactsRow<ConsentColumn> row, ConsentId consent, DataKey key, HashSet<PersonId> signedBy, HashSet<PersonId> excused)
    {
        var signer = row.Id<PersonId>(ConsentColumn.SignerId);
        if (row.BytesOrNull(ConsentColumn.Answer) is { } answer)
        {
            if (SealedAnswers.Open(key, answer, SealedAnswers.Signed(consent, signer)) == ConsentAnswer.Yes)
            {
                signedBy.Add(signer);
            }
        }
        else if (row.Has(ConsentColumn.Excuse) && ConsentSignature.Excuses(row.Word<SignerExcuse>(ConsentColumn.Excuse)))
        {
            excused.Add(signer);
        }
    }

    private static Coverage ReadConsent(FactsRow<ConsentColumn> row, HashSet<PersonId> signedBy, HashSet<PersonId> excused) => new()
    {
        Id = row.Id<ConsentId>(ConsentColumn.Id),
        Version = row.Number(ConsentColumn.Version),
        State = row.Word<ConsentState>(ConsentColumn.State),
        Child = row.Id<PersonId>(ConsentColumn.ChildId),
        Case = row.Id<CaseId>(ConsentColumn.CaseId),
        Discloser = row.Id<BranchId>(ConsentColumn.DiscloserId),
        Recipient = row.Id<BranchId>(ConsentColumn.RecipientId),
        Purpose = PurposeCode.Parse(row.Text(ConsentColumn.Purpose)),
        RecordTypes = row.RecordTypes(ConsentColumn.RecordTypes),
        DataFrom = row.Day(ConsentColumn.DataFrom),
        DataTo = row.Day(ConsentColumn.DataTo),
        ActiveFrom = row.MomentOrNull(ConsentColumn.ActiveFrom),
        ValidUntil = row.Moment(ConsentColumn.ValidUntil),
        Rule = FrozenRule.Of(row.Text(ConsentColumn.FrozenRule)).Rule,
        Uses = new UseLimit(
            row.Has(ConsentColumn.UsesAtMost) ? row.Number(ConsentColumn.UsesAtMost) : null,
            row.Has(ConsentColumn.UsesPer) ? row.Word<UsePeriod>(ConsentColumn.UsesPer) : null),
        SignedBy = signedBy,
        Excused = excused,
    };

    private static ConsentUse ReadUse(FactsRow<UseColumn> row, PersonId child, SealedRows bound)
    {
        row.Bind(bound, OfUse, SealedTable.Uses, child.Value);
        return new(row.Id<ConsentId>(UseColumn.ConsentId), row.Id<RecordId>(UseColumn.RecordId), row.Moment(UseColumn.UsedAt));
    }

    // Each record is its own subject. A record without a version was put there by somebody else.
    private static IEnumerable<SealedSubject> Bind(FactsRow<RecordColumn> row, SealedRows bound)
    {
        var record = row.Guid(RecordColumn.Id);
        row.Bind(bound, OfRecord, SealedTable.Records, record);
        return row.Has(RecordColumn.Version)
            ? [new(new SubjectVersion(new SubjectId(record), row.LongNumber(RecordColumn.Version)), row.BytesOrNull(RecordColumn.Seal))]
            : [];
    }

    private static FactsOfEmergency ReadEmergency(FactsRow<EmergencyColumn> row, RequestId request, SealedRows bound)
    {
        row.Bind(bound, OfEmergency, SealedTable.Emergencies, request.Value);
        return new(
            row.Id<EmergencyAccessId>(EmergencyColumn.Id),
            row.RecordTypes(EmergencyColumn.RecordTypes),
            row.Moment(EmergencyColumn.UntilAt));
    }

    private static FactsOfAssessment ReadAssessment(FactsRow<AssessmentColumn> row, RequestId request, DataKey key, SealedRows bound)
    {
        row.Bind(bound, OfAssessment, SealedTable.Assessments, request.Value);
        var (id, conditions) = (row.Id<AssessmentId>(AssessmentColumn.Id), row.Bytes(AssessmentColumn.Conditions));
        return new(
            id,
            row.RecordType(AssessmentColumn.RecordType),
            row.Word<AssessmentOutcome>(AssessmentColumn.Outcome),
            row.Flag(AssessmentColumn.ByNamedAssessorWithRoutine),
            () => HarmAssessment.ConditionsIn(key, conditions, id),
            row.Moment(AssessmentColumn.DecidedAt));
    }

    private static FactsOfRecord ReadRecord(FactsRow<RecordColumn> row, PersonId child, DataKey key)
    {
        var (id, title) = (row.Id<RecordId>(RecordColumn.Id), row.Bytes(RecordColumn.Title));
        return new(
            id,
            child,
            row.RecordType(RecordColumn.Type),
            () => Record.TitleIn(key, title, id),
            row.Day(RecordColumn.PeriodFrom),
            row.Day(RecordColumn.PeriodTo),
            row.Text(RecordColumn.MediaType),
            row.Flag(RecordColumn.MentionsOthers),
            Mentioned.Stored(row.TextOrNull(RecordColumn.Mentions)),
            row.Flag(RecordColumn.Marked),
            row.Words(RecordColumn.Redactions));
    }

    private static (PolicySetInForce Set, bool InForce, bool Due) ReadPolicySet(FactsRow<PolicySetColumn> row, SealedRows bound)
    {
        row.Bind(bound, OfPolicySet, SealedTable.PolicySets, SubjectId.PolicySet.Value);
        return (
            new(
                row.Id<PolicySetId>(PolicySetColumn.Id),
                row.Text(PolicySetColumn.Version),
                row.Text(PolicySetColumn.Hash),
                row.Flag(PolicySetColumn.Retired)),
            Is(row, PolicySetColumn.InForce),
            Is(row, PolicySetColumn.Due));
    }

    private static bool Is(FactsRow<PolicySetColumn> row, PolicySetColumn column) => row.Has(column) && row.Flag(column);

    private static async Task<IReadOnlyList<T>> AllAsync<TColumn, T>(
        DbDataReader rows, Func<FactsRow<TColumn>, T> read, CancellationToken ct)
        where TColumn : struct, Enum
    {
        var all = new List<T>();
        var row = new FactsRow<TColumn>(rows);
        while (await rows.ReadAsync(ct))
        {
            all.Add(read(row));
        }

        return all;
    }
}
