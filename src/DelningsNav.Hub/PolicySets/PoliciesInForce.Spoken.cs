using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Bundles;
using DelningsNav.Policies.Cases;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <remarks>This half is by whose record types and words everything speaks: pages, forms, deposits, requests, and what is read from the log.</remarks>
public sealed partial class PoliciesInForce
{
    /// <summary>The rules by whose record types, names and words everything speaks now; a swap whose moment has come is carried out first.</summary>
    /// <remarks>
    /// They are those of the set in force, so that nobody is asked in another language than the one that decides. Words do not stop with decisions: a set
    /// that was retired or has expired speaks until another is put in force, and where the set in force is not sound, the last one before it that is. The
    /// folder that the hub was shipped with speaks only when no sound set was ever in force. Asked for with each question and never kept, so that
    /// every node changes its words with the swap; cheap, since sets are kept compiled by their hash.
    /// </remarks>
    public async Task<SpokenPolicies> SpokenAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = changes.NewContext();
        var sets = await SetsAsync(db, ct);
        if (sets.Exists(set => set.PlannedFrom <= now) && await CouldSwapAsync(ct))
        {
            sets = await SetsAsync(db, ct);
        }

        return await SpokenAsync(sets, now, ct);
    }

    /// <summary>The same as a change under way sees it: it holds the set in force, so that a swap whose moment has come waits until after it.</summary>
    internal async Task<SpokenPolicies> SpokenAsync(HubDbContext db, CancellationToken ct) => await SpokenAsync(await SetsAsync(db, ct), clock.GetUtcNow(), ct);

    private async Task<SpokenPolicies> SpokenAsync(List<SetInTurn> sets, DateTimeOffset now, CancellationToken ct)
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

    /// <summary>The rules on asking for consent now, with the version of the set that they come from. A set from before there were any leaves them to the hub's own folder.</summary>
    internal async Task<(ConsentRules Rules, string Version)> ConsentRulesAsync(CancellationToken ct)
    {
        var spoken = (await SpokenAsync(ct)).Policies;
        return spoken.ConsentRules is { } rules ? (rules, spoken.Version) : (shipped.ConsentRules!, shipped.Version);
    }

    // HubStart has seen that the folder has texts.
    private SpokenPolicies Spoken(ReleasePolicies policies, IReadOnlyList<PolicyCase> cases, PoliciesNow.Stopped? stopped) =>
        new(policies, cases, stopped, policies.ConsentWordings ?? shipped.ConsentWordings!);

    /// <summary>The rules of the versions that entries of the log name, as far as the hub holds those sets and they are sound.</summary>
    internal async Task<RulesOfThatTime> OfThatTimeAsync(IEnumerable<string> versions, CancellationToken ct)
    {
        var spoken = (await SpokenAsync(ct)).Policies;
        var held = new Dictionary<string, ReleasePolicies>();
        if (spoken != shipped)
        {
            // The folder may name a version that it was not when it decided; a set that was in force may not.
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
            // The set before stays in force, and its words with it: what only reads must not stop because nothing can be written.
            return false;
        }
    }

    private sealed record SetInTurn(PolicySetInForce Set, long? Turn, DateTimeOffset? PlannedFrom);
}
