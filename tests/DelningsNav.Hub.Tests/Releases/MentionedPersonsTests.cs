using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>
/// A consent opens what a record tells about a person only when that person has signed it (OSL 12 kap. 2 §). Otherwise the holder's
/// assessor decides.
/// </summary>
public sealed class MentionedPersonsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_record_that_tells_about_the_guardians_is_released_when_every_guardian_has_signed(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await FamilyAsync(hub, 9, _ => ["guardian"]);
        await family.GivenAsync();

        Assert.True(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task A_guardian_who_is_stated_by_id_must_have_signed_and_another_guardian_need_not()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await FamilyAsync(hub, 9, family => [family.Guardians[0].ToString()]);
        await family.GivenAsync();

        Assert.True(await family.IsReleasedAsync());
    }

    [Theory]
    [InlineData("guardian")]
    [InlineData("the first guardian")]
    public async Task A_young_adult_who_has_consented_alone_does_not_open_what_is_told_about_a_guardian(string mentioned)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await FamilyAsync(hub, 18, family => [mentioned == "guardian" ? mentioned : family.Guardians[0].ToString()]);
        await family.GivenAsync();

        await AssertReferredAsync(family);
    }

    [Fact]
    public async Task A_guardian_whose_custody_has_ended_is_still_a_guardian_who_is_told_about()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await FamilyAsync(hub, 9, _ => ["guardian"]);
        await hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[0], hub.Today, Actor.Hub, Ct);
        await family.GivenAsync();

        await AssertReferredAsync(family);
    }

    [Theory]
    [InlineData("sibling")]
    [InlineData("other-pupil")]
    [InlineData("reporter")]
    [InlineData("other")]
    [InlineData("a person who is no guardian")]
    public async Task A_record_that_tells_about_others_is_never_released_by_rule(string mentioned)
    {
        await using var hub = await TestHub.StartAsync();
        var stranger = await hub.PersonAsync(40, name: "Alva");
        var family = await FamilyAsync(hub, 9, _ => [Mentioned.Kinds.Contains(mentioned) ? mentioned : stranger.ToString()]);
        await family.GivenAsync();

        await AssertReferredAsync(family);
    }

    [Fact]
    public async Task A_record_from_before_this_had_to_be_stated_counts_as_one_that_tells_about_others()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await FamilyAsync(hub, 9, _ => []);
        await family.GivenAsync();
        var stated = await family.IsReleasedAsync();

        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE records SET mentions = NULL", Ct);
        await hub.SealAsync([.. (await db.Records.Select(r => r.Id).ToListAsync(Ct)).Select(SubjectId.Of)]);

        Assert.True(stated);
        await AssertReferredAsync(family);
    }

    private static async Task AssertReferredAsync(TestFamily family)
    {
        var answered = Assert.IsType<ReleaseOutcome.Answered>(await family.RequestAndReleaseAsync());
        var missing = Assert.Single(Assert.IsType<RecordAnswer.Referred>(Assert.Single(answered.Answers)).Missing);
        Assert.Equal("not-granted", missing.Code.Code);
    }

    private static async Task<TestFamily> FamilyAsync(TestHub hub, int age, Func<TestFamily, IReadOnlyList<string>> mentions)
    {
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-age));
        Assert.IsType<DepositOutcome.Deposited>(await family.DepositAsync(mentions: Mentioned.Read(mentions(family))));
        return family;
    }
}
