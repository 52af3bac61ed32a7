using System.Data.Common;
using System.Diagnostics;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Storage;
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

        var facts = await database.Reads.RunAsync(
            On(database.Engine),
            [request.Value, staff, client, clock.GetUtcNow().ToUnixTimeMilliseconds(), SubjectId.PolicySet.Value],
            (rows, ct) => ReadAsync(rows, log, request, client, clock, freshness, ct),
            ct);
        return facts is null ? null : facts with { Asker = facts.Asker with { Through = (caller as Caller.System)?.Id } };
    }

    private static async Task<RequestFacts?> ReadAsync(
        DbDataReader rows, LogWriter log, RequestId request, Guid? client, TimeProvider clock, RegisterFreshness freshness,
        CancellationToken ct)
    {
        var subjects = await AllAsync(rows, (FactsRow<SubjectColumn> r) => ReadSubject(r), ct);
        await rows.NextResultAsync(ct);
        var changed = await ChangedAsync(rows, log, [.. subjects.Where(s => s.Version.Subject.Value != client)], ct);
        try
        {
            List<SubjectVersion> versions = [.. subjects.Where(s => s.Relied).Select(s => s.Version)];
            var facts = await ReadAsync(rows, request, versions, client is not null, clock, freshness, ct);
            return facts is null ? null : facts with { ChangedOutside = changed };
        }
        catch (Exception cause) when (changed.Count > 0 && cause is not OperationCanceledException and not DbException)
        {
            // What somebody wrote into the rows cannot even be read.
            foreach (var subject in changed)
            {
                log.StateAlarms.Raise(subject, StateAlarms.ChangedRows);
            }

            throw new LogUnavailableException(cause);
        }
    }

    private static async Task<RequestFacts?> ReadAsync(
        DbDataReader rows, RequestId request, IReadOnlyList<SubjectVersion> versions, bool byClient, TimeProvider clock,
        RegisterFreshness freshness, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        await rows.NextResultAsync(ct);
        var sets = await AllAsync(rows, (FactsRow<PolicySetColumn> r) => (Set: ReadPolicySet(r), Due: IsDue(r)), ct);
        await rows.NextResultAsync(ct);
        if (!await rows.ReadAsync(ct) || !RequestRow.MayAsk(new FactsRow<RequestColumn>(rows), today))
        {
            return null;
        }

        // Without its version, a log subject, such as the child or the case, could change between the decision and the log entry without
        // being noticed.
        if (versions.Count != (byClient ? 4 : 3))
        {
            throw new StorageException("a subject of the request has no version; restore the database from its backup");
        }

        var facts = RequestRow.Read(new FactsRow<RequestColumn>(rows), request, now, versions, freshness);
        await rows.NextResultAsync(ct);
        var custodies = await AllAsync(rows, (FactsRow<GuardianColumn> r) => (Guardian(r), AppliesOn(r, today)), ct);
        await rows.NextResultAsync(ct);
        var blocks = await AllAsync(rows, (FactsRow<GuardianColumn> r) => (Guardian: Guardian(r), Applies: AppliesOn(r, today)), ct);
        await rows.NextResultAsync(ct);
        var closed = await AllAsync(rows, (FactsRow<DisclosureBlockColumn> r) => r.RecordTypeOrNull(DisclosureBlockColumn.RecordType), ct);
        await rows.NextResultAsync(ct);
        var consents = await ConsentsAsync(rows, ct);
        await rows.NextResultAsync(ct);
        var uses = await AllAsync(rows, (FactsRow<UseColumn> r) => ReadUse(r), ct);
        await rows.NextResultAsync(ct);
        var assessments = await AllAsync(rows, (FactsRow<AssessmentColumn> r) => ReadAssessment(r), ct);
        await rows.NextResultAsync(ct);
        var emergencies = await AllAsync(rows, (FactsRow<EmergencyColumn> r) => ReadEmergency(r), ct);
        await rows.NextResultAsync(ct);
        var records = await AllAsync(
            rows, (FactsRow<RecordColumn> r) => (Record: ReadRecord(r, facts.Child), DeleteOn: r.Day(RecordColumn.DeleteOn)), ct);

        return facts with
        {
            PolicySet = sets.Where(s => !s.Due).Select(s => s.Set).SingleOrDefault(),
            PolicySetIsDue = sets.Any(s => s.Due),
            Custodies = custodies,
            Blocked = [.. blocks.Where(b => b.Applies).Select(b => b.Guardian).Distinct()],
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

    // There is one row for each signature. The rows of one consent need not be adjacent. Therefore they are collected by the consent's id.
    private static async Task<IReadOnlyList<Coverage>> ConsentsAsync(DbDataReader rows, CancellationToken ct)
    {
        var found = new Dictionary<Guid, (Coverage Consent, HashSet<PersonId> SignedBy, HashSet<PersonId> Excused)>();
        while (await rows.ReadAsync(ct))
        {
            var row = new FactsRow<ConsentColumn>(rows);
            var id = row.Guid(ConsentColumn.Id);
            if (!found.TryGetValue(id, out var one))
            {
                var (signedBy, excused) = (new HashSet<PersonId>(), new HashSet<PersonId>());
                one = (ReadConsent(row, signedBy, excused), signedBy, excused);
                found.Add(id, one);
            }

            (row.Flag(ConsentColumn.Signed) ? one.SignedBy : one.Excused).Add(row.Id<PersonId>(ConsentColumn.SignerId));
        }

        return [.. found.Values.Select(one => one.Consent)];
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

    private static ConsentUse ReadUse(FactsRow<UseColumn> row) => new(
        row.Id<ConsentId>(UseColumn.ConsentId), row.Id<RecordId>(UseColumn.RecordId), row.Moment(UseColumn.DecidedAt));

    private static FactsOfEmergency ReadEmergency(FactsRow<EmergencyColumn> row) => new(
        row.Id<EmergencyAccessId>(EmergencyColumn.Id), row.RecordTypes(EmergencyColumn.RecordTypes), row.Moment(EmergencyColumn.UntilAt));

    private static FactsOfAssessment ReadAssessment(FactsRow<AssessmentColumn> row) => new(
        row.Id<AssessmentId>(AssessmentColumn.Id),
        row.RecordType(AssessmentColumn.RecordType),
        row.Word<AssessmentOutcome>(AssessmentColumn.Outcome),
        row.Flag(AssessmentColumn.ByNamedAssessorWithRoutine),
        row.Text(AssessmentColumn.Conditions),
        row.Moment(AssessmentColumn.DecidedAt));

    private static FactsOfRecord ReadRecord(FactsRow<RecordColumn> row, PersonId child) => new(
        row.Id<RecordId>(RecordColumn.Id),
        child,
        row.RecordType(RecordColumn.Type),
        row.Text(RecordColumn.Title),
        row.Day(RecordColumn.PeriodFrom),
        row.Day(RecordColumn.PeriodTo),
        row.Text(RecordColumn.MediaType),
        row.Flag(RecordColumn.MentionsOthers),
        Mentioned.Stored(row.TextOrNull(RecordColumn.Mentions)),
        row.Flag(RecordColumn.Marked),
        row.Words(RecordColumn.Redactions));

    private static (SubjectVersion Version, byte[]? Seal, bool Relied) ReadSubject(FactsRow<SubjectColumn> row) => (
        new SubjectVersion(new SubjectId(row.Guid(SubjectColumn.Id)), row.LongNumber(SubjectColumn.Version)),
        row.BytesOrNull(SubjectColumn.Seal),
        row.Flag(SubjectColumn.Relied));

    // The subjects whose rows are not those that the hub sealed. The calling system's rows were matched with its key.
    private static async Task<IReadOnlyList<SubjectId>> ChangedAsync(
        DbDataReader rows, LogWriter log, IReadOnlyList<(SubjectVersion Version, byte[]? Seal, bool Relied)> subjects, CancellationToken ct)
    {
        var found = new SealedRows();
        var row = new FactsRow<SealedColumn>(rows);
        while (await rows.ReadAsync(ct))
        {
            found.Add(row.Guid(SealedColumn.Subject), row.Number(SealedColumn.Mark), row.Text(SealedColumn.Bound));
        }

        return
        [
            .. subjects.Select(s => (s.Version.Subject, s.Seal))
                .Where(s => log.StateAlarms.IsOld(s.Subject) || !log.Seals.Match(s.Subject, s.Seal, found))
                .Select(s => s.Subject),

            // Rows of a subject that the hub never sealed were put there by somebody else.
            .. found.Subjects.Except(subjects.Select(s => s.Version.Subject)),
        ];
    }

    private static PolicySetInForce ReadPolicySet(FactsRow<PolicySetColumn> row) => new(
        row.Id<PolicySetId>(PolicySetColumn.Id),
        row.Text(PolicySetColumn.Version),
        row.Text(PolicySetColumn.Hash),
        row.Flag(PolicySetColumn.Retired));

    private static bool IsDue(FactsRow<PolicySetColumn> row) => row.Has(PolicySetColumn.Due) && row.Flag(PolicySetColumn.Due);

    private static PersonId Guardian(FactsRow<GuardianColumn> row) => row.Id<PersonId>(GuardianColumn.GuardianId);

    private static bool AppliesOn(FactsRow<GuardianColumn> row, DateOnly day) =>
        row.Day(GuardianColumn.FromDay) <= day && (!row.Has(GuardianColumn.ToDay) || day < row.Day(GuardianColumn.ToDay));

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
