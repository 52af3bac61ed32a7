using System.Net;
using System.Text.RegularExpressions;
using DelningsNav.Demo.City;
using DelningsNav.Demo.SignIn;
using DelningsNav.Hub;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DelningsNav.Demo.Tests;

/// <summary>The pages that the demo adds to the hub.</summary>
public sealed partial class DemoPagesTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("delningsnav-demo-pages-");
    private HubStart _hub = null!;
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Starts the demo over an empty hub with one person to sign in as. Its pages need no city.</summary>
    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DemoStart).Assembly.GetName().Name,
            EnvironmentName = "Development",
            Args = ["--urls=http://127.0.0.1:0", $"--data={_folder.FullName}"],
        });
        builder.Logging.ClearProviders();
        var ready = Assert.IsType<DemoStart.Ready>(DemoStart.Read(builder, TimeProvider.System));
        _hub = await HubStart.OpenAsync(ready.Hub.Settings, ready.Hub.Clock, Ct);
        builder.AddDemo(ready.Demo);
        _app = HubApp.Compose(builder, ready.Hub, _hub);
        ready.Demo.Clock.Offset = TimeSpan.Zero;
        var anna = await _app.Services.GetRequiredService<MaintainRegister>().RegisterAsync(
            new FictitiousNumbers().Adult(), "Anna", "Påhitt", SecurityMarking.None, Actor.Hub, Ct);
        _app.Services.GetRequiredService<DemoSignIn>().Open(new DemoPersons(
            [new DemoPerson("anna", "Anna Påhitt", "Ser sina barn.", "Sees her children.", null, anna.Value, ["minsida"])]));
        _app.MapGet("/api/v1/prov", (int limit) => limit > 0 ? limit : throw new InvalidOperationException()).AllowAnonymous();
        await _app.StartAsync(Ct);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _hub.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/logga-in")]
    [InlineData("/stilguide")]
    [InlineData("/finns-inte")]
    public async Task Every_page_says_that_everything_is_invented(string path)
    {
        var page = await ReadAsync(path);

        Assert.Contains("Alla personer, ärenden och uppgifter här är påhittade.", page, StringComparison.Ordinal);
        Assert.Matches("<link rel=\"stylesheet\" href=\"/demo.css[^\"]*\">", page);
    }

    [Fact]
    public async Task The_style_of_the_demo_is_served()
    {
        using var sheet = await GetAsync("/demo.css");

        Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);
    }

    [Fact]
    public async Task A_visitor_signs_in_by_choosing_a_person()
    {
        var page = await ReadAsync("/logga-in");
        Assert.Contains("Anna Påhitt", page, StringComparison.Ordinal);

        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["person"] = "anna", ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value });
        using var signedIn = await _http.PostAsync(new Uri("/logga-in", UriKind.Relative), form, Ct);

        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Contains("Anna Påhitt", await ReadAsync("/min-sida"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", HttpStatusCode.BadRequest)]
    [InlineData("0", HttpStatusCode.InternalServerError)]
    public async Task What_goes_wrong_in_a_call_is_answered_with_a_problem_and_not_with_the_page_for_developers(
        string limit, HttpStatusCode answered)
    {
        using var answer = await GetAsync($"/api/v1/prov?limit={limit}");

        Assert.Equal((answered, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("exception", await answer.Content.ReadAsStringAsync(Ct), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_person_who_is_not_in_the_city_cannot_be_chosen()
    {
        var page = await ReadAsync("/logga-in");

        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["person"] = "okand", ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value });
        using var answer = await _http.PostAsync(new Uri("/logga-in", UriKind.Relative), form, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync("/min-sida")).StatusCode);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative), Ct);

    private async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}
