using System.Net;
using DelningsNav.Web.Pages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DelningsNav.Web.Tests.Languages;

/// <summary>How a reader chooses a language, and what surrounds every page.</summary>
public sealed class LanguageChoiceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_are_in_Swedish_whatever_language_the_browser_prefers()
    {
        await using var pages = await StartAsync();
        var client = pages.GetTestClient();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");

        var page = await client.GetStringAsync("/hjalp", Ct);

        Assert.Contains("<html lang=\"sv\" dir=\"ltr\">", page, StringComparison.Ordinal);
        Assert.Contains("Hjälp", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sv", "ltr", "Korta svar på det som många undrar.", "Kan jag ändra mig?")]
    [InlineData("sv-simple", "ltr", "Korta svar på det som många undrar.", "Ja, när du vill. Då slutar vi dela direkt.")]
    [InlineData("en", "ltr", "Short answers to what many people wonder.", "Can I change my mind?")]
    [InlineData("fi", "ltr", "Lyhyet vastaukset", "Voinko muuttaa mieleni?")]
    [InlineData("ar", "rtl", "أجوبة قصيرة", "هل يمكنني أن أغيّر رأيي؟")]
    [InlineData("so", "ltr", "Jawaabo gaaban", "Go'aankayga ma beddeli karaa?")]
    public async Task A_page_is_in_the_language_that_was_chosen_and_offers_every_other_by_its_own_name(
        string language, string direction, params string[] said)
    {
        await using var pages = await StartAsync();
        var client = pages.GetTestClient();
        var choice = await client.GetAsync($"/sprak/{language}?till=/hjalp", Ct);
        client.DefaultRequestHeaders.Add("Cookie", choice.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

        var page = WebUtility.HtmlDecode(await client.GetStringAsync("/hjalp", Ct));

        Assert.Contains($"<html lang=\"{language}\" dir=\"{direction}\">", page, StringComparison.Ordinal);
        Assert.All(said, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.All(
            [
                ("sv", "Svenska"), ("sv-simple", "Lättläst svenska"), ("en", "English"), ("fi", "Suomi"), ("ar", "العربية"),
                ("so", "Soomaali"),
            ],
            offered => Assert.Matches($"<a href=\"/sprak/{offered.Item1}\\?[^>]*lang=\"{offered.Item1}\"[^>]*>{offered.Item2}</a>", page));
        Assert.Matches($"hreflang=\"{language}\" rel=\"nofollow\" aria-current=\"true\"", page);
    }

    [Fact]
    public async Task A_language_that_is_not_offered_cannot_be_chosen()
    {
        await using var pages = await StartAsync();

        var answer = await pages.GetTestClient().GetAsync("/sprak/de?till=/hjalp", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/hjalp?a=b", "/hjalp?a=b")]
    [InlineData("//elak.example/", "/")]
    [InlineData("/\\elak.example/", "/")]
    [InlineData("https://elak.example/", "/")]
    [InlineData("", "/")]
    public async Task Choosing_a_language_never_leads_to_another_host(string till, string expected)
    {
        await using var pages = await StartAsync();

        var answer = await pages.GetTestClient().GetAsync($"/sprak/en?till={Uri.EscapeDataString(till)}", Ct);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
        Assert.Contains("httponly", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_style_guide_does_not_exist_outside_the_demonstration()
    {
        await using var pages = await StartAsync();

        var answer = await pages.GetTestClient().GetAsync("/stilguide", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task An_error_page_has_no_address_of_its_own()
    {
        await using var pages = await StartAsync();

        var answer = await pages.GetTestClient().GetAsync("/fel/500", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/brister", HttpStatusCode.InternalServerError, "Något gick fel hos oss")]
    [InlineData("/loggen-svarar-inte", HttpStatusCode.ServiceUnavailable, "Tjänsten kan inte svara just nu")]
    [InlineData("/nekas", HttpStatusCode.Forbidden, "Den här sidan är inte öppen för dig")]
    [InlineData("/finns-inte", HttpStatusCode.NotFound, "Sidan finns inte här")]
    [InlineData("/felaktig", HttpStatusCode.BadRequest, "Vi kunde inte ta emot det du skickade")]
    public async Task Every_error_is_explained_in_plain_words_with_its_own_status(string path, HttpStatusCode status, string title)
    {
        await using var pages = await StartAsync();

        var answer = await pages.GetTestClient().GetAsync(path, Ct);

        Assert.Equal(status, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains(title, text, StringComparison.Ordinal);
        Assert.DoesNotContain("hemlig orsak", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_gets_no_page_for_an_error()
    {
        await using var pages = await StartAsync();

        var answer = await pages.GetTestClient().GetAsync("/api/v1/finns-inte", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(Ct));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/finns-inte")]
    [InlineData("/brister")]
    public async Task Every_page_forbids_script_framing_and_keeping_a_copy(string path)
    {
        await using var pages = await StartAsync();

        var answer = await pages.GetTestClient().GetAsync(path, Ct);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HostPages).Assembly.GetName().Name,

            // Nobody changes the configuration of a test, and a machine has few watchers of files.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(new TestClock());
        builder.Services.AddSingleton(new HubCookies(AreSecure: false));
        PublicAddress.Add(builder.Services, origin: null, proxies: []);
        builder.Services.AddPagesDoor();
        var app = builder.Build();
        app.MapPagesDoor();
        app.MapGet("/brister", string () => throw new InvalidOperationException("hemlig orsak")).AllowAnonymous();
        app.MapGet("/loggen-svarar-inte", string () => throw new IOException("hemlig orsak")).AllowAnonymous();
        app.MapGet("/nekas", () => Results.StatusCode(403)).AllowAnonymous();
        app.MapGet("/felaktig", () => Results.StatusCode(400)).AllowAnonymous();
        await app.StartAsync(Ct);
        return app;
    }
}
