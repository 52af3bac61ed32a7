using System.Net;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Ending;

namespace DelningsNav.Web.Tests.Arbetsyta;

/// <summary>The consents of a case as staff read them: the state of each and since when, and never who has answered what.</summary>
public sealed class ConsentsPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sv", "Vi väntar på svar från familjen sedan")]
    [InlineData("en", "We have waited for the family’s answer since")]
    public async Task The_page_says_since_when_an_answer_is_awaited(string language, string words)
    {
        await using var app = await TestApp.StartAsync();
        await app.AskForConsentAsync();

        var page = await PageAsync(app, language);

        Assert.Contains(words, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_the_same_whichever_of_two_guardians_has_answered_yes_or_no()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        var asked = await PageAsync(app);
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.Yes);
        var oneYes = await PageAsync(app);
        await app.AnswerAsync(consent, app.Father, ConsentAnswer.No);
        var disagreed = await PageAsync(app);

        await using var other = await TestApp.StartAsync();
        var declined = await other.AskForConsentAsync();
        await other.AnswerAsync(declined, other.Mother, ConsentAnswer.No);
        await other.AnswerAsync(declined, other.Father, ConsentAnswer.No);

        Assert.Equal(WithoutIds(asked), WithoutIds(oneYes));
        Assert.Contains("Inte lämnat", disagreed, StringComparison.Ordinal);
        Assert.Equal(WithoutIds(disagreed), WithoutIds(await PageAsync(other)));
    }

    [Fact]
    public async Task Staff_who_are_not_assigned_to_the_case_get_the_page_of_an_unknown_case()
    {
        await using var app = await TestApp.StartAsync();
        await app.AskForConsentAsync();

        using var rektor = await app.VisitAsync($"/arbetsyta/arenden/{app.Case}/samtycken", PageVisits.Staff(app.Rektor));
        using var none = await app.VisitAsync($"/arbetsyta/arenden/{Guid.Empty}/samtycken", PageVisits.Staff(app.Familjebehandlare));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (rektor.StatusCode, none.StatusCode));
    }

    [Fact]
    public async Task An_ended_consent_cannot_be_ended_from_the_page()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();
        var before = await PageAsync(app);
        await app.Get<WithdrawConsent>().HandleAsync(consent, new Hub.Parties.Caller.Family(app.Mother), Ct);
        var after = await PageAsync(app);
        using var end = await app.VisitAsync(
            $"/arbetsyta/arenden/{app.Case}/samtycken/{consent}/avsluta", PageVisits.Staff(app.Familjebehandlare));

        Assert.Contains("/avsluta", before, StringComparison.Ordinal);
        Assert.DoesNotContain("/avsluta", after, StringComparison.Ordinal);
        Assert.Contains("Familjen tog tillbaka det", after, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, end.StatusCode);
    }

    private static async Task<string> PageAsync(TestApp app, string language = "sv") => WebUtility.HtmlDecode(
        await app.ReadPageAsync($"/arbetsyta/arenden/{app.Case}/samtycken", PageVisits.Staff(app.Familjebehandlare), language));

    private static string WithoutIds(string page) => System.Text.RegularExpressions.Regex.Replace(
        System.Text.RegularExpressions.Regex.Replace(page, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "#"),
        "__RequestVerificationToken[^>]*", "#");
}
