using System.Net;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Notices;

/// <summary>What families, staff and registrators read about ended consents, and where an end is acknowledged.</summary>
public sealed class NoticePagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Staff_see_what_they_have_received_and_what_to_do_and_acknowledge_it_with_one_button()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await ReleasedAsync(app);
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var path = $"/arbetsyta/arenden/{app.Case}/samtycken";
        var holding = await staff.ReadAsync(path);
        await WithdrawAsync(app, consent);
        var over = await staff.ReadAsync(path);
        var work = await staff.ReadAsync("/arbetsyta");
        var board = await staff.ReadAsync($"/arbetsyta/arenden/{app.Case}");

        using var confirmed = await staff.PostAsync(path, ("notice", $"{await NumberAsync(app)}"));
        var after = await staff.ReadAsync(confirmed.Headers.Location!.ToString());

        Assert.DoesNotContain("Vi vet om det", holding, StringComparison.Ordinal);
        Assert.Contains("Det ni har fått", holding, StringComparison.Ordinal);
        Assert.Contains("så länge lagen kräver", over, StringComparison.Ordinal);
        Assert.Contains("Vi vet om det och gör som vi har lovat", over, StringComparison.Ordinal);
        Assert.Contains("1 samtycke över", work, StringComparison.Ordinal);
        Assert.Contains("Samtycke som inte gäller längre", board, StringComparison.Ordinal);
        Assert.Contains("Tack, det är noterat", after, StringComparison.Ordinal);
        Assert.DoesNotContain("Vi vet om det och gör som vi har lovat", after, StringComparison.Ordinal);
        Assert.DoesNotContain("samtycke över", await staff.ReadAsync("/arbetsyta"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_staff_must_do_depends_on_what_they_have_received_and_on_whether_another_consent_is_active()
    {
        await using var app = await TestApp.StartAsync();
        await WithdrawAsync(app, await app.GiveConsentAsync());
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var path = $"/arbetsyta/arenden/{app.Case}/samtycken";

        var nothingReceived = await staff.ReadAsync(path);
        await app.AskDatabaseAsync(
            "UPDATE consent_notices SET kind = 'Superseded', successor_id = consent_id; SELECT 0");
        var replaced = await staff.ReadAsync(path);

        Assert.Contains("Ni har inte fått något med stöd av samtycket", nothingReceived, StringComparison.Ordinal);
        Assert.Contains("Ett nyare samtycke gäller i stället", replaced, StringComparison.Ordinal);
        Assert.DoesNotContain("Inget mer lämnas ut", replaced, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_who_are_not_assigned_and_a_form_from_another_site_acknowledge_nothing()
    {
        await using var app = await TestApp.StartAsync();
        await WithdrawAsync(app, await app.GiveConsentAsync());
        using var rektor = SignedIn.At(app, app.Rektor, "arbetsyta");
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var (path, number) = ($"/arbetsyta/arenden/{app.Case}/samtycken", $"{await NumberAsync(app)}");

        using var stranger = await rektor.PostAsync(path, ("notice", number));
        using var forged = await staff.PostWithoutTokenAsync(path, ("notice", number));
        using var none = await staff.PostAsync(path, ("notice", "999999"));

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.NotFound),
            (stranger.StatusCode, forged.StatusCode, none.StatusCode));
        Assert.Equal(2, await app.AskDatabaseAsync("SELECT COUNT(*) FROM consent_notices WHERE acknowledged_at IS NULL"));
    }

    [Fact]
    public async Task A_registrator_sees_what_is_overdue_without_a_name_of_the_family_and_acknowledges_it_for_the_own_authority()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");
        var nothing = await registrator.ReadAsync("/registratur/underrattelser");
        var quiet = await registrator.ReadAsync("/registratur");
        await WithdrawAsync(app, await app.GiveConsentAsync());
        var waits = await registrator.ReadAsync("/registratur");
        app.Clock.Advance(ConsentNotice.OverdueAfter);
        using var signedInAnew = SignedIn.At(app, app.Registrator, "registratur");
        var index = await signedInAnew.ReadAsync("/registratur");
        var list = await signedInAnew.ReadAsync("/registratur/underrattelser");

        using var confirmed = await signedInAnew.PostAsync(
            "/registratur/underrattelser", ("notice", $"{await NumberAsync(app)}"), ("party", app.Social.ToString()));
        using var others = await signedInAnew.PostAsync(
            "/registratur/underrattelser", ("notice", $"{await NumberAsync(app)}"), ("party", app.School.ToString()));
        var after = await signedInAnew.ReadAsync(confirmed.Headers.Location!.ToString());

        Assert.Contains("Inget väntar på bekräftelse", nothing, StringComparison.Ordinal);
        Assert.DoesNotContain("nderrättelser som väntar", quiet, StringComparison.Ordinal);
        Assert.Contains("Underrättelser som väntar: 1", waits, StringComparison.Ordinal);
        Assert.Contains("Försenade underrättelser: 1", index, StringComparison.Ordinal);
        Assert.Contains("SST 2026/1", list, StringComparison.Ordinal);
        Assert.Contains("Individ och familj", list, StringComparison.Ordinal);
        Assert.Contains("Försenad sedan", list, StringComparison.Ordinal);
        Assert.All(["Nora", "Mona", "Per Testsson"], name => Assert.DoesNotContain(name, list, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        Assert.Contains("Inget väntar på bekräftelse", after, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sv")]
    [InlineData("sv-simple")]
    [InlineData("en")]
    [InlineData("fi")]
    [InlineData("ar")]
    [InlineData("so")]
    public async Task A_family_reads_in_its_own_language_what_was_shown_how_long_it_is_stored_and_who_has_been_notified(string language)
    {
        await using var app = await TestApp.StartAsync();
        var consent = await ReleasedAsync(app);
        await WithdrawAsync(app, consent);
        await app.Get<AcknowledgeNotice>().HandleAsync(await NumberAsync(app), new Caller.Staff(app.Familjebehandlare), Ct);

        var page = WebUtility.HtmlDecode(
            await app.ReadPageAsync($"/min-sida/samtycken/{consent}", PageVisits.Family(app.Mother), language));

        var texts = Texts(language);
        Assert.All(
            ["ShownTitle", "ShownLead", "PromiseTitle", "ToldTitle", "ToldLead"],
            key => Assert.Contains(texts[key], page, StringComparison.Ordinal));
        Assert.Contains(
            (await app.Hub.InForce.ForDisplayAsync(Ct)).ConsentWordings.In(language).Keeps(RetentionPromise.Parse("own-record")), page,
            StringComparison.Ordinal);
        Assert.Contains("Individ och familj", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocked_guardian_gets_the_page_of_a_consent_that_does_not_exist()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await ReleasedAsync(app);
        await app.Get<MaintainRegister>().BlockGuardianAsync(app.Child, app.Father, "Beslut", "SN 2026/9", app.Today, Actor.Hub, Ct);

        using var blocked = await app.VisitAsync($"/min-sida/samtycken/{consent}", PageVisits.Family(app.Father));
        using var none = await app.VisitAsync($"/min-sida/samtycken/{Guid.Empty}", PageVisits.Family(app.Father));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (blocked.StatusCode, none.StatusCode));
    }

    private static Dictionary<string, string> Texts(string language)
    {
        var localizer = System.Xml.Linq.XDocument.Parse(
            Languages.WebSources.ReadTexts($"MinSidaTexts.{(language == "sv-simple" ? "simple.sv" : language)}.resx"));
        var own = localizer.Root!.Elements("data")
            .ToDictionary(text => text.Attribute("name")!.Value, text => text.Element("value")!.Value);
        if (language == "sv-simple")
        {
            foreach (var (key, value) in Texts("sv"))
            {
                own.TryAdd(key, value);
            }
        }

        return own;
    }

    /// <summary>A consent under which the school's absence record has been read.</summary>
    private static async Task<ConsentId> ReleasedAsync(TestApp app)
    {
        var consent = await app.GiveConsentAsync();
        using var client = app.Client();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct);
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM decisions WHERE opened AND consent_id IS NOT NULL"));
        return consent;
    }

    private static Task WithdrawAsync(TestApp app, ConsentId consent) =>
        app.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(app.Mother), Ct);

    private static async Task<long> NumberAsync(TestApp app)
    {
        await using var db = app.Hub.Database.NewContext();
        return await db.Notices.Where(n => n.Party == app.Social).Select(n => n.LogIndex).SingleAsync(Ct);
    }
}
