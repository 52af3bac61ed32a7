using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Bundles;

namespace DelningsNav.Hub.PolicySets;

/// <summary>At start, sets the policy set of the hub's own folder in force, through the same use cases as for every other set.</summary>
/// <remarks>
/// This class is for the demo, for tests, and for a hub whose city does not sign its own sets yet. A hub with <c>Hub:PolicySigners</c> does
/// not use its folder in this way. The folder's set is received when its version is new, and again when the stored bundle is about to
/// expire or was changed. The set is activated when it is new, and when no set was ever in force. A restart therefore replaces neither a
/// set that somebody has activated by their own decision nor an alarm about such a set.
/// </remarks>
internal static class ShippedPolicySet
{
    /// <summary>Is stored in place of a diarienummer when no person has decided.</summary>
    public const string Decision = "hub-start";

    private static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(60);

    /// <summary>Receives and activates the folder's set if this is needed.</summary>
    /// <exception cref="PolicySetException">The folder's set cannot be set in force; every fault is named.</exception>
    public static async Task PutInForceAsync(
        string folder, ReleasePolicies shipped, LoggedChanges changes, PoliciesInForce inForce, PolicyKeys keys, TimeProvider clock,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = changes.NewContext();
        var held = db.PolicySets.Where(set => set.Version == shipped.Version && set.Hash == shipped.Hash);
        var known = PolicySetInForce.Of(held).SingleOrDefault();
        if (known is { Retired: true })
        {
            return;
        }

        if (known is null || await inForce.OfAsync(known, now + RenewedBefore, ct) is PoliciesNow.Stopped)
        {
            var bundle = PolicyBundle.Pack(folder, SwedishTime.DayOf(now).AddYears(1), keys.Own);
            if (await new ReceivePolicySet(changes, inForce, new IdSource(clock), clock)
                .HandleAsync(bundle, Actor.Hub, ct) is ReceiveOutcome.Unfit unfit)
            {
                throw new PolicySetException(unfit.Reasons);
            }
        }

        if (known is null || !db.PolicySets.Any(set => set.Turn != null))
        {
            await new ActivatePolicySet(changes, inForce, OperatingAuthority.Unnamed, clock)
                .HandleAsync(shipped.Version, now, DecisionNumber.Field.Read(Decision), Actor.Hub, ct);
        }
    }
}
