using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.PolicySets;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// A family is asked with the text of the policy set in force, in a language of their own, and signs exactly that text (ADR 0021).
/// </summary>
public sealed class ConsentTextsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Languages => [.. ConsentLanguages.All];

    [Theory, MemberData(nameof(Languages))]
    public async Task The_signed_text_is_recorded_with_version_language_and_hash(string language)
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        var shown = await ShownAsync(hub, consent, language);

        var outcome = await SignAsync(hub, consent, shown);

        Assert.IsType<AnswerOutcome.Answered>(outcome);
        var signature = (await hub.ConsentAsync(consent)).Signatures.Single(s => s.Person == hub.Mother);
        Assert.Equal((hub.Start.Policies.Version, language), (signature.TextVersion, signature.TextLanguage));
        await using var db = hub.Db();
        var stored = await db.ConsentTexts.SingleAsync(t => t.Digest == signature.TextDigest, Ct);
        Assert.Equal((shown.Hash, shown.Text), (stored.Open(signature.Consent.Key.Key).Hash, stored.Open(signature.Consent.Key.Key).Text));
        Assert.Contains("Nora Testsson", shown.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_policy_swap_between_showing_and_signing_shows_the_new_text(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        var shown = await ShownAsync(hub, consent, "ar");
        await hub.SwapToAsync("2.0.0", hub.PackReworded("2.0.0", "ar", "القرار لك.", "أنت من يقرر."));
        var before = await hub.LogAsync();

        var early = await SignAsync(hub, consent, shown);
        var again = await ShownAsync(hub, consent, "ar");

        Assert.IsType<AnswerOutcome.TextChanged>(early);
        Assert.Equal(before, await hub.LogAsync());
        Assert.Equal("2.0.0", again.Version);
        Assert.Contains("أنت من يقرر.", again.Text, StringComparison.Ordinal);
        Assert.IsType<AnswerOutcome.Answered>(await SignAsync(hub, consent, again));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_due_policy_swap_does_not_delay_an_answer_to_the_text_that_was_shown(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await hub.Get<ReceivePolicySet>()
            .HandleAsync(hub.PackReworded("2.0.0", "sv", "Du bestämmer själv.", "Det är du som bestämmer."), Actor.Hub, Ct);
        await hub.ActivateAsync("2.0.0", hub.Clock.GetUtcNow().AddHours(1));
        var shown = await ShownAsync(hub, consent, "sv");
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var outcome = await SignAsync(hub, consent, shown);

        Assert.IsType<AnswerOutcome.Answered>(outcome);
        Assert.Equal(hub.Start.Policies.Version, await hub.SetOfLastEntryAsync());
        await hub.Start.InForce.ForDisplayAsync(Ct);
        Assert.Equal("2.0.0", (await ShownAsync(hub, consent, "sv")).Version);
    }

    [Theory]
    [InlineData("sv", "– Skolskjuts")]
    [InlineData("ar", "– النقل المدرسي")]
    public async Task A_record_type_that_only_the_set_in_force_has_is_named_in_the_text(string language, string named)
    {
        await using var hub = await TestHub.StartAsync();
        await hub.SwapToAsync("2.0.0", hub.PackOther("2.0.0"));
        var consent = await hub.AskForConsentAsync(TestSets.NewType);

        var shown = await ShownAsync(hub, consent, language);

        Assert.Contains(named, shown.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_old_set_without_texts_decides_and_the_texts_are_those_of_the_folder(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.SwapToAsync("1.0.0", hub.PackWithoutTexts("1.0.0"));

        await hub.GiveConsentAsync();

        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync()));
        Assert.Equal("1.0.0", (await hub.Start.InForce.NowAsync(Ct)).Version);
        Assert.Equal(hub.Start.Policies.Version, (await ShownAsync(hub, await hub.AskForConsentAsync("betyg"), "fi")).Version);
    }

    [Fact]
    public async Task A_hub_whose_own_folder_has_no_texts_and_no_consent_rules_does_not_start()
    {
        await using var hub = await TestHub.StartAsync();
        var folder = hub.Copy("9.0.0");
        var manifest = Path.Combine(folder, "manifest.json");
        foreach (var text in Directory.EnumerateFiles(folder, "consent-*"))
        {
            await File.WriteAllTextAsync(
                manifest,
                (await File.ReadAllTextAsync(manifest, Ct)).Replace($"    \"{Path.GetFileName(text)}\",\n", "", StringComparison.Ordinal),
                Ct);
            File.Delete(text);
        }

        var problem = await Assert.ThrowsAsync<DelningsNav.Policies.PolicySetException>(
            () => HubStart.OpenAsync(hub.Settings with { PolicyFolder = folder }, hub.Clock, Ct));

        Assert.Contains("no consent texts", problem.Faults[0], StringComparison.Ordinal);
        Assert.Contains("no rules on asking for consent", problem.Faults[1], StringComparison.Ordinal);
    }

    private static async Task<ShownText> ShownAsync(TestHub hub, ConsentId consent, string language)
    {
        await using var db = hub.Db();
        return await hub.Start.Texts.RenderAsync(db, await db.Consents.AsNoTracking().SingleAsync(c => c.Id == consent, Ct), language, Ct);
    }

    private static Task<AnswerOutcome> SignAsync(TestHub hub, ConsentId consent, ShownText shown) =>
        hub.Get<AnswerConsent>().HandleAsync(consent, hub.Mother, ConsentAnswer.Yes, shown.Language, shown.Hash, Ct);
}
