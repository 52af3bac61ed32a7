using System.Net;

namespace DelningsNav.Web.Tests.Registratur;

/// <summary>The search of the log takes what anybody may write in its address.</summary>
public sealed class LogSearchTests
{
    [Theory]
    [InlineData("?fran=0001-01-01&till=9999-12-31")]
    [InlineData("?fran=0001-01-02")]
    [InlineData("?till=9999-12-31")]
    public async Task A_search_over_the_whole_calendar_finds_what_a_search_without_days_finds(string days)
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");

        using var answer = await registrator.GetAsync("/registratur/logg" + days);
        using var before = await registrator.GetAsync("/registratur/logg?fran=1900-01-01&till=1900-01-02");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (answer.StatusCode, before.StatusCode));
        Assert.Contains("/registratur/logg/", await TextAsync(answer), StringComparison.Ordinal);
        Assert.DoesNotContain("/registratur/logg/", await TextAsync(before), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_style_sheet_names_its_character_set()
    {
        await using var app = await TestApp.StartAsync();
        using var nobody = SignedIn.At(app, null, "");

        using var sheet = await nobody.GetAsync("/delningsnav.css");

        Assert.Equal("text/css; charset=utf-8", sheet.Content.Headers.ContentType!.ToString());
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
