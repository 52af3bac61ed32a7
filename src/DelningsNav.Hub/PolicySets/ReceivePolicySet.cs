using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies.Bundles;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>How the receiving of a policy set ended.</summary>
public abstract record ReceiveOutcome
{
    private ReceiveOutcome() { }

    /// <summary>The hub has stored the set, and authorities may adopt it. It makes no decisions yet.</summary>
    public sealed record Received(PolicySetId Set, string Version) : ReceiveOutcome;

    /// <summary>
    /// The hub already had the same rules. This bundle replaces the earlier bundle, because it is valid longer or has a new signature.
    /// </summary>
    public sealed record Renewed(PolicySetId Set, string Version) : ReceiveOutcome;

    /// <summary>The bundle is not accepted; nothing was changed.</summary>
    /// <param name="Faults">All faults. The list is never empty.</param>
    public sealed record Unfit(IReadOnlyList<Fault> Faults) : ReceiveOutcome
    {
        /// <summary>The faults in words for operators.</summary>
        public IReadOnlyList<string> Reasons => [.. Faults.Select(fault => fault.Detail)];
    }

    /// <summary>The caller is not a system owner; nothing was read.</summary>
    public sealed record NotASystemOwner : ReceiveOutcome;
}

/// <summary>Stores a signed policy set after checking it.</summary>
/// <remarks>
/// <code>
///   1. Read     A trusted key has signed the bundle, every file is unchanged, and the rules are strictly valid.
///   2. Check    The cases pass here too, the signer states that no mutation survived, and the set has not expired.
///   3. Store    The set is stored under its version, which has never named other rules, and is logged in the same transaction.
/// </code>
/// Checking the mutations takes long. Therefore the signer's statement is accepted instead. A set that the hub's own key has signed needs
/// no statement, because it is the set that the hub was shipped with, and the program's tests have checked it. A system owner of any
/// authority may submit a bundle, because trust rests on the signature and not on the person who submits the bundle (ADR 0020).
/// </remarks>
public sealed class ReceivePolicySet(LoggedChanges changes, PoliciesInForce inForce, IdSource ids, TimeProvider clock)
{
    /// <summary>Receives a bundle from a system owner.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<ReceiveOutcome> HandleAsync(byte[] bytes, Caller caller, CancellationToken ct) =>
        await SystemOwners.FindAsync(changes, caller, clock.GetUtcNow(), ct) is { } owner
            ? await HandleAsync(bytes, owner.Actor, ct)
            : new ReceiveOutcome.NotASystemOwner();

    /// <summary>Receives a bundle for the hub itself; neither API nor pages call this.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<ReceiveOutcome> HandleAsync(byte[] bytes, Actor by, CancellationToken ct)
    {
        // Step 1: Read.
        switch (PolicyBundle.Read(bytes, inForce.Trusted))
        {
            case BundleReading.Unsound unsound:
                return Unfit(unsound.Reasons.Select(reason => (CodeOf(unsound.Step), reason)));
            case BundleReading.Sound sound:
                return await HandleAsync(sound.Bundle, bytes, by, ct);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<ReceiveOutcome> HandleAsync(PolicyBundle bundle, byte[] bytes, Actor by, CancellationToken ct)
    {
        // Step 2: Check.
        var now = clock.GetUtcNow();
        var faults = bundle.FailedCases().Select(reason => (Code: "case-failed", Reason: reason)).ToList();
        if (SwedishTime.DayOf(now) >= bundle.Expires)
        {
            faults.Add(("expired", $"the set expired on {bundle.Expires:yyyy-MM-dd}"));
        }

        if (!bundle.Checked.Contains(BundleChecks.Mutation) && !bundle.SignedBy.Contains(inForce.Own))
        {
            faults.Add(("not-examined", "the signer does not state that no mutation of a rule survived its cases"));
        }

        if (faults.Count > 0)
        {
            return Unfit(faults);
        }

        // Step 3: Store.
        var changed = await changes.ChangeAsync<ReceiveOutcome>([SubjectId.PolicySet], async (db, ct) =>
        {
            var held = await db.PolicySets.SingleOrDefaultAsync(set => set.Version == bundle.Version || set.Hash == bundle.Hash, ct);
            if (held is not null && held.Hash != bundle.Hash)
            {
                return Change<ReceiveOutcome>.None(Unfit(
                    [("version-taken", $"the version `{bundle.Version}` already names other rules; give the set a version of its own")]));
            }

            if (held is not null)
            {
                held.Renew(bundle, bytes, now);
                return new Change<ReceiveOutcome>(new ReceiveOutcome.Renewed(held.Id, held.Version), [Entry(held, bundle, by)]);
            }

            var set = PolicySet.Receive(ids.New<PolicySetId>(), bundle, bytes, PolicySetEntry.Written(by), now);
            db.Add(set);
            return new Change<ReceiveOutcome>(new ReceiveOutcome.Received(set.Id, set.Version), [Entry(set, bundle, by)]);
        }, ct);
        inForce.Forget(bundle.Hash);
        return changed.Outcome;
    }

    private static ReceiveOutcome.Unfit Unfit(IEnumerable<(string Code, string Reason)> faults) =>
        new([.. faults.Select(fault => new Fault("bundle", fault.Code, fault.Reason))]);

    private static string CodeOf(BundleStep step) => step switch
    {
        BundleStep.Frame => "no-bundle",
        BundleStep.Trust => "not-trusted",
        BundleStep.Text => "text-unsound",
        BundleStep.Files => "files-unsound",
        BundleStep.Set => "set-unsound",
    };

    private static NewEntry Entry(PolicySet set, PolicyBundle bundle, Actor by) => PolicySetEntry.Of(
        EntryKinds.PolicySetReceived, set, by,
        ("law-as-of", PolicySetEntry.Written(set.LawAsOf)),
        ("expires", PolicySetEntry.Written(set.ExpiresOn)),
        ("checked", string.Join(' ', bundle.Checked)),
        ("signed-by", string.Join(' ', bundle.SignedBy.Select(key => key.Name))));
}
