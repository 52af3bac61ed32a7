using System.Globalization;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>How a search of the log ended.</summary>
public abstract record SearchOutcome
{
    private SearchOutcome() { }

    /// <summary>The search was made, and the search itself is logged.</summary>
    public sealed record Found(LogPage Page) : SearchOutcome;

    /// <summary>The caller is not a registrator.</summary>
    public sealed record NotARegistrator : SearchOutcome;
}

/// <summary>
/// Searches the log for a registrator, within the entries in which the registrator's own authority acted or held the records.
/// </summary>
/// <remarks>
/// <code>
///   1. Limit    Limit the search to the registrator's own authority. This is always the first condition.
///   2. Filter   Filter by times, kinds and verdicts, which are in plain text, and by the tokens of actors, persons and cases.
///   3. Log      Log the search with its filter, before anything is shown.
///   4. Answer   Return the page with its entries decrypted, and with names for their ids.
/// </code>
/// </remarks>
public sealed class SearchLog(HubDatabase database, LogWriter log, TimeProvider clock)
{
    /// <summary>The number of entries on a page.</summary>
    public const int PageSize = 50;

    /// <summary>The count of a search ends at this number. A higher number is shown as "more than" this number.</summary>
    public const int CountedTo = 10_000;

    /// <summary>Searches, and logs the search before returning.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is answered.</exception>
    public async Task<SearchOutcome> HandleAsync(LogFilter filter, LogPlace place, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(place);
        await using var db = database.NewContext();

        // Step 1: Limit.
        if (await LogReaders.FindAsync(db, caller, clock.GetUtcNow(), ct) is not { } registrator)
        {
            return new SearchOutcome.NotARegistrator();
        }

        // Step 2: Filter.
        var seen = InnerSecrecy.SeenBy(db, registrator);
        var cases = filter.CaseNumber.Length == 0
            ? []
            : await db.Cases.AsNoTracking().Where(c => c.CaseNumber == filter.CaseNumber && seen.Contains(c.Child))
                .Select(c => c.Id).ToListAsync(ct);
        var visible = await db.Log.AsNoTracking().VisibleToAsync(db, log.Tokens, registrator, ct);
        var entries = await FilteredAsync(db, visible, filter, cases, ct);
        var rows = await PageOf(entries, place).ToListAsync(ct);
        var count = await entries.Take(CountedTo + 1).CountAsync(ct);
        var (earlier, later) = await NeighboursAsync(entries, rows, place, ct);

        // Step 3: Log.
        await log.AppendAsync(await EntryAsync(db, registrator, filter, place, cases, rows, ct), ct);

        // Step 4: Answer.
        var hidden = await SeenEntries.HiddenFromAsync(db, registrator, ct);
        var opened = new List<OpenedEntry>(PageSize);
        foreach (var row in rows.Take(PageSize))
        {
            var entry = await LogReaders.OpenAsync(log, row, ct);
            if (!entry.IsAboutAny(hidden))
            {
                opened.Add(entry);
            }
        }

        var names = await LogNames.ReadAsync(db, opened, ct);
        var numbers = await CaseNumbersAsync(db, opened, ct);
        var lines = opened.Select(
            e => LogLine.Of(e, names, e.Id<CaseId>("case") is { } id ? numbers.GetValueOrDefault(id, "") : "")).ToList();
        return new SearchOutcome.Found(new LogPage(lines, count, earlier, later, await NamedAsync(db, filter, lines, ct)));
    }

    private async Task<IQueryable<LogRow>> FilteredAsync(
        HubDbContext db, IQueryable<LogRow> entries, LogFilter filter, List<CaseId> cases, CancellationToken ct)
    {
        if (filter.From is { } from)
        {
            entries = entries.Where(e => e.At >= from);
        }

        if (filter.Until is { } until)
        {
            entries = entries.Where(e => e.At < until);
        }

        if (filter.Kinds.Count > 0)
        {
            var kinds = filter.Kinds.ToList();
            entries = entries.Where(e => kinds.Contains(e.Kind));
        }

        if (filter.Verdict.Length > 0)
        {
            entries = entries.Where(e => e.Verdict == filter.Verdict);
        }

        if (filter.Unit is { } unit)
        {
            var members = await db.Staff.AsNoTracking().Where(s => s.Unit == unit).Select(s => s.Id).ToListAsync(ct);
            var tokens = await log.Tokens.OfAsync(db, SearchKind.Actor, members.Select(id => id.Value), ct);
            entries = entries.Where(e => tokens.Contains(e.ActorToken!));
        }

        if (filter.Actor is { } actor)
        {
            var tokens = await log.Tokens.OfAsync(db, SearchKind.Actor, actor, ct);
            entries = entries.Where(e => tokens.Contains(e.ActorToken!));
        }

        if (filter.Person is { } person)
        {
            var tokens = await log.Tokens.OfAsync(db, SearchKind.Child, person.Value, ct);
            entries = entries.Where(e => tokens.Contains(e.ChildToken!));
        }

        if (filter.CaseNumber.Length > 0)
        {
            var tokens = await log.Tokens.OfAsync(db, SearchKind.Case, cases.Select(id => id.Value), ct);
            entries = entries.Where(e => tokens.Contains(e.CaseToken!));
        }

        return entries;
    }

