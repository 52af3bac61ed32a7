using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Notices;

/// <summary>How subscribing to notices ended.</summary>
public abstract record SubscribeOutcome
{
    private SubscribeOutcome() { }

    /// <summary>Notices are sent to the address from now on, including notices that are not acknowledged yet.</summary>
    /// <param name="Subscription">The subscription.</param>
    /// <param name="IsNew">Whether the subscription was created now. Subscribing with the same address again returns the same
    /// subscription.</param>
    public sealed record Subscribed(Subscription Subscription, bool IsNew) : SubscribeOutcome;

    /// <summary>The hub may not call this address.</summary>
    public sealed record AddressNotPermitted : SubscribeOutcome;

    /// <summary>The system already has as many subscriptions as are allowed.</summary>
    public sealed record TooMany : SubscribeOutcome;

    /// <summary>The caller is not a registered system.</summary>
    public sealed record NotASystem : SubscribeOutcome;
}

/// <summary>A system's own subscriptions: the addresses to which the notices of its branch are sent.</summary>
public sealed class ManageSubscriptions(LoggedChanges changes, NoticeHosts hosts, IdSource ids, TimeProvider clock)
{
    /// <summary>Creates a subscription, or returns the open subscription with the same address.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is sent.</exception>
    public async Task<SubscribeOutcome> SubscribeAsync(Uri address, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (caller is not Caller.System system)
        {
            return new SubscribeOutcome.NotASystem();
        }

        if (!hosts.Permits(address)
            || address.AbsoluteUri.Length > Subscription.LongestAddress
            || IdentityNumber.StandsIn(address.AbsoluteUri))
        {
            return new SubscribeOutcome.AddressNotPermitted();
        }

        var made = Subscription.Make(ids.New<SubscriptionId>(), system.Id, address, clock.GetUtcNow());
        var changed = await changes.ChangeAsync<SubscribeOutcome>([SubjectId.Of(system.Id)], async (db, ct) =>
        {
            var today = SwedishTime.DayOf(made.CreatedAt);
            if (await ActingSystem.FindAsync(db, new Caller.System(system.Id, null), ct) is not { } acting)
            {
                return Change<SubscribeOutcome>.None(new SubscribeOutcome.NotASystem());
            }

            var open = await db.Subscriptions.AsNoTracking().Where(s => s.Client == system.Id && s.EndedAt == null).ToListAsync(ct);
            if (open.Find(s => s.Address == made.Address) is { } same)
            {
                return Change<SubscribeOutcome>.None(new SubscribeOutcome.Subscribed(same, false));
            }

            if (open.Count >= Subscription.MostOfOneSystem)
            {
                return Change<SubscribeOutcome>.None(new SubscribeOutcome.TooMany());
            }

            db.Add(made);
            return new Change<SubscribeOutcome>(
                new SubscribeOutcome.Subscribed(made, true), [Entry(EntryKinds.SubscriptionMade, made, acting.Actor)]);
        }, caller.Call, ct);
        if (changed.Outcome is SubscribeOutcome.Subscribed { IsNew: true })
        {
            changes.Bell.Ring();
        }

        return changed.Outcome;
    }

    /// <summary>The system's open subscriptions, oldest first.</summary>
    public async Task<IReadOnlyList<Subscription>> ReadAsync(Caller caller, CancellationToken ct)
    {
        if (caller is not Caller.System system)
        {
            return [];
        }

        await using var db = changes.NewContext();
        return await db.Subscriptions.AsNoTracking().Where(s => s.Client == system.Id && s.EndedAt == null).OrderBy(s => s.CreatedAt)
            .ThenBy(s => s.Id).ToListAsync(ct);
    }

    /// <summary>
    /// Ends one of the system's subscriptions. The result is false when the subscription is missing or belongs to another system. Ending a
    /// subscription again gives the same result.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the subscription remains.</exception>
    public async Task<bool> EndAsync(SubscriptionId id, Caller caller, CancellationToken ct)
    {
        if (caller is not Caller.System system)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var changed = await changes.ChangeAsync<bool>([SubjectId.Of(system.Id)], async (db, ct) =>
        {
            var found = await db.Subscriptions.SingleOrDefaultAsync(s => s.Id == id && s.Client == system.Id, ct);
            var acting = await ActingSystem.FindAsync(db, new Caller.System(system.Id, null), ct);
            if (found is null || acting is null || found.EndedAt is not null)
            {
                return Change<bool>.None(found is not null);
            }

            found.End(now);
            await db.NoticeDeliveries.Where(d => d.Subscription == id && d.NextFrom != null)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.NextFrom, (DateTimeOffset?)null), ct);
            return new Change<bool>(true, [Entry(EntryKinds.SubscriptionEnded, found, acting.Actor)]);
        }, ct);
        return changed.Outcome;
    }

    private static NewEntry Entry(string kind, Subscription subscription, Actor actor) => new()
    {
        Kind = kind,
        Actor = actor,
        Holder = actor.Authority,
        Fields = new Dictionary<string, string?> { ["subscription"] = subscription.Id.ToString(), ["address"] = subscription.Address },
    };
}
