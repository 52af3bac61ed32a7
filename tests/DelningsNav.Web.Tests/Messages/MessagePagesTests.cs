using System.Net;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;

namespace DelningsNav.Web.Tests.Messages;

/// <summary>The message boxes of families and staff as pages.</summary>
public sealed class MessagePagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guardian_gets_a_message_about_the_question_and_it_is_new_until_it_has_been_shown()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        var mother = PageVisits.Family(app.Mother);

        var home = await PageAsync(app, "/min-sida", mother);
        var first = await PageAsync(app, "/min-sida/meddelanden", mother);
        var then = await PageAsync(app, "/min-sida/meddelanden", mother);
        var homeThen = await PageAsync(app, "/min-sida", mother);

        Assert.Contains("1 nytt meddelande", home, StringComparison.Ordinal);
        Assert.Contains($"/min-sida/samtycken/{consent}", first, StringComparison.Ordinal);
        Assert.Contains("Du har fått en fråga", first, StringComparison.Ordinal);
        Assert.Equal(
            (true, false), (first.Contains(">Nytt<", StringComparison.Ordinal), then.Contains(">Nytt<", StringComparison.Ordinal)));
        Assert.DoesNotContain("class=\"tag", then, StringComparison.Ordinal);
        Assert.DoesNotContain("nytt meddelande", homeThen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/min-sida")]
    [InlineData("/min-sida/meddelanden")]
    public async Task A_blocked_guardian_gets_the_page_of_a_person_without_children_here(string path)
    {
        await using var app = await TestApp.StartAsync();
        await app.GiveConsentAsync();
        Assert.True(IdentityNumber.TryParse(TestNumbers.OfAge(52, app.Today), out var number));
        var stranger = await app.Get<MaintainRegister>().RegisterAsync(number, "Nils", "Testsson", SecurityMarking.None, Actor.Hub, Ct);
        await app.Get<MaintainRegister>().BlockGuardianAsync(app.Child, app.Father, "26:2", "SOC 2026/7", app.Today, Actor.Hub, Ct);

        var blocked = await PageAsync(app, path, PageVisits.Family(app.Father));
        var strangers = await PageAsync(app, path, PageVisits.Family(stranger));

        Assert.Equal(Same(strangers), Same(blocked));
    }

    [Theory]
    [InlineData("sv", "Familjen samtycker. Nu kan ni begära uppgifterna")]
    [InlineData("en", "The family consents. You can request the information now")]
    public async Task Staff_get_a_message_that_the_family_has_answered(string language, string words)
    {
        await using var app = await TestApp.StartAsync();
        await app.GiveConsentAsync();

        var page = WebUtility.HtmlDecode(
            await app.ReadPageAsync("/arbetsyta/meddelanden", PageVisits.Staff(app.Familjebehandlare), language));

        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains("SST 2026/1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nora", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_message_box_says_what_will_be_in_it()
    {
        await using var app = await TestApp.StartAsync();

        var family = await PageAsync(app, "/min-sida/meddelanden", PageVisits.Family(app.Mother));
        var staff = await PageAsync(app, "/arbetsyta/meddelanden", PageVisits.Staff(app.Familjebehandlare));

        Assert.All([family, staff], page => Assert.Contains("Inga meddelanden", page, StringComparison.Ordinal));
    }

    private static async Task<string> PageAsync(TestApp app, string path, System.Security.Claims.Claim who) =>
        WebUtility.HtmlDecode(await app.ReadPageAsync(path, who));

    private static string Same(string page) => System.Text.RegularExpressions.Regex.Replace(page, "__RequestVerificationToken[^>]*", "#");
}
