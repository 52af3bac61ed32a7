using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Signing;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Notices;

internal static class NoticeSteps
{
    /// <summary>Every notice, in the order of their numbers, the recipient's before the holder's.</summary>
    public static async Task<IReadOnlyList<ConsentNotice>> NoticesAsync(this TestHub hub)
    {
        await using var db = hub.Db();
        var all = await db.Notices.AsNoTracking().ToListAsync();
        return [.. all.OrderBy(n => n.LogIndex).ThenBy(n => n.Party == hub.Social ? 0 : 1)];
    }

    /// <summary>The state of every delivery.</summary>
    public static async Task<IReadOnlyList<NoticeDelivery>> SendingsAsync(this TestHub hub)
    {
        await using var db = hub.Db();
        return [.. (await db.NoticeDeliveries.AsNoTracking().ToListAsync()).OrderBy(d => d.LogIndex)];
    }

    /// <summary>A registered system of a branch.</summary>
    public static async Task<Caller.System> SystemAsync(this TestHub hub, BranchId branch)
    {
        using var key = SigningKey.Create();
        return new Caller.System(
            await hub.Get<MaintainParties>()
                .AddClientAsync(
                    branch, "Ett system", Operations.All, [ClientRole.Caseworker], key.KeyId, key.PublicKey.ToPem(), default), null);
    }

    /// <summary>A system of a branch that is sent its notices.</summary>
    public static async Task<(Caller.System System, SubscriptionId Subscription)> SubscriberAsync(this TestHub hub, BranchId branch)
    {
        var system = await hub.SystemAsync(branch);
        var made = await hub.Get<ManageSubscriptions>().SubscribeAsync(new Uri("http://127.0.0.1:9/notices"), system, default);
        return (system, Assert.IsType<SubscribeOutcome.Subscribed>(made).Subscription.Id);
    }

    public static async Task<IReadOnlyList<NoticeView>> ReadNoticesAsync(
        this TestHub hub, Caller caller, long after = -1, int limit = 100) =>
        Assert.IsType<NoticePage>(await hub.Get<ReadNotices>().ReadAsync(after, limit, caller, default)).Notices;

    public static async Task<ConsentNotice> NoticeToAsync(this TestHub hub, BranchId party) =>
        (await hub.NoticesAsync()).Last(n => n.Party == party);
}
