using System.Net;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Policies.Consents;
using DelningsNav.Tests.Files;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Arbetsyta;

/// <summary>
/// Answers on paper and in words on the pages: the printed form, the recorded answer, the colleague who confirms
/// it, and what the family reads.
/// </summary>
public sealed partial class RecordedAnswerPagesTests
{
    private static readonly byte[] Pdf = TinyPdf.Of("a signed paper");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_on_paper_goes_from_the_printed_form_through_two_members_of_staff_to_the_signers_page()
    {
        await using var app = await TestApp.StartAsync();
        var second = await ColleagueAsync(app);
        var consent = await app.AskForConsentAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        using var colleague = SignedIn.At(app, second, "arbetsyta");
        var number = Number().Match(await staff.ReadAsync($"{At(app, consent)}/blankett")).Groups[1].Value;

        var sent = await TakeDownAsync(app, staff, consent, number);
        var list = await staff.ReadAsync(sent.Headers.Location!.ToString());
        var recorded = Waiting().Match(await colleague.ReadAsync("/arbetsyta/bekrafta")).Groups[1].Value;
        var page = await colleague.ReadAsync($"/arbetsyta/bekrafta/{recorded}");
        var scan = await colleague.GetAsync($"/arbetsyta/bekrafta/{recorded}/underlag");
        var confirmed = await colleague.PostAsync($"/arbetsyta/bekrafta/{recorded}", ("IsRight", "True"));
        var mothers = WebUtility.HtmlDecode(await app.ReadPageAsync($"/min-sida/samtycken/{consent}", PageVisits.Family(app.Mother)));
        var fathers = WebUtility.HtmlDecode(await app.ReadPageAsync($"/min-sida/samtycken/{consent}", PageVisits.Family(app.Father)));

        Assert.Contains("Svaret väntar på en kollega", list, StringComparison.Ordinal);
        Assert.Contains("Mona", page, StringComparison.Ordinal);
        Assert.Equal(Pdf, await scan.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(
            ("application/pdf", "attachment"),
            (scan.Content.Headers.ContentType!.MediaType, scan.Content.Headers.ContentDisposition!.DispositionType));
        Assert.EndsWith("klart=bekraftat", confirmed.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Du svarade på papper.", mothers, StringComparison.Ordinal);
        Assert.Contains("/aterkalla", mothers, StringComparison.Ordinal);
        Assert.DoesNotContain("på papper", fathers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_recorder_reads_that_another_must_confirm_and_has_no_form_to_do_it()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        await TakeDownAsync(app, staff, consent, (await TextAsync(app, consent)).Hash);

        var recorded = Waiting().Match(await staff.ReadAsync($"/arbetsyta/arenden/{app.Case}/samtycken")).Groups[1].Value;
        var page = await staff.ReadAsync($"/arbetsyta/bekrafta/{recorded}");
        var tried = await staff.PostAsync($"/arbetsyta/bekrafta/{recorded}", ("IsRight", "True"));

        Assert.Contains("Du har själv registrerat det.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"IsRight\"", page, StringComparison.Ordinal);
        Assert.Equal($"/arbetsyta/bekrafta/{recorded}", tried.Headers.Location!.ToString());
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM consent_signatures WHERE sealed_answer IS NOT NULL"));
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public async Task A_day_at_the_end_of_the_calendar_is_answered_like_a_day_that_cannot_be_read(string day)
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        using var paper = await staff.PostAsync($"{At(app, consent)}/papper", ("Day", day));
        using var measure = await staff.PostAsync(
            $"/arbetsyta/arenden/{app.Case}/atgardsbeslut",
            ("Guardian", app.Father.ToString()), ("Measure", "OpenTreatment"), ("CaseNumber", "SN 2026/77"),
            ("Day", $"{app.Today:yyyy-MM-dd}"), ("Last", day));

        Assert.Contains("href=\"#Day\"", await paper.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("href=\"#Last\"", await measure.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_are_listed_in_a_summary_with_a_link_to_each_field()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        var empty = WebUtility.HtmlDecode(
            await (await staff.PostAsync($"{At(app, consent)}/papper", ("Day", ""))).Content.ReadAsStringAsync(Ct));
        var stale = WebUtility.HtmlDecode(await (await TakeDownAsync(app, staff, consent, "0000 0000 0000")).Content.ReadAsStringAsync(Ct));
        var withPicture = await TakeDownAsync(app, staff, consent, (await TextAsync(app, consent)).Hash, "GIF89a"u8.ToArray());
        var picture = WebUtility.HtmlDecode(await withPicture.Content.ReadAsStringAsync(Ct));

        Assert.All(
            ["#Signer", "#Answer", "#Day", "#Code", "#Identified", "#Reason", "#Upload"],
            link => Assert.Contains($"href=\"{link}\"", empty, StringComparison.Ordinal));
        Assert.Contains("Numret stämmer inte", stale, StringComparison.Ordinal);
        Assert.Contains("href=\"#Upload\"", picture, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sv", "Ja, jag samtycker", "ltr")]
    [InlineData("sv-simple", "Ja, jag säger ja till det", "ltr")]
    [InlineData("ar", "نعم، أوافق", "rtl")]
    [InlineData("so", "Haa, waan oggolahay", "ltr")]
    public async Task The_printed_form_has_the_exact_text_and_its_number_and_is_in_the_language_of_the_text(
        string language, string yes, string direction)
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var text = await TextAsync(app, consent, language);

        var page = await staff.ReadAsync($"{At(app, consent)}/blankett?text={language}");

        Assert.Contains($"<section class=\"paper-form\" lang=\"{language}\" dir=\"{direction}\"", page, StringComparison.Ordinal);
        Assert.Contains($"<li>{yes}</li>", page, StringComparison.Ordinal);
        Assert.Contains(text.Hash, page, StringComparison.Ordinal);
        Assert.All(
            text.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Contains(line.TrimStart('–', ' '), page, StringComparison.Ordinal));
        Assert.Contains("<html lang=\"sv\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_withdraw_a_consent_on_the_familys_word_in_one_step()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        var done = await staff.PostAsync($"{At(app, consent)}/aterkalla");
        var list = await staff.ReadAsync(done.Headers.Location!.ToString());

        Assert.Contains("Samtycket är återkallat", list, StringComparison.Ordinal);
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM consents WHERE state = 'Withdrawn'"));
    }

    [Fact]
    public async Task The_pages_of_another_persons_case_are_not_found()
    {
        await using var app = await TestApp.StartAsync();
        var second = await ColleagueAsync(app);
        var consent = await app.AskForConsentAsync();
        using var colleague = SignedIn.At(app, second, "arbetsyta");

        foreach (var page in new[] { "blankett", "papper", "muntligt", "aterkalla" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync($"{At(app, consent)}/{page}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync($"/arbetsyta/bekrafta/{Guid.Empty}")).StatusCode);
    }

    [Fact]
    public async Task The_registrator_of_the_party_that_recorded_it_opens_the_scan_from_the_log()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        await TakeDownAsync(app, staff, consent, (await TextAsync(app, consent)).Hash);
        var index = await app.LogSizeAsync() - 1;
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");

        var entry = await registrator.ReadAsync($"/registratur/logg/{index}");
        var scan = await registrator.GetAsync($"/registratur/logg/{index}/underlag");

        Assert.Contains($"/registratur/logg/{index}/underlag", entry, StringComparison.Ordinal);
        Assert.Equal(Pdf, await scan.Content.ReadAsByteArrayAsync(Ct));
    }

    private static string At(TestApp app, ConsentId consent) => $"/arbetsyta/arenden/{app.Case}/samtycken/{consent}";

    private static async Task<StaffMemberId> ColleagueAsync(TestApp app) =>
        await app.Get<MaintainParties>()
            .AddStaffAsync(app.Team, "Kim Kollega", StaffRole.Familjebehandlare, assesses: false, assessesProtectedIdentities: false, Ct);

    private static async Task<ShownText> TextAsync(TestApp app, ConsentId consent, string language = ConsentLanguages.Swedish)
    {
        await using var db = app.Hub.Database.NewContext();
        return await app.Hub.Texts.RenderAsync(db, await db.Consents.SingleAsync(c => c.Id == consent, Ct), language, Ct);
    }

    private static Task<HttpResponseMessage> TakeDownAsync(
        TestApp app, SignedIn staff, ConsentId consent, string number, byte[]? scan = null) =>
        staff.UploadAsync(
        $"{At(app, consent)}/papper",
        "Upload",
        scan ?? Pdf,
        ("text", "sv"),
        ("Signer", app.Mother.ToString()),
        ("Answer", "Yes"),
        ("Day", $"{app.Today:yyyy-MM-dd}"),
        ("Code", number),
        ("Identified", "Visade pass"),
        ("Reason", "Har ingen e-legitimation"));

    [GeneratedRegex("<span class=\"code\" dir=\"ltr\">([0-9a-f ]{14})</span>")]
    private static partial Regex Number();

    [GeneratedRegex("/arbetsyta/bekrafta/([0-9a-f-]{36})")]
    private static partial Regex Waiting();
}
