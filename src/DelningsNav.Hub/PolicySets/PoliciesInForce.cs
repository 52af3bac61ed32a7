using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Bundles;
using DelningsNav.Signing.Notes;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>The rules that decide at a moment, or why nothing is released.</summary>
/// <remarks>
/// Which set is in force is read from the database with every decision, so that all nodes swap at once. What a set says is read from its bundle, checked
/// against the trusted keys and kept compiled by its hash: bytes that somebody changes in the database can therefore never change a verdict. They are read
/// and compared again every minute, and from then on stop every release (ADR 0018).
/// </remarks>
public sealed partial class PoliciesInForce(LoggedChanges changes, PolicyKeys keys, ReleasePolicies shipped, TimeProvider clock) : IDisposable
{
    private const string OfAnotherSet = "the bundle that is held is of another set";
    private static readonly TimeSpan BelievedFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>Whose signature counts.</summary>
    internal IReadOnlyList<NoteVerifier> Trusted => keys.Trusted;

    /// <summary>The hub's own key, which signs what the hub was shipped with.</summary>
    internal NoteVerifier Own => keys.Own.Verifier;

    /// <summary>What decides now; a swap whose moment has come is carried out first.</summary>
    /// <exception cref="LogUnavailableException">A swap is due and the log cannot be written.</exception>
    public async Task<PoliciesNow> NowAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = changes.NewContext();
        if (await db.PolicySets.AnyAsync(set => set.PlannedFrom <= now, ct))
        {
            await SwapAsync(ct);
        }

        var last = await db.PolicySets.MaxAsync(set => set.Turn, ct);
        return await OfAsync(await PolicySetInForce.Of(db.PolicySets.Where(set => set.Turn != null && set.Turn == last)).SingleOrDefaultAsync(ct), now, ct);
    }

    /// <summary>What decides under the set that was read as being in force.</summary>
    internal async ValueTask<PoliciesNow> OfAsync(PolicySetInForce? set, DateTimeOffset now, CancellationToken ct)
    {
        if (set is null)
        {
            return new PoliciesNow.Stopped("", new Alarm("policy-set-none", "no policy set is in force"));
        }

        if (set.Retired)
        {
            return Stopped(set, "policy-set-retired", "the policy set in force was retired and no other was activated");
        }

        return await ReadAsync(set, now, ct) switch
        {
            BundleReading.Unsound unsound => Stopped(set, "policy-set-unsound", string.Join("; ", unsound.Reasons)),
            BundleReading.Sound { Bundle: var bundle } when !set.Is(bundle) =>
                Stopped(set, "policy-set-unsound", OfAnotherSet),
            BundleReading.Sound { Bundle: var bundle } when SwedishTime.DayOf(now) >= bundle.Expires =>
                Stopped(set, "policy-set-expired", $"the policy set expired on {bundle.Expires:yyyy-MM-dd}"),
            BundleReading.Sound { Bundle: var bundle } => new PoliciesNow.Sound(bundle.Policies),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The bundle stored under a set's name, whether the set is in force or not: for a system owner who examines it.</summary>
    internal async ValueTask<BundleReading> HeldAsync(PolicySetInForce set, CancellationToken ct) =>
        await ReadAsync(set, clock.GetUtcNow(), ct) switch
        {
            BundleReading.Sound { Bundle: var bundle } when !set.Is(bundle) =>
                new BundleReading.Unsound(BundleStep.Set, [OfAnotherSet]),
            BundleReading.Sound sound => sound,
            BundleReading.Unsound unsound => unsound,
            _ => throw new UnreachableException(),
        };

    /// <summary>Puts the sets whose moment has come in force, in the order of their moments. Whoever comes second finds it done.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the set before stays in force, and nothing is decided by it.</exception>
    internal Task SwapAsync(CancellationToken ct) =>
        changes.ChangeAsync<bool>([SubjectId.PolicySet], async (db, ct) =>
        {
            var now = clock.GetUtcNow();
            var turn = await db.PolicySets.MaxAsync(set => set.Turn, ct) ?? 0;
            var due = await db.PolicySets.Where(set => set.PlannedFrom <= now).OrderBy(set => set.PlannedFrom).ToListAsync(ct);
            due.ForEach(set => set.PutInForce(++turn, now));
            return new Change<bool>(
                due.Count > 0,
                [.. due.Select(set => PolicySetEntry.Of(EntryKinds.PolicySetInForce, set, Actor.Hub, ("decision", set.Decision)))]);
        }, ct);

    /// <summary>Reads a set's bundle again at its next use: another was taken in for the same rules.</summary>
    internal void Forget(string hash) => _kept.TryRemove(hash, out _);

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async ValueTask<BundleReading> ReadAsync(PolicySetInForce set, DateTimeOffset now, CancellationToken ct)
    {
        if (_kept.TryGetValue(set.Hash, out var kept) && kept.IsBelieved(now))
        {
            return kept.Reading;
        }

        // One caller compiles, the others wait for it.
        await _reading.WaitAsync(ct);
        try
        {
            if (_kept.TryGetValue(set.Hash, out kept) && kept.IsBelieved(now))
            {
                return kept.Reading;
            }

            await using var db = changes.NewContext();
            var bytes = await db.PolicySets.Where(s => s.Id == set.Id).Select(s => s.Bundle).SingleOrDefaultAsync(ct) ?? [];
            var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var reading = kept?.Digest == digest ? kept.Reading : PolicyBundle.Read(bytes, Trusted);
            _kept[set.Hash] = new Kept(digest, reading, now);
            return reading;
        }
        finally
        {
            _reading.Release();
        }
    }

    private static PoliciesNow.Stopped Stopped(PolicySetInForce set, string check, string detail) => new(set.Version, new Alarm(check, detail));

    private sealed record Kept(string Digest, BundleReading Reading, DateTimeOffset At)
    {
        public bool IsBelieved(DateTimeOffset now) => At <= now && now < At + BelievedFor;
    }
}

/// <summary>Whose signatures under policy sets count, and the hub's own key for what it was shipped with.</summary>
/// <param name="Trusted">The keys that count.</param>
/// <param name="Own">The hub's own; it counts only when no others are configured.</param>
public sealed record PolicyKeys(IReadOnlyList<NoteVerifier> Trusted, NoteSigner Own);

/// <summary>Which set is in force, as a decision reads it.</summary>
internal sealed record PolicySetInForce(PolicySetId Id, string Version, string Hash, bool Retired)
{
    /// <summary>Whether a bundle is of this set: one that holds another set's rules proves nothing about this one.</summary>
    public bool Is(PolicyBundle bundle) => (bundle.Hash, bundle.Version) == (Hash, Version);

    public static IQueryable<PolicySetInForce> Of(IQueryable<PolicySet> sets) =>
        sets.Select(set => new PolicySetInForce(set.Id, set.Version, set.Hash, set.RetiredAt != null));
}
