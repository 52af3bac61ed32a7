using System.Net;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;

namespace DelningsNav.Web.Tests.Arbetsyta;

/// <summary>The answer to a request as staff read it.</summary>
public sealed class AnswerPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sv", "Att vårdnadshavarna samtycker till att Utbildningsnämnden (Grundskola) visar frånvaro för Järva stadsdelsnämnd (Individ och familj) i ärende SST 2026/1.",
        "En prövning hos Utbildningsnämnden (Grundskola), som redan har frågan.")]
    [InlineData("en", "That the guardians consent to Utbildningsnämnden (Grundskola) showing absence to Järva stadsdelsnämnd (Individ och familj) in case SST 2026/1.",
        "An assessment by Utbildningsnämnden (Grundskola), who has the question already.")]
    public async Task A_referral_tells_whose_consent_to_what_and_whose_assessment_would_open_it(string language, string consent, string assessment)
    {
        await using var app = await TestApp.StartAsync();
        var request = await DecidedAsync(app);

        var page = WebUtility.HtmlDecode(await app.ReadPageAsync($"/arbetsyta/begaran/{request}", PageVisits.Staff(app.Familjebehandlare), language));

        Assert.Contains(consent, page, StringComparison.Ordinal);
        Assert.Contains(assessment, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denial_leads_to_the_rule_behind_it()
    {
        await using var app = await TestApp.StartAsync();
        var request = await DecidedAsync(app);
        await app.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement { RecordType = "franvaro", Outcome = AssessmentOutcome.Refuse, Reasoning = "Skäl", RefusalCaseNumber = "UTBN 2026/7" },
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
    public async Task The_holders_assessor_sees_what_each_ground_fell_on_and_whoever_asked_does_not()
    {
        await using var app = await TestApp.StartAsync();
        var request = await DecidedAsync(app);

        var holders = WebUtility.HtmlDecode(await app.ReadPageAsync($"/arbetsyta/provningar/{request}", PageVisits.Staff(app.Rektor)));
        var askers = WebUtility.HtmlDecode(await app.ReadPageAsync($"/arbetsyta/begaran/{request}", PageVisits.Staff(app.Familjebehandlare)));

        Assert.Contains("Inte uppfyllt: det finns ett samtycke", holders, StringComparison.Ordinal);
        Assert.DoesNotContain("Inte uppfyllt", askers, StringComparison.Ordinal);
    }

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
}
