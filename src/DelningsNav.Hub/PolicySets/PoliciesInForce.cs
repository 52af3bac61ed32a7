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

/// <summary>The rules that decide at a moment, or the reason why nothing is released.</summary>
/// <remarks>
/// The version in force is read from the database with every decision, so that all nodes swap at once. A set's rules are read from
/// its bundle, checked against the trusted keys, and cached in compiled form by the set's hash. Bytes that somebody changes in the database
/// can therefore never change a verdict. The bytes are read and compared again every minute, and a difference stops every release from then
/// on (ADR 0018).
/// </remarks>
public sealed partial class PoliciesInForce(
    LoggedChanges changes, PolicyKeys keys, ReleasePolicies shipped, TimeProvider clock) : IDisposable
{
    private const string OfAnotherSet = "the stored bundle belongs to another set";
    private static readonly TimeSpan BelievedFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>The keys whose signatures are accepted on a set that is received now.</summary>
    internal IReadOnlyList<NoteVerifier> Trusted => keys.TrustedAt(clock.GetUtcNow());

    /// <summary>The hub's own key, which signs the policy set that the hub was shipped with.</summary>
    internal NoteVerifier Own => keys.Own.Verifier;

    /// <summary>The rules that decide now. A swap that is due is carried out first.</summary>
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
        return await OfAsync(
            await PolicySetInForce.Of(db.PolicySets.Where(set => set.Turn != null && set.Turn == last)).SingleOrDefaultAsync(ct), now, ct);
    }

    /// <summary>The rules that decide, for the set that was read as the set in force.</summary>
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

    /// <summary>
    /// The stored bundle of a set, whether the set is in force or not. It is read for a system owner who examines the set.
    /// </summary>
    internal async ValueTask<BundleReading> HeldAsync(PolicySetInForce set, CancellationToken ct) =>
        await ReadAsync(set, clock.GetUtcNow(), ct) switch
        {
            BundleReading.Sound { Bundle: var bundle } when !set.Is(bundle) =>
                new BundleReading.Unsound(BundleStep.Set, [OfAnotherSet]),
            BundleReading.Sound sound => sound,
            BundleReading.Unsound unsound => unsound,
            _ => throw new UnreachableException(),
        };

    /// <summary>
    /// Sets every due policy set in force, in the order of their moments. If two callers do this, the second changes nothing.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the earlier set remains in force, and
    /// makes no decisions.</exception>
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

    /// <summary>
    /// Removes a set's bundle from the cache, because another bundle with the same rules was received. The next use reads the bundle again.
    /// </summary>
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
            var stored = await db.PolicySets.Where(s => s.Id == set.Id).Select(s => new { s.Bundle, s.CheckedAt }).SingleOrDefaultAsync(ct);
            var bytes = stored?.Bundle ?? [];
            var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var reading = kept?.Digest == digest ? kept.Reading : Compiled(bytes, stored?.CheckedAt ?? now);
            _kept[set.Hash] = new Kept(digest, reading, now);
            return reading;
        }
        finally
        {
            _reading.Release();
        }
    }

    // A key that has ended is accepted for a set that was received before its end, so that a rotation stops no set in force.
    private BundleReading Compiled(byte[] bytes, DateTimeOffset checkedAt) => PolicyBundle.Read(bytes, keys.TrustedAt(checkedAt)) switch
    {
        BundleReading.Sound sound => new BundleReading.Sound(sound.Bundle.WithNamesOf(shipped)),
        BundleReading.Unsound unsound => unsound,
        _ => throw new UnreachableException(),
    };

    private static PoliciesNow.Stopped Stopped(PolicySetInForce set, string check, string detail) =>
        new(set.Version, new Alarm(check, detail));

    private sealed record Kept(string Digest, BundleReading Reading, DateTimeOffset At)
    {
        public bool IsBelieved(DateTimeOffset now) => At <= now && now < At + BelievedFor;
    }
}

/// <summary>The keys whose signatures on policy sets are accepted, and the hub's own key for the set that it was shipped with.</summary>
/// <param name="configured">The keys of the city. The hub's own keys are accepted only when this list is empty.</param>
/// <param name="identity">The hub's own keys.</param>
public sealed class PolicyKeys(IReadOnlyList<NoteVerifier> configured, LogIdentity identity)
{
    /// <summary>The hub's own key that signs now.</summary>
    public NoteSigner Own => identity.PolicySigner;

    /// <summary>The accepted keys, for a set that was received at this moment.</summary>
    public IReadOnlyList<NoteVerifier> TrustedAt(DateTimeOffset receivedAt) =>
        configured.Count > 0 ? configured : identity.PolicyVerifiersAt(receivedAt);
}

/// <summary>The fields of a policy set that a decision needs.</summary>
internal sealed record PolicySetInForce(PolicySetId Id, string Version, string Hash, bool Retired)
{
    /// <summary>Whether a bundle belongs to this set. A bundle with the rules of another set proves nothing about this set.</summary>
    public bool Is(PolicyBundle bundle) => (bundle.Hash, bundle.Version) == (Hash, Version);

    public static IQueryable<PolicySetInForce> Of(IQueryable<PolicySet> sets) =>
        sets.Select(set => new PolicySetInForce(set.Id, set.Version, set.Hash, set.RetiredAt != null));
}
