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

    [Theory]
    [InlineData("handelse=openings-alarmed", "#handelse")]
    [InlineData("utfall=kanske", "#utfall")]
    [InlineData("handelse=decided&handelse=finns-inte", "#handelse")]
    public async Task A_choice_that_is_not_on_its_list_is_refused_and_nothing_is_searched(string query, string field)
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");
        var before = await app.LogSizeAsync();

        using var answer = await registrator.GetAsync("/registratur/logg?" + query);
        var page = WebUtility.HtmlDecode(await TextAsync(answer));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"href=\"{field}\"", page, StringComparison.Ordinal);
        Assert.Contains("Välj i listan och sök igen", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/registratur/logg/", page, StringComparison.Ordinal);
        Assert.Equal(before, await app.LogSizeAsync());
    }

    [Fact]
    public async Task A_fault_of_the_log_is_in_swedish_and_its_technical_text_is_announced_as_english()
    {
        await using var app = await TestApp.StartAsync();
        await app.AskDatabaseAsync("UPDATE log_entries SET payload = NULL WHERE idx = 3; SELECT 0");
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");
        await registrator.ReadAsync("/registratur/verifiera");

        using var started = await registrator.PostAsync("/registratur/verifiera");
        var page = await registrator.ReadAsync("/registratur/verifiera");

        Assert.Contains("Loggen stämmer inte: 1 fel", page, StringComparison.Ordinal);
        Assert.Matches("Teknisk beskrivning \\(på engelska\\)</p>\\s*<p class=\"hint\" lang=\"en\">", page);
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
