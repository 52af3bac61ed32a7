using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

public sealed class AnswerConsentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", ConsentState.Requested)]
    [InlineData("Y", ConsentState.Signing)]
    [InlineData("N", ConsentState.Refused)]
    [InlineData("YY", ConsentState.Active)]
    [InlineData("YN", ConsentState.Conflict)]
    [InlineData("NY", ConsentState.Conflict)]
    [InlineData("NN", ConsentState.Refused)]
    public async Task The_answers_decide_the_state(string answers, ConsentState state)
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();

        foreach (var (answer, person) in answers.Zip([hub.Mother, hub.Father]))
        {
            Assert.IsType<AnswerOutcome.Answered>(
                await hub.AnswerAsync(consent, person, answer == 'Y' ? ConsentAnswer.Yes : ConsentAnswer.No));
        }

        var found = await hub.ConsentAsync(consent);
        Assert.Equal(state, found.State);
        Assert.Equal(answers.Length + 1, found.Version);
        Assert.Equal(state == ConsentState.Active, found.ActiveFrom is not null);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_stores_the_exact_text_that_was_shown_to_whom_and_when(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();

        var outcome = await hub.AnswerAsync(consent, hub.Mother);

        await using var db = hub.Db();
        var signature = (await hub.ConsentAsync(consent)).Signatures.Single(s => s.Person == hub.Mother);
        var text = (await db.ConsentTexts.SingleAsync(t => t.Digest == signature.TextDigest, Ct)).Open(signature.Consent.Key.Key);
        Assert.Contains("Nora Testsson", text.Text, StringComparison.Ordinal);
        Assert.Equal((hub.Clock.GetUtcNow(), "sv", text.Version), (signature.AnsweredAt, signature.TextLanguage, signature.TextVersion));
        Assert.Equal((Assert.IsType<AnswerOutcome.Answered>(outcome).LogIndex, EntryKinds.ConsentAnswered, ""), (await hub.LogAsync())[^1]);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_that_is_sent_twice_changes_and_logs_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);
        var before = await hub.LogAsync();

        var again = await hub.AnswerAsync(consent, hub.Mother);

        Assert.Equal(new AnswerOutcome.AnsweredAlready(ConsentAnswer.Yes), again);
        Assert.Equal(ConsentState.Signing, (await hub.ConsentAsync(consent)).State);
        Assert.Equal(before, await hub.LogAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Another_persons_consent_and_an_unknown_consent_give_the_same_outcome(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        var stranger = await hub.PersonAsync(50, name: "Sam");
        var anothers = await hub.AnswerAsync(consent, stranger);
        var childs = await hub.AnswerAsync(consent, hub.Child);
        var never = await hub.Get<AnswerConsent>().HandleAsync(new ConsentId(Guid.Empty), hub.Mother, ConsentAnswer.Yes, "sv", "", Ct);

        Assert.All([anothers, childs, never], outcome => Assert.IsType<AnswerOutcome.NothingToAnswer>(outcome));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_to_a_text_that_has_changed_is_refused(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        ShownText shown;
        await using (var db = hub.Db())
        {
            shown = await hub.Start.Texts.RenderAsync(db, await db.Consents.SingleAsync(c => c.Id == consent, Ct), "sv", Ct);
        }

        await hub.PersonAsync(10, name: "Noor");
        var before = await hub.LogAsync();

        var outcome = await hub.Get<AnswerConsent>().HandleAsync(consent, hub.Mother, ConsentAnswer.Yes, "sv", shown.Hash, Ct);

        Assert.IsType<AnswerOutcome.TextChanged>(outcome);
        Assert.Equal(ConsentState.Requested, (await hub.ConsentAsync(consent)).State);
        Assert.Equal(before, await hub.LogAsync());
        await using var after = hub.Db();
        Assert.Empty(await after.ConsentTexts.ToListAsync(Ct));
    }

    [Fact]
    public async Task The_hash_of_the_text_in_one_language_does_not_sign_another_language()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        await using var db = hub.Db();
        var swedish = await hub.Start.Texts.RenderAsync(db, await db.Consents.SingleAsync(c => c.Id == consent, Ct), "sv", Ct);

        var outcome = await hub.Get<AnswerConsent>().HandleAsync(consent, hub.Mother, ConsentAnswer.Yes, "en", swedish.Hash, Ct);

        Assert.IsType<AnswerOutcome.TextChanged>(outcome);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_consent_can_be_answered_until_its_last_moment_and_not_after(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();

        hub.Clock.Advance(TimeSpan.FromDays(180) - TimeSpan.FromMilliseconds(1));
        var lastMoment = await hub.AnswerAsync(consent, hub.Mother);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = await hub.AnswerAsync(consent, hub.Father);

        Assert.IsType<AnswerOutcome.Answered>(lastMoment);
        Assert.IsType<AnswerOutcome.NoLongerAsked>(after);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_guardian_who_was_blocked_or_lost_custody_after_the_ask_cannot_answer(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var consent = await family.AskedAsync();
        var register = hub.Get<MaintainRegister>();
        await register.BlockGuardianAsync(family.Child, family.Guardians[0], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);
        await register.EndCustodyAsync(family.Child, family.Custodies[1], hub.Today, Actor.Hub, Ct);

        var blocked = await hub.AnswerAsync(consent, family.Guardians[0]);
        var withoutCustody = await hub.AnswerAsync(consent, family.Guardians[1], ConsentAnswer.No);

        Assert.IsType<AnswerOutcome.NothingToAnswer>(blocked);
        Assert.IsType<AnswerOutcome.NothingToAnswer>(withoutCustody);
        Assert.Equal(ConsentState.Lapsed, (await hub.ConsentAsync(consent)).State);
    }

    [Fact]
    public async Task A_pupil_of_15_signs_with_the_guardians_and_a_pupil_of_18_signs_alone()
    {
        await using var hub = await TestHub.StartAsync();
        var pupil = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-15));
        var adult = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-18));
        var (joint, own) = (await pupil.AskedAsync(), await adult.AskedAsync());

        await hub.AnswerAsync(joint, pupil.Guardians[0]);
        await hub.AnswerAsync(joint, pupil.Guardians[1]);
        var withoutPupil = (await hub.ConsentAsync(joint)).State;
        await hub.AnswerAsync(joint, pupil.Child);
        var guardian = await hub.AnswerAsync(own, adult.Guardians[0]);
        await hub.AnswerAsync(own, adult.Child);

        Assert.Equal(ConsentState.Signing, withoutPupil);
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(joint)).State);
        Assert.IsType<AnswerOutcome.NothingToAnswer>(guardian);
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(own)).State);
    }
}
