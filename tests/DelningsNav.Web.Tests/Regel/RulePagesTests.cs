using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Web.SignIn;

namespace DelningsNav.Web.Tests.Regel;

/// <summary>The pages about the rules: open to everybody, with figures for staff only.</summary>
public sealed partial class RulePagesTests
{
    private const string AbsenceToSocial = "/regler/kommunal-skola/socialnamnd/franvaro";
    private const string Figures = "Hittills:";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Anybody_may_read_the_table_with_version_law_hash_and_who_has_adopted_the_rules()
    {
        await using var app = await TestApp.StartAsync();

        var page = await ReadAsync(app, "/regler");

        Assert.Contains($"Version {app.Hub.Policies.Version}", page, StringComparison.Ordinal);
        Assert.Contains($"title=\"{app.Hub.Policies.Hash}\"", page, StringComparison.Ordinal);
        Assert.Contains("Utbildningsnämnden", page, StringComparison.Ordinal);
        Assert.Contains("sedan 2 november 2026, beslut UTBN 2026/1", page, StringComparison.Ordinal);
        Assert.Contains("Från kommunal skola till socialnämnd", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{AbsenceToSocial}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_says_what_the_table_shows()
    {
        await using var app = await TestApp.StartAsync();

        var direction = await ReadAsync(app, "/regler?fran=socialnamnd&till=kommunal-skola");
        var everywhere = await ReadAsync(app, "/regler?uppgift=sip");
        var nothing = await ReadAsync(app, "/regler?fran=region&till=socialnamnd&uppgift=betyg");

        Assert.Contains("/regler/socialnamnd/kommunal-skola/personakt", direction, StringComparison.Ordinal);
        Assert.DoesNotContain("/franvaro\"", direction, StringComparison.Ordinal);
        Assert.Contains("Från alla till alla mottagare", everywhere, StringComparison.Ordinal);
        Assert.Contains("/regler/region/socialnamnd/sip", everywhere, StringComparison.Ordinal);
        Assert.Contains("Den uppgiften finns inte där", nothing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_shows_every_rule_with_its_law_its_words_its_text_and_its_cases()
    {
        await using var app = await TestApp.StartAsync();

        var page = await ReadAsync(app, AbsenceToSocial);

        var rule = app.Hub.Policies.Rules.Single(r => r.Name == "consent-school-general");
        Assert.Contains(rule.Title.Swedish, page, StringComparison.Ordinal);
        Assert.Contains(rule.Missing.Swedish, page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode("permit ("), page, StringComparison.Ordinal);
        Assert.Contains("samtycket gäller fortfarande", page, StringComparison.Ordinal);
        Assert.Contains("/regler/bar-protected-identity", page, StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_has_a_page_of_its_own_that_says_where_it_applies()
    {
        await using var app = await TestApp.StartAsync();

        var page = await ReadAsync(app, "/regler/consider-social-child-support");
        var bar = await ReadAsync(app, "/regler/bar-open-case");

        Assert.Contains("<h1>OSL 26:9 st. 1 p. 1</h1>", page, StringComparison.Ordinal);
        Assert.Contains("barnet är under 18 år", page, StringComparison.Ordinal);
        Assert.Contains("/regler/socialnamnd/socialnamnd/personakt", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/regler/socialnamnd/kommunal-skola/personakt", page, StringComparison.Ordinal);
        Assert.Contains("Alla uppgifter, från alla och till alla mottagare.", bar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_link_of_the_table_leads_to_a_page()
    {
        await using var app = await TestApp.StartAsync();
        var direction = await ReadAsync(app, "/regler?fran=alla&till=socialnamnd");
        var everywhere = await ReadAsync(app, "/regler?fran=alla&till=alla");
        var links = Link().Matches(direction + everywhere).Select(link => WebUtility.HtmlDecode(link.Groups["to"].Value)).ToHashSet();

        var broken = new List<string>();
        foreach (var link in links)
        {
            using var answer = await app.VisitAsync(link);
            broken.AddRange(answer.StatusCode == HttpStatusCode.OK ? [] : [$"{link} answers {answer.StatusCode}"]);
        }

        Assert.True(links.Count > 100);
        Assert.Empty(broken);
    }

    [Fact]
    public async Task Every_rule_has_a_page()
    {
        await using var app = await TestApp.StartAsync();

        foreach (var rule in app.Hub.Policies.Rules)
        {
            var page = WebUtility.HtmlDecode(await ReadAsync(app, $"/regler/{rule.Name}"));
            Assert.Contains(rule.Title.Swedish, page, StringComparison.Ordinal);
            Assert.Contains(rule.Policy.Text, page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/regler/finns-inte")]
    [InlineData("/regler/kommunal-skola/socialnamnd/finns-inte")]
    [InlineData("/regler/kommunal-skola/finns-inte/franvaro")]
    [InlineData("/regler/socialnamnd/kommunal-skola/franvaro")]
    [InlineData("/regler?fran=finns-inte")]
    [InlineData("/regler?uppgift=finns-inte")]
    public async Task An_unknown_address_says_that_it_is_unknown(string path)
    {
        await using var app = await TestApp.StartAsync();

        using var answer = await app.VisitAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Sidan finns inte här", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AbsenceToSocial)]
    [InlineData("/regler/consent-school-general")]
    public async Task How_often_a_rule_has_decided_is_shown_to_staff_and_to_nobody_else(string path)
    {
        await using var app = await TestApp.StartAsync();

        var open = await ReadAsync(app, path);
        var family = await ReadAsync(app, path, new Claim(SignInSetup.PersonClaim, app.Mother.ToString()));
        var staff = await ReadAsync(app, path, Staff(app.Familjebehandlare));
        var registrator = await ReadAsync(app, path, Staff(app.Registrator));

        Assert.All([open, family], page => Assert.DoesNotContain(Figures, page, StringComparison.Ordinal));
        Assert.All([staff, registrator], page => Assert.Contains(Figures, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_count_below_five_is_shown_only_as_fewer_than_five()
    {
        await using var app = await TestApp.StartAsync();
        await app.GiveConsentAsync();
        await DecideAsync(app, RuleFigures.Least - 1);
        var four = await ReadAsync(app, AbsenceToSocial, Staff(app.Registrator));
        await DecideAsync(app, 1);
        var five = await ReadAsync(app, AbsenceToSocial, Staff(app.Registrator));

        Assert.Contains("utlämnat färre än 5, till", four, StringComparison.Ordinal);
        Assert.Contains("utlämnat 5, till", five, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_to_the_log_when_the_rules_are_read()
    {
        await using var app = await TestApp.StartAsync();
        var before = await app.LogSizeAsync();

        await ReadAsync(app, "/regler", Staff(app.Registrator));
        await ReadAsync(app, AbsenceToSocial, Staff(app.Registrator));

        Assert.Equal(before, await app.LogSizeAsync());
    }

    private static Claim Staff(StaffMemberId id) => PageVisits.Staff(id);

    private static async Task DecideAsync(TestApp app, int times)
    {
        for (var time = 0; time < times; time++)
        {
            using var client = app.Client();
            var asked = await client.RequestInformationAsync(app.Ask(), Ct);
            await client.ReleaseAsync(asked.Request, app.Familjebehandlare.Value, Ct);
        }
    }

    private static Task<string> ReadAsync(TestApp app, string path, Claim? claim = null) => app.ReadPageAsync(path, claim);

    [GeneratedRegex("href=\"(?<to>/regler[^\"#]*)\"")]
    private static partial Regex Link();
}