    // Reads one more entry than the page shows, to find out whether there is a next page.
    private static IQueryable<LogRow> PageOf(IQueryable<LogRow> entries, LogPlace place)
    {
        var beyond = place.Beyond;
        return place.OldestFirst
            ? entries.Where(e => beyond == null || e.Index > beyond).OrderBy(e => e.Index).Take(PageSize + 1)
            : entries.Where(e => beyond == null || e.Index < beyond).OrderByDescending(e => e.Index).Take(PageSize + 1);
    }

    private static async Task<(LogPlace? Earlier, LogPlace? Later)> NeighboursAsync(
        IQueryable<LogRow> entries, List<LogRow> rows, LogPlace place, CancellationToken ct)
    {
        var later = rows.Count > PageSize ? place with { Beyond = rows[PageSize - 1].Index } : null;
        if (place.Beyond is null || rows.Count == 0)
        {
            return (place.Beyond is null ? null : place with { Beyond = null }, later);
        }

        var first = rows[0].Index;
        var before = place.OldestFirst
            ? entries.Where(e => e.Index < first).OrderByDescending(e => e.Index)
            : entries.Where(e => e.Index > first).OrderBy(e => e.Index);
        var indexes = await before.Select(e => e.Index).Take(PageSize + 1).ToListAsync(ct);
        return (indexes.Count == 0 ? null : place with { Beyond = indexes.Count > PageSize ? indexes[PageSize] : null }, later);
    }

    private static async Task<NewEntry> EntryAsync(
        HubDbContext db, KnownStaff registrator, LogFilter filter, LogPlace place, List<CaseId> cases, List<LogRow> rows,
        CancellationToken ct)
    {
        // A text that matches no case may be anything, also an identity number that was typed in the wrong field. Therefore the text itself
        // is not logged.
        var person = filter.Person is { } id && await db.People.AnyAsync(p => p.Id == id, ct) ? filter.Person : null;
        return LogReadEntry.For(
            registrator,
            "search",
            "",
            person,
            cases.Count == 1 ? cases[0] : null,
            Reach.Of(rows.Take(PageSize).Select(row => SwedishTime.DayOf(row.At))),
            ("filter-from", filter.From?.ToString("O", CultureInfo.InvariantCulture)),
            ("filter-until", filter.Until?.ToString("O", CultureInfo.InvariantCulture)),
            ("filter-kinds", string.Join(' ', filter.Kinds)),
            ("filter-verdict", filter.Verdict),
            ("filter-unit", filter.Unit?.ToString()),
            ("filter-actor", filter.Actor?.ToString()),
            ("filter-person", filter.Person?.ToString()),
            ("case-number", filter.CaseNumber.Length > 0 && cases.Count == 0 ? "unknown" : filter.CaseNumber),
            ("order", place.OldestFirst ? "oldest-first" : null),
            ("beyond", place.Beyond?.ToString(CultureInfo.InvariantCulture)),
            ("shown", Math.Min(rows.Count, PageSize).ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<Dictionary<CaseId, string>> CaseNumbersAsync(HubDbContext db, List<OpenedEntry> opened, CancellationToken ct)
    {
        var ids = opened.Select(e => e.Id<CaseId>("case")).OfType<CaseId>().Distinct().ToList();
        return await db.Cases.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.CaseNumber, ct);
    }

    // The name of an actor or a person is shown only when the found entries contain it, because a search must not become a way to look
    // people up.
    private static async Task<FilterNames> NamedAsync(HubDbContext db, LogFilter filter, List<LogLine> lines, CancellationToken ct)
    {
        var unit = filter.Unit is { } id
            ? await db.Units.AsNoTracking().Where(u => u.Id == id).Select(u => u.Name).SingleOrDefaultAsync(ct)
            : null;
        var actor = filter.Actor is null ? null : lines.Select(l => l.Actor).FirstOrDefault(a => a?.Id == filter.Actor)?.Name;
        var person = filter.Person is null ? null : lines.Select(l => l.Person).FirstOrDefault(p => p?.Id == filter.Person);
        return new FilterNames(unit ?? "", actor ?? "", person);
    }
}
