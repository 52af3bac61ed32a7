using DelningsNav.Hub.People;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Tests.Consents;
using DelningsNav.Hub.Tests.Parties;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Promises;

/// <summary>
/// Promise 3: deny on doubt. Policies that fail, facts that are missing and unknown types are in
/// <c>ReleasePoliciesTests</c>; consents that no longer fit in <see cref="ConsentCoverageTests"/>; a policy set that the
/// holder has not adopted and a protection that is unknown in <see cref="Releases.ClosedDoorsTests"/>.
/// </summary>
public sealed class Promise03_DenyOnDoubtTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Guardian_relations_are_trusted_to_their_last_moment_and_not_after(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        hub.Clock.Advance(TimeSpan.FromDays(30));
        await hub.ReadRegisterAgainAsync();
        await family.GivenAsync();

        hub.Clock.Advance(RegisterFreshness.Usual.Custody - TimeSpan.FromMilliseconds(1));
        var lastMoment = Assert.IsType<ReleaseOutcome.Answered>(await family.RequestAndReleaseAsync());
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = Assert.IsType<ReleaseOutcome.Answered>(await family.RequestAndReleaseAsync());


        // The marking is long out of date by then, so that the record is put to an assessor and not released.
        Assert.IsType<RecordAnswer.Referred>(Assert.Single(lastMoment.Answers));
        Assert.Equal("custody", Assert.Single(Assert.IsType<RecordAnswer.Refused>(Assert.Single(after.Answers)).Missing).Code.Code);
    }

    [Fact]
    public async Task Relations_that_were_never_read_are_treated_as_unknown()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE persons SET relations_read_at = NULL WHERE id = {hub.Child.Value}", Ct);
        await hub.SealAsync(SubjectId.Of(hub.Child));

        var answer = await hub.AnswerToAsync(await hub.AskAsync());

        Assert.Contains("custody", Assert.IsType<RecordAnswer.Refused>(answer).Missing.Select(m => m.Code.Code));
    }

    [Fact]
    public async Task A_marking_that_cannot_be_read_is_treated_as_the_strictest()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.ClearAsync();
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE persons SET marking = 'Ny nivå' WHERE id = {hub.Child.Value}", Ct);
        await hub.SealAsync(SubjectId.Of(hub.Child));

        Assert.IsNotType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
    }

    [Fact]
    public async Task A_record_type_that_the_rules_do_not_contain_is_refused_whatever_was_consented_to()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE consents SET record_types = 'ny-typ'", Ct);
        await db.Database.ExecuteSqlAsync($"UPDATE information_requests SET record_types = 'ny-typ'", Ct);
        await db.Database.ExecuteSqlAsync($"UPDATE records SET type = 'ny-typ'", Ct);
        var records = await db.Records.Select(r => r.Id).ToListAsync(Ct);
        await hub.SealAsync([SubjectId.Of(hub.Child), SubjectId.Of(request), .. records.Select(SubjectId.Of)]);

        Assert.IsType<RecordAnswer.Refused>(await hub.AnswerToAsync(request));
        Assert.Empty(hub.Start.Log.StateAlarms.All);
    }
}
