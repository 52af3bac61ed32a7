using System.Net;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Arbetsyta;

/// <summary>The answer to a request as staff read it.</summary>
public sealed partial class AnswerPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        "sv",
        "Att vårdnadshavarna samtycker till att Utbildningsnämnden (Grundskola) visar frånvaro för "
        + "Järva stadsdelsnämnd (Individ och familj) i ärende SST 2026/1.",
        "En prövning hos Utbildningsnämnden (Grundskola), som redan har frågan.")]
    [InlineData(
        "en",
        "That the guardians consent to Utbildningsnämnden (Grundskola) showing absence to "
        + "Järva stadsdelsnämnd (Individ och familj) in case SST 2026/1.",
        "An assessment by Utbildningsnämnden (Grundskola), who has the question already.")]
    public async Task A_referral_says_whose_consent_to_what_and_whose_assessment_would_open_it(
        string language, string consent, string assessment)
    {
        await using var app = await TestApp.StartAsync();
        var request = await DecidedAsync(app);

        var page = WebUtility.HtmlDecode(
            await app.ReadPageAsync($"/arbetsyta/begaran/{request}", PageVisits.Staff(app.Familjebehandlare), language));

        Assert.Contains(consent, page, StringComparison.Ordinal);
        Assert.Contains(assessment, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denial_links_to_the_rule_behind_it()
    {
        await using var app = await TestApp.StartAsync();
        var request = await DecidedAsync(app);
        await app.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement
            {
                RecordType = RecordTypeCode.Parse("franvaro"),
                Outcome = AssessmentOutcome.Refuse,
                Reasoning = AssessRequest.Reasoning.Read("Skäl"),
                RefusalCaseNumber = AssessRequest.RefusalCaseNumber.Read("UTBN 2026/7"),
            },
            app.Rektor,
            Ct);
        await DecideAsync(app, request);

        var page = await app.ReadPageAsync($"/arbetsyta/begaran/{request}", PageVisits.Staff(app.Familjebehandlare));

        Assert.Contains("class=\"denial\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/regler/bar-refused\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await app.VisitAsync("/regler/bar-refused")).StatusCode);
        Assert.DoesNotContain("Det som skulle öppna", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_holders_assessor_sees_which_condition_of_each_ground_failed_and_the_requester_does_not()
    {
        await using var app = await TestApp.StartAsync();
        var request = await DecidedAsync(app);

        var holders = WebUtility.HtmlDecode(await app.ReadPageAsync($"/arbetsyta/provningar/{request}", PageVisits.Staff(app.Rektor)));
        var askers = WebUtility.HtmlDecode(
            await app.ReadPageAsync($"/arbetsyta/begaran/{request}", PageVisits.Staff(app.Familjebehandlare)));

        Assert.Contains("Inte uppfyllt: det finns ett samtycke", holders, StringComparison.Ordinal);
        Assert.DoesNotContain("Inte uppfyllt", askers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_family_is_asked_in_one_step_and_its_answer_causes_a_new_decision()
    {
        await using var app = await TestApp.StartAsync();
        var request = await DecidedAsync(app);
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        var token = TokenIn(await staff.ReadAsync($"/arbetsyta/begaran/{request}"));
        using var asked = await AskFamilyAsync(staff, request, token);
        var waiting = await staff.ReadAsync($"/arbetsyta/begaran/{request}?fragad=true");
        using var again = await AskFamilyAsync(staff, request, token);
        var consent = Assert.Single(await QuestionsAsync(app));
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.Yes);
        await app.AnswerAsync(consent, app.Father, ConsentAnswer.Yes);
        var granted = await staff.ReadAsync($"/arbetsyta/begaran/{request}");

        Assert.All(
            [asked, again], answer => Assert.Equal($"/arbetsyta/begaran/{request}?fragad=true", answer.Headers.Location?.OriginalString));
        Assert.NotEmpty(token);
        Assert.Contains("Familjen har fått frågan", waiting, StringComparison.Ordinal);
        Assert.Contains("Beviljad", granted, StringComparison.Ordinal);
        Assert.Single(await QuestionsAsync(app));
    }

    [Fact]
    public async Task With_a_token_of_another_denial_nobody_is_asked_and_the_page_says_what_to_do()
    {
        await using var app = await TestApp.StartAsync();
        var request = await DecidedAsync(app);
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        using var answer = await staff.PostAsync($"/arbetsyta/begaran/{request}?handler=Fraga", ("Tokens", "AAAAAAAAAAAAAAAAAAAAAA"));
        using var stranger = SignedIn.At(app, app.Rektor, "arbetsyta");
        using var others = await stranger.PostAsync(
            $"/arbetsyta/begaran/{request}?handler=Fraga", ("Tokens", TokenIn(await staff.ReadAsync($"/arbetsyta/begaran/{request}"))));

        Assert.Contains(
            "Något har ändrats sedan sidan visades.", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        Assert.Empty(await QuestionsAsync(app));
    }

    private static async Task<IReadOnlyList<ConsentId>> QuestionsAsync(TestApp app)
    {
        await using var db = app.Hub.Database.NewContext();
        return await db.Consents.Select(c => c.Id).ToListAsync(Ct);
    }

    private static string TokenIn(string page) => HiddenToken().Match(page).Groups[1].Value;

    private static Task<HttpResponseMessage> AskFamilyAsync(SignedIn staff, RequestId request, string token) =>
        staff.PostAsync($"/arbetsyta/begaran/{request}?handler=Fraga", ("Tokens", token));

    private static async Task<RequestId> DecidedAsync(TestApp app)
    {
        using var client = app.Client();
        var request = new RequestId((await client.RequestInformationAsync(app.Ask(), Ct)).Request);
        await DecideAsync(app, request);
        return request;
    }

    private static async Task DecideAsync(TestApp app, RequestId request)
    {
        using var decided = await app.SendAsync(
            HttpMethod.Post, $"/api/v1/information-requests/{request}/releases", $$"""{"staff":"{{app.Familjebehandlare}}"}""");
    }

    [GeneratedRegex("name=\"Tokens\" value=\"([^\"]+)\"")]
    private static partial Regex HiddenToken();
}
