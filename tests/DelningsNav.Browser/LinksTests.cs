using System.Net;
using System.Text.RegularExpressions;

namespace DelningsNav.Browser;

/// <summary>Every link leads to a page, for each person who sees it.</summary>
public sealed partial class LinksTests(Site site) : IClassFixture<Site>
{
    private const int MostPagesEach = 30;

    // The rules are the same for everybody and lead to each other only; tests of their own follow them (RulePagesTests).
    // Opening a document or changing the language leaves something behind for other tests, and a file is no page.
    private static readonly string[] NotFollowed =
        ["/regler/", "/regler?", "/utlamnanden/", "/sprak/", "/kontrollpunkt", "/kvitto", "/delningsnav."];

    [Fact]
    public async Task Every_demo_person_can_follow_every_link_on_the_first_pages_that_they_come_to()
    {
        var persons = PersonChoice().Matches(await ReadAsync(NewVisitor(), "/logga-in")).Select(m => m.Groups[1].Value).ToList();
        Assert.True(persons.Count > 10, "the demo city has persons to choose from");

        var broken = new List<string>();
        foreach (var person in persons)
        {
            using var visitor = NewVisitor();
            await SignInAsync(visitor, person);
            broken.AddRange((await BrokenAsync(visitor)).Select(link => $"{person}: {link}"));
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    private static async Task<List<string>> BrokenAsync(HttpClient visitor)
    {
        var (seen, waiting, broken) = (new HashSet<string> { "/" }, new Queue<(string Page, string From)>([("/", "")]), new List<string>());
        for (var opened = 0; opened < MostPagesEach && waiting.TryDequeue(out var next); opened++)
        {
            using var response = await visitor.GetAsync(new Uri(next.Page, UriKind.Relative), TestContext.Current.CancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                broken.Add($"{next.From} leads to {next.Page}, which answers {(int)response.StatusCode}");
                continue;
            }

            var here = response.RequestMessage!.RequestUri!;
            foreach (Match link in Link().Matches(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)))
            {
                // As a browser understands it: an address that does not begin with a slash is relative to this page.
                var leads = new Uri(here, WebUtility.HtmlDecode(link.Groups[1].Value));
                var target = leads.PathAndQuery;
                var isFollowed = leads.Authority == here.Authority
                    && !NotFollowed.Any(part => target.Contains(part, StringComparison.Ordinal));
                if (isFollowed && seen.Add(target))
                {
                    waiting.Enqueue((target, here.PathAndQuery));
                }
            }
        }

        return broken;
    }

    private static async Task SignInAsync(HttpClient visitor, string person)
    {
        var token = Token().Match(await ReadAsync(visitor, "/logga-in")).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["person"] = person, ["__RequestVerificationToken"] = token });
        using var response = await visitor.PostAsync(new Uri("/logga-in", UriKind.Relative), form, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static Task<string> ReadAsync(HttpClient visitor, string path) =>
        visitor.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private HttpClient NewVisitor() =>
        new(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(site.Address) };

    [GeneratedRegex("""name="person" value="([^"]+)""")]
    private static partial Regex PersonChoice();

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();

    [GeneratedRegex("""<a [^>]*href="([^"]+)""")]
    private static partial Regex Link();
}
