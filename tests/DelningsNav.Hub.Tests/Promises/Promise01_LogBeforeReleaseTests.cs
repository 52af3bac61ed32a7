using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Promises;

/// <summary>
/// Promise 1: log before release. First of all tested by <see cref="Releases.LogBeforeReleaseTests"/>, with storage that really fails.
/// </summary>
public sealed class Promise01_LogBeforeReleaseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_refusal_and_a_referral_are_logged_like_a_release(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await hub.AskAsync();

        var referred = await hub.AnswerToAsync(request);
        await hub.Get<Register.MaintainCases>().EndAssignmentAsync(hub.Case, hub.Familjebehandlare, hub.Familjebehandlare, Ct);
        var refused = await hub.AnswerToAsync(request);

        var log = await hub.LogAsync();
        Assert.Equal((EntryKinds.Decided, "refer"), (log[(int)referred.Receipt.Index].Kind, log[(int)referred.Receipt.Index].Verdict));
        Assert.Equal((EntryKinds.Decided, "refuse"), (log[(int)refused.Receipt.Index].Kind, log[(int)refused.Receipt.Index].Verdict));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task While_the_log_cannot_be_written_nothing_is_looked_up_signed_or_blocked(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                engine == StorageEngine.Sqlite
                    ? "CREATE TRIGGER broken BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
                    : "ALTER TABLE log_entries RENAME TO log_entries_gone",
                Ct);
        }

        var number = TestIdentities.BornOn(new DateOnly(1950, 1, 1));

        await Assert.ThrowsAsync<LogUnavailableException>(
            () => hub.Get<LookUpPerson>().HandleAsync(number, new Caller.Staff(hub.Rektor), LookUpPerson.Purpose.Read("sst"), Ct));
        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.AnswerAsync(consent, hub.Mother));
        await Assert.ThrowsAsync<LogUnavailableException>(() =>
            hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Beslut", "SN 2026/1", hub.Today, Actor.Hub, Ct));

        await using var after = hub.Db();
        Assert.Equal(ConsentState.Requested, (await hub.ConsentAsync(consent)).State);
        Assert.Empty(await after.GuardianBlocks.ToListAsync(Ct));
    }
}
