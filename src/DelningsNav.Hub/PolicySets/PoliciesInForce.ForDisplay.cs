using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Bundles;
using DelningsNav.Policies.Cases;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <remarks>
/// This part of the class supplies the record types and words that pages, forms, deposits, requests and views of the log use.
/// </remarks>
public sealed partial class PoliciesInForce
{
    /// <summary>The rules whose record types, names and words are used now. A swap that is due is carried out first.</summary>
    /// <remarks>
    /// They are the rules of the set in force, so that people are asked in the words of the set that decides. Words remain in use when
    /// decisions stop. A set that was retired or has expired supplies the words until another set is set in force. If the set in force is
    /// not sound, the last sound set before it supplies them. The folder that the hub was shipped with supplies them only when no sound set
    /// was ever in force. The set in force is read again for each question, so that every node changes its words with the swap. This is
    /// cheap, because compiled sets are cached by their hash.
    /// </remarks>
    public async Task<PoliciesForDisplay> ForDisplayAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = changes.NewContext();
        var sets = await SetsAsync(db, ct);
        if (sets.Exists(set => set.PlannedFrom <= now) && await CouldSwapAsync(ct))
        {
            sets = await SetsAsync(db, ct);
        }

        return await ForDisplayAsync(sets, now, ct);
    }

    /// <summary>
    /// The same rules, for use inside a change. The change locks the set in force, so that a swap that is due waits until the change is
    /// committed.
    /// </summary>
    internal async Task<PoliciesForDisplay> ForDisplayAsync(HubDbContext db, CancellationToken ct) =>
        await ForDisplayAsync(await SetsAsync(db, ct), clock.GetUtcNow(), ct);

    private async Task<PoliciesForDisplay> ForDisplayAsync(List<SetInTurn> sets, DateTimeOffset now, CancellationToken ct)
    {
        var lastFirst = sets.Where(set => set.Turn is not null).OrderByDescending(set => set.Turn).Select(set => set.Set).ToList();
        var stopped = await OfAsync(lastFirst.FirstOrDefault(), now, ct) as PoliciesNow.Stopped;
        foreach (var set in lastFirst)
        {
            if (await SoundAsync(set, now, ct) is { } bundle)
            {
                return Spoken(bundle.Policies, bundle.Cases, stopped);
            }
        }

        return Spoken(shipped, [], stopped);
    }

    /// <summary>
    /// The current rules on asking for consent, with the version of the set that they come from. For an older set without such rules, the
    /// hub's own folder supplies them.
    /// </summary>
    internal async Task<(ConsentRules Rules, string Version)> ConsentRulesAsync(CancellationToken ct)
    {
        var spoken = (await ForDisplayAsync(ct)).Policies;
        return spoken.ConsentRules is { } rules ? (rules, spoken.Version) : (shipped.ConsentRules!, shipped.Version);
    }

    // HubStart has checked that the folder has texts.
    private PoliciesForDisplay Spoken(ReleasePolicies policies, IReadOnlyList<PolicyCase> cases, PoliciesNow.Stopped? stopped) =>
        new(policies, cases, stopped, policies.ConsentWordings ?? shipped.ConsentWordings!);

    /// <summary>The rules of the versions that log entries name, for the sets that the hub has and that are sound.</summary>
    internal async Task<RulesOfThatTime> OfThatTimeAsync(IEnumerable<string> versions, CancellationToken ct)
    {
        var spoken = (await ForDisplayAsync(ct)).Policies;
        var held = new Dictionary<string, ReleasePolicies>();
        if (spoken != shipped)
        {
            // The folder's rules may differ from the rules that decided under the same version. The rules of a set that was in force cannot
            // differ.
            held.Add(spoken.Version, spoken);
        }

        var others = versions.Where(version => !held.ContainsKey(version)).Distinct().ToList();
        if (others.Count > 0)
        {
            var now = clock.GetUtcNow();
            await using var db = changes.NewContext();
            foreach (var set in await PolicySetInForce.Of(db.PolicySets.Where(set => others.Contains(set.Version))).ToListAsync(ct))
            {
                if (await SoundAsync(set, now, ct) is { } bundle)
                {
                    held[set.Version] = bundle.Policies;
                }
            }
        }

        return new RulesOfThatTime(spoken, held);
    }

    private static Task<List<SetInTurn>> SetsAsync(HubDbContext db, CancellationToken ct) => db.PolicySets
        .Where(set => set.Turn != null || set.PlannedFrom != null)
        .Select(set => new SetInTurn(new PolicySetInForce(set.Id, set.Version, set.Hash, set.RetiredAt != null), set.Turn, set.PlannedFrom))
        .ToListAsync(ct);

    private async ValueTask<PolicyBundle?> SoundAsync(PolicySetInForce set, DateTimeOffset now, CancellationToken ct) =>
        await ReadAsync(set, now, ct) is BundleReading.Sound { Bundle: var bundle } && set.Is(bundle) ? bundle : null;

    private async Task<bool> CouldSwapAsync(CancellationToken ct)
    {
        try
        {
            await SwapAsync(ct);
            return true;
        }
        catch (LogUnavailableException)
        {
            // The earlier set and its words remain in force, because a read must not fail when the log cannot be written.
            return false;
        }
    }

    private sealed record SetInTurn(PolicySetInForce Set, long? Turn, DateTimeOffset? PlannedFrom);
}
