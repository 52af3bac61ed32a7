using System.Globalization;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>How reading an entry ended.</summary>
public abstract record ReadEntryOutcome
{
    private ReadEntryOutcome() { }

    /// <summary>The entry was found, and the reading is logged.</summary>
    public sealed record Found(LogEntryView Entry) : ReadEntryOutcome;

    /// <summary>The entry is missing or belongs to another authority, or the caller is not a registrator.</summary>
    public sealed record NoSuchEntry : ReadEntryOutcome;
}

/// <summary>Reads one entry of the log, with everything that the decision was based on.</summary>
/// <remarks>
/// <code>
///   1. Find     Find the entry, if the registrator's own authority acted in it or held the records that it is about.
///   2. Log      Log the reading before anything is shown, also when no entry was found.
///   3. Open     Decrypt the readable part, and compare it with the leaf in the tree.
///   4. Explain  Add the policies with their law in the words of their own set, the consent, the assessment, the obligations, and the other
///               entries of the same request or consent.
/// </code>
/// </remarks>
public sealed class ReadLogEntry(HubDatabase database, LogWriter log, PoliciesInForce inForce, TimeProvider clock)
{
    /// <summary>Reads an entry, and logs the reading before returning.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is answered.</exception>
    public async Task<ReadEntryOutcome> HandleAsync(long index, Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        if (await LogReaders.FindAsync(db, caller, clock.GetUtcNow(), ct) is not { } registrator)
        {
            return new ReadEntryOutcome.NoSuchEntry();
        }

        // Step 1: Find.
        var visible = await db.Log.AsNoTracking().VisibleToAsync(db, log.Tokens, registrator, ct);
        var row = await visible.SingleOrDefaultAsync(e => e.Index == index, ct);
        var entry = row is null ? null : await LogReaders.OpenAsync(log, row, ct);
        if (entry?.IsAboutAny(await SeenEntries.HiddenFromAsync(db, registrator, ct)) == true)
        {
            (row, entry) = (null, null);
        }

        // Step 2: Log.
        await log.AppendAsync(
            LogReadEntry.For(
                registrator, "entry", entry is null ? "not-found" : "", entry?.Id<PersonId>("person"), entry?.Id<Foundation.CaseId>("case"),
                row is null ? Reach.Nothing : Reach.Of([SwedishTime.DayOf(row.At)]),
                ("entry", index.ToString(CultureInfo.InvariantCulture))),
            ct);
        if (entry is null)
        {
            return new ReadEntryOutcome.NoSuchEntry();
        }

        // Steps 3 and 4: Open and Explain.
        return new ReadEntryOutcome.Found(await ViewAsync(db, entry, registrator.Authority.Id, ct));
    }

    private async Task<LogEntryView> ViewAsync(HubDbContext db, OpenedEntry entry, AuthorityId reader, CancellationToken ct)
    {
        var beside = await RelatedEntries.ReadAsync(db, log, entry, reader, ct);
        var names = await LogNames.ReadAsync(db, [entry, .. beside], ct);
        var @case = await EntryContext.CaseAsync(db, entry, ct);
        var then = await inForce.OfThatTimeAsync([entry.Row.PolicySet], ct);
        return new LogEntryView
        {
            Line = LogLine.Of(entry, names, @case?.CaseNumber ?? ""),
            PolicySet = entry.Row.PolicySet,
            LeafHash = new MerkleHash(entry.Row.LeafHash),
            Fields = await FieldsAsync(db, entry, reader, ct),
            Differences = entry.Differences,
            Case = @case,
            TypeNamed = code => then.TypesOf(entry.Row.PolicySet, code).FirstOrDefault(),
            Rules = Rules(entry, then, reader),
            Obligations = [.. Words(entry["obligations"]).Select(code => then.Of(entry.Row.PolicySet).Obligations.GetValueOrDefault(code))
                .OfType<Obligation>()],
            Consent = await EntryContext.ConsentAsync(db, entry, ct),
            Assessment = await EntryContext.AssessmentAsync(db, entry, reader, ct),
            Related = [.. beside.Select(e => LogLine.Of(e, names, @case?.CaseNumber ?? ""))],
        };
    }

    private static async Task<IReadOnlyList<LogField>> FieldsAsync(
        HubDbContext db, OpenedEntry entry, AuthorityId reader, CancellationToken ct)
    {
        if (entry.Payload is null)
        {
            return [];
        }

        var meanings = await EntryContext.MeaningsAsync(db, entry, ct);
        return
        [
            .. entry.Payload.Fields
                .Where(field => field.Key is not (EntryPayload.AtField or EntryPayload.VerdictField))
                .Where(field => field.Value.Length > 0 || !entry.Shows(field.Key, reader))
                .Select(field => entry.Shows(field.Key, reader)
                    ? new LogField(field.Key, field.Value, meanings.GetValueOrDefault(field.Value, ""), IsWithheld: false)
                    : new LogField(field.Key, "", "", IsWithheld: true)),
        ];
    }

    private static List<LogRule> Rules(OpenedEntry entry, RulesOfThatTime rules, AuthorityId reader)
    {
        (string Field, RulePart Part)[] parts =
        [
            ("policy", RulePart.Ground), ("missing-policies", RulePart.Missing),
            ("assessor-may-consider", RulePart.Considered), ("bars", RulePart.Bar),
        ];
        var named = parts.Where(p => entry.Shows(p.Field, reader))
            .SelectMany(p => Words(entry[p.Field]).Select(name => RuleOf(name, p.Part, entry, rules)));
        var nearest = entry.Shows("nearest-grounds", reader) ? NearestGrounds.Read(entry["nearest-grounds"]) : [];
        return
        [
            .. named,
            .. nearest.Select(
                ground => RuleOf(ground.Policy, RulePart.Nearest, entry, rules) with { FailedCondition = ground.FailedCondition }),
        ];
    }

    private static LogRule RuleOf(string name, RulePart part, OpenedEntry entry, RulesOfThatTime rules)
    {
        var isOfThatTime = rules.Holds(entry.Row.PolicySet);
        return rules.Of(entry.Row.PolicySet).Rules.FirstOrDefault(rule => rule.Name == name) is { } known
            ? new LogRule(name, part, known.Law, known.Title, known.Policy.Text, isOfThatTime)
            : new LogRule(name, part, part == RulePart.Ground ? entry["law"] : "", null, "", isOfThatTime);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
