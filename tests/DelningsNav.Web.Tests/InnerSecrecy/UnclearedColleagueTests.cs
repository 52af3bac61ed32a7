using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using DelningsNav.Web.Api;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Tests.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DelningsNav.Web.Tests.InnerSecrecy;

/// <summary>
/// A colleague who is not cleared walks every page and every call of the running hub, with an id of each kind in each place, and finds
/// nothing of a child with protected identity (ADR 0044). The pages and calls are found from the endpoints.
/// </summary>
public sealed partial class UnclearedColleagueTests
{
    // These pages list what the walk itself does: the own readings of the log, and the own sessions. They are walked without the
    // comparison.
    private static readonly string[] ListsTheWalk = ["registratur/logg", "inloggning"];

    private static readonly string[] Tables =
    [
        "cases", "consents", "information_requests", "recorded_answers", "prevented_guardians", "emergency_accesses", "disclosure_blocks",
        "decisions", "records",
    ];

    // The walk opens this many entries of the log: all that are there when it begins.
    private const int Entries = 120;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_uncleared_colleague_finds_neither_the_child_nor_a_number_with_it_on_any_page()
    {
        await using var app = await TestApp.StartAsync();
        var colleagues = await ColleaguesAsync(app);
        var lists = Pages(app).Where(page => page.Parameters.Count == 0).Select(page => page.RawText!).ToList();
        var before = await ListsAsync(app, colleagues, lists);
        await LiveThroughMuchAsync(app, colleagues[0].Staff);
        var unprotected = await ListsAsync(app, colleagues, lists);
        await ProtectAsync(app);

        var found = await ListsAsync(app, colleagues, lists);

        Assert.All(colleagues.Where(c => c.SeesTheChild), c => Assert.NotEqual(Of(before, c), Of(unprotected, c)));
        Assert.True(before.All(page => page.Value == found[page.Key]), string.Join('\n', before
            .Where(page => page.Value != found[page.Key]).Select(page => Differing(page.Key, page.Value, found[page.Key]))));
    }

    [Fact]
    public async Task Every_page_answers_an_uncleared_colleague_about_the_child_as_about_what_does_not_exist()
    {
        await using var app = await TestApp.StartAsync();
        var colleagues = await ColleaguesAsync(app);
        await LiveThroughMuchAsync(app, colleagues[0].Staff);
        await ProtectAsync(app);
        var ids = await IdsAsync(app);
        IReadOnlyList<string> oneOfEach = [.. ids.Take(Tables.Length + 1)];
        var places = (await PlacesAsync(app)).Where(place => place.Method == "Get").ToList();

        foreach (var (name, staff, area, _) in colleagues)
        {
            using var colleague = SignedIn.At(app, staff, area);
            foreach (var place in places)
            {
                await WalkAsync(app, ids, Addresses(place.Pattern, oneOfEach).Select(path => path + place.Handler), name, async path =>
                {
                    using var answer = await colleague.GetAsync(path);
                    return (answer.StatusCode, Stable(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct))));
                });
            }
        }
    }

    [Fact]
    public async Task No_form_of_an_uncleared_colleague_does_anything_about_the_child()
    {
        await using var app = await TestApp.StartAsync();
        var colleagues = await ColleaguesAsync(app);
        await LiveThroughMuchAsync(app, colleagues[0].Staff);
        await ProtectAsync(app);
        var ids = await IdsAsync(app);
        IReadOnlyList<string> oneOfEach = [.. ids.Take(Tables.Length + 1)];
        var places = (await PlacesAsync(app)).Where(place => place.Method == "Post").ToList();
        var before = await app.LogSizeAsync();

        foreach (var (name, staff, area, _) in colleagues)
        {
            using var colleague = SignedIn.At(app, staff, area);
            foreach (var place in places)
            {
                var paths = Addresses(place.Pattern, oneOfEach).Where(path => ids.Any(path.Contains));
                await WalkAsync(app, ids, paths.Select(path => path + place.Handler), name, async path =>
                {
                    using var answer = await colleague.PostAsync(path);
                    return (answer.StatusCode, Stable(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct))));
                });
            }
        }

        Assert.Equal(0, await app.AskDatabaseAsync(
            $"SELECT COUNT(*) FROM log_entries WHERE idx >= {before} AND child_token IS NOT NULL AND kind <> 'opening-refused'"));
    }

    [Fact]
    public async Task No_call_for_an_uncleared_colleague_or_of_an_uncleared_system_says_anything_of_the_child()
    {
        await using var app = await TestApp.StartAsync();
        var colleagues = await ColleaguesAsync(app);
        await LiveThroughMuchAsync(app, colleagues[0].Staff);
        await ProtectAsync(app);
        var ids = await IdsAsync(app);
        await app.ClearSystemsAsync(isCleared: true);
        foreach (var (name, staff, _, _) in colleagues)
        {
            await WalkCallsAsync(app, ids, Calls(app).Where(NamesStaff), name, staff);
        }

        await app.ClearAsync();
        await app.ClearSystemsAsync(isCleared: false);
        await WalkCallsAsync(app, ids, Calls(app), "cleared", app.Familjebehandlare);
    }

    [Fact]
    public async Task A_cleared_colleague_finds_the_child_again()
    {
        await using var app = await TestApp.StartAsync();
        var colleagues = await ColleaguesAsync(app);
        await LiveThroughMuchAsync(app, colleagues[0].Staff);
        await ProtectAsync(app);
        using var colleague = SignedIn.At(app, colleagues[0].Staff, "arbetsyta");
        var before = await colleague.ReadAsync("/arbetsyta");

        await app.ClearAsync(colleagues[0].Staff);
        var after = await colleague.ReadAsync("/arbetsyta");

        Assert.DoesNotContain("Nora", before);
        Assert.Contains("Nora", after);
    }

    [Fact]
    public async Task The_board_has_a_page_where_the_head_of_the_unit_clears_the_staff_and_not_themselves()
    {
        await using var app = await TestApp.StartAsync();
        var staff = await AddAsync(app, "Kim Kollega", StaffRole.Kurator);
        var head = await AddAsync(app, "Lena Ledare", StaffRole.Enhetschef);
        using var lead = SignedIn.At(app, head, "arbetsyta");
        using var colleague = SignedIn.At(app, staff, "arbetsyta");

        var page = await lead.ReadAsync("/arbetsyta/skyddade-uppgifter");
        using var given = await lead.PostAsync("/arbetsyta/skyddade-uppgifter?handler=Ge", ("id", staff.ToString()));
        using var own = await lead.PostAsync("/arbetsyta/skyddade-uppgifter?handler=Ge", ("id", head.ToString()));
        using var others = await colleague.GetAsync("/arbetsyta/skyddade-uppgifter");

        Assert.Contains("Kim Kollega", page);
        Assert.DoesNotContain("Lena Ledare", page.Split("<h1>")[1]);
        Assert.Equal(HttpStatusCode.Redirect, given.StatusCode);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (own.StatusCode, others.StatusCode));
        Assert.Contains("Har behörighet", await lead.ReadAsync("/arbetsyta/skyddade-uppgifter"));
    }

    // Each address says nothing of the child, and the same as it says about an id that does not exist.
    private static async Task WalkAsync(
        TestApp app, IReadOnlyList<string> ids, IEnumerable<string> paths, string who, Func<string, Task<(HttpStatusCode, string)>> visit)
    {
        var (never, secrets) = (Guid.NewGuid().ToString(), Secrets(app, ids));
        var ofNothing = new Dictionary<string, (HttpStatusCode, string)>();
        foreach (var path in paths)
        {
            var like = ids.Aggregate(path, (text, id) => text.Replace(id, never, StringComparison.Ordinal));
            var (status, body) = await visit(path);
            Assert.NotEqual(HttpStatusCode.InternalServerError, status);
            Assert.DoesNotContain(secrets, secret => !path.Contains(secret) && Says(body, secret, $"{who} {path}"));
            if (like == path)
            {
                continue;
            }

            if (!ofNothing.TryGetValue(like, out var nothing))
            {
                ofNothing[like] = nothing = await visit(like);
            }

            Assert.Equal(
                $"{who} {like}\n{nothing.Item1}\n{nothing.Item2}",
                $"{who} {like}\n{status}\n"
                + ids.Aggregate(body, (text, id) => text.Replace(id, never, StringComparison.OrdinalIgnoreCase)));
            if (status == HttpStatusCode.Forbidden)
            {
                // What is forbidden is so whatever the id: the area is closed, or the system may not make the call.
                return;
            }
        }
    }

    private static async Task WalkCallsAsync(
        TestApp app, IReadOnlyList<string> ids, IEnumerable<RouteEndpoint> calls, string who, StaffMemberId staff)
    {
        IReadOnlyList<string> oneOfEach = [.. ids.Take(Tables.Length + 1)];
        foreach (var key in new[] { app.SocialKey, app.SchoolKey })
        {
            foreach (var call in calls)
            {
                var method = new HttpMethod(call.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0]);
                var example = call.Metadata.OfType<TakesExample>().FirstOrDefault()?.Json;
                var query = method == HttpMethod.Get && call.Metadata.GetRequiredMetadata<ActsFor>().Staff ? $"?staff={staff}" : "";
                await WalkAsync(app, ids, Addresses(call.RoutePattern, oneOfEach), $"{who} {method}", async path =>
                {
                    using var answer = await app.SendAsync(
                        method, path + query, example is null ? null : BodyOf(example, app, staff), key, Guid.NewGuid().ToString());
                    return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
                });
            }
        }
    }

    private static List<RouteEndpoint> Calls(TestApp app)
    {
        var calls = Endpoints(app).Where(e => e.Metadata.GetMetadata<OperationOf>() is not null).ToList();
        Assert.True(calls.Count > 20);
        return calls;
    }

    private static bool NamesStaff(RouteEndpoint call) =>
        call.Metadata.GetRequiredMetadata<ActsFor>().Staff
        || call.Metadata.OfType<TakesExample>().FirstOrDefault()?.Json.Contains("\"staff\"", StringComparison.Ordinal) == true;

    private static string Differing(string page, string before, string after) => string.Join(
        "\n", new[] { page }.Concat(after.Split('\n').Except(before.Split('\n'))));

    private static string Of(Dictionary<string, string> pages, Colleague colleague) => string.Concat(
        pages.Where(p => p.Key.StartsWith(colleague.Name, StringComparison.Ordinal)).OrderBy(p => p.Key).Select(p => p.Value));

    // The first is assigned to the case, and all of them may do what their task is. They only lack the clearance.
    private static async Task<IReadOnlyList<Colleague>> ColleaguesAsync(TestApp app)
    {
        var unit = await app.Get<MaintainParties>().AddUnitAsync(app.School, "Kansliet", "Järva", Ct);
        return
        [
            new("assigned", await AddAsync(app, "Kim Kollega", StaffRole.Kurator), "arbetsyta", true),
            new("head", await AddAsync(app, "Lena Ledare", StaffRole.Enhetschef), "arbetsyta", true),
            new("assessor", app.Rektor, "arbetsyta", true),
            new("registrator", app.Registrator, "registratur", true),
            new(
                "school's registrator",
                await app.Get<MaintainParties>().AddStaffAsync(unit, "Rita Registrator", StaffRole.Registrator, false, false, Ct),
                "registratur", true),
            new(
                "owner",
                await app.Get<MaintainParties>().AddStaffAsync(unit, "Siv System", StaffRole.Systemagare, false, false, Ct),
                "administration", false),
        ];
    }

    private static Task<StaffMemberId> AddAsync(TestApp app, string name, StaffRole role) =>
        app.Get<MaintainParties>().AddStaffAsync(app.Team, name, role, assesses: false, assessesProtectedIdentities: false, Ct);

    // Something of every kind that a queue, a count, a message or a list can have.
    private static async Task LiveThroughMuchAsync(TestApp app, StaffMemberId assigned)
    {
        await app.Get<MaintainCases>().AssignAsync(app.Case, assigned, app.Familjebehandlare, Ct);
        await app.AnswerAsync(await app.AskForConsentAsync("disciplinarende"), app.Mother, ConsentAnswer.No);
        await app.Get<WithdrawConsent>().HandleAsync(await app.GiveConsentAsync(), new Caller.Family(app.Mother), Ct);
        await CreatingCalls.RecordedAnswerAsync(app, await PreventedAsync(app));
        using (var client = app.Client())
        {
            var request = (await client.RequestInformationAsync(app.Ask(), Ct)).Request;
            await app.Get<ReleaseInformation>().HandleAsync(
                new RequestId(request), new Caller.Staff(app.Familjebehandlare), Opening.Everything, Ct);
            await app.Get<DeclareEmergency>().HandleAsync(
                new RequestId(request), DeclareEmergency.Reason.Read("Eleven är försvunnen"), TimeSpan.FromDays(1),
                new Caller.Staff(app.Familjebehandlare), Ct);
        }

        Assert.IsType<BlockOutcome.Blocked>(await app.Get<BlockDisclosure>().HandleAsync(
            app.Child, new BlockScope(RecordTypeCode.Parse("disciplinarende"), app.School, null),
            new BlockReason(
                BlockDisclosure.Reason.Read("Kan antas lida men"), BlockDisclosure.Law.Read("OSL 23:2"),
                BlockDisclosure.CaseNumber.Read("UTBN 2026/7")),
            new Caller.Staff(app.Rektor), Ct));
    }

    private static async Task<ConsentId> PreventedAsync(TestApp app)
    {
        var outcome = await app.Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = app.Case,
                Scopes = [new(app.School, [RecordTypeCode.Parse("franvaro")])],
                DataFrom = app.Today.AddDays(-400),
                DataTo = app.Today.AddDays(100),
                ValidUntil = app.Clock.GetUtcNow().AddDays(180),
                Prevented = new PreventionAsk
                {
                    Guardian = app.Father,
                    Cause = PreventionCause.Away,
                    Reason = PreventionAsk.ReasonField.Read("Till sjöss"),
                    Urgency = PreventionAsk.UrgencyField.Read("Mötet är i morgon"),
                },
            },
            new Caller.Staff(app.Familjebehandlare),
            Ct);
        return Assert.Single(Assert.IsType<AskOutcome.Asked>(outcome).Consents);
    }

    // Straight in the database, so that everything that waits still waits: the register's own change ends the consents. Sealed as the
    // hub's own change: otherwise the child would be closed because its rows were changed, and not because of the marking.
    private static async Task ProtectAsync(TestApp app)
    {
        await app.AskDatabaseAsync(
            $"UPDATE persons SET marking = 'SkyddadFolkbokforing' WHERE lower(id) = '{app.Child}';"
            + " SELECT CASE WHEN changes() = 1 THEN 1 ELSE 1 / 0 END");
        await app.SealAsync(SubjectId.Of(app.Child));
    }

    private static async Task<Dictionary<string, string>> ListsAsync(
        TestApp app, IReadOnlyList<Colleague> colleagues, IReadOnlyList<string> paths)
    {
        var pages = new Dictionary<string, string>();
        foreach (var (name, staff, area, _) in colleagues)
        {
            using var colleague = SignedIn.At(app, staff, area);
            foreach (var path in paths.Where(path => !ListsTheWalk.Contains(path)))
            {
                using var answer = await colleague.GetAsync(path);
                var body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
                pages[$"{name} {path}"] = $"{answer.StatusCode} {Stable(body)}";
            }
        }

        return pages;
    }

    // Tokens of forms differ each time. The registrator's own readings, and the size of the whole log, grow by each page that is opened.
    // The walk's own refusals raise an alarm.
    private static string Stable(string page) => Tokens().Replace(OwnReadings().Replace(OwnAlarm().Replace(page, ""), ""), "");

    private static IEnumerable<RouteEndpoint> Endpoints(TestApp app) =>
        app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private static IReadOnlyList<RoutePattern> Pages(TestApp app)
    {
        var pages = Endpoints(app)
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(e => e.RoutePattern)
            .Where(pattern => pattern.RawText is { } text && !text.StartsWith("logga-", StringComparison.Ordinal))
            .DistinctBy(pattern => pattern.RawText).ToList();
        Assert.True(pages.Count > 50);
        return pages;
    }

    // Every handler of every page, and every address that is neither a page nor a call of a system.
    private static async Task<IReadOnlyList<Place>> PlacesAsync(TestApp app)
    {
        var loader = app.Services.GetRequiredService<PageLoader>();
        var places = new List<Place>();
        foreach (var endpoint in Endpoints(app).DistinctBy(e => (e.RoutePattern.RawText, e.Metadata.GetMetadata<OperationOf>() is null)))
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var handlers = (await loader.LoadAsync(page, EndpointMetadataCollection.Empty)).HandlerMethods;
                places.AddRange(handlers.Select(handler => new Place(
                    endpoint.RoutePattern, handler.HttpMethod, handler.Name is { } name ? $"?handler={name}" : "")));
            }
            else if (endpoint.Metadata.GetMetadata<OperationOf>() is null
                && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            {
                places.Add(new Place(endpoint.RoutePattern, "Get", ""));
            }
        }

        Assert.Contains(places, place => place.Method == "Get" && place.Handler.Length > 0);
        return [.. places.Where(p => !p.Pattern.RawText!.StartsWith("logga-", StringComparison.Ordinal))];
    }

    // Every id in every place where an address takes one.
    private static IEnumerable<string> Addresses(RoutePattern pattern, IReadOnlyList<string> ids)
    {
        IEnumerable<string> addresses = [""];
        foreach (var segment in pattern.PathSegments)
        {
            var (before, part) = (addresses.ToList(), segment.Parts[^1]);
            var values = part is RoutePatternParameterPart parameter
                ? Values(parameter, ids)
                : [string.Concat(segment.Parts.OfType<RoutePatternLiteralPart>().Select(p => p.Content))];
            addresses = before.SelectMany(address => values.Select(value => value.Length == 0 ? address : $"{address}/{value}"));
        }

        return addresses;
    }

    private static IEnumerable<string> Values(RoutePatternParameterPart parameter, IReadOnlyList<string> ids)
    {
        var rules = parameter.ParameterPolicies.Select(policy => policy.Content ?? "").ToList();
        var regex = rules.Find(rule => rule.StartsWith("regex(", StringComparison.Ordinal));
        var values = regex is not null ? Words().Matches(regex["regex".Length..]).Select(m => m.Value)
            : rules.Contains("guid") ? ids
            : rules.Contains("long") ? Enumerable.Range(0, Entries).Select(i => i.ToString(CultureInfo.InvariantCulture))
            : ["404"];
        return parameter.IsOptional ? ["", .. values] : values;
    }

    // The child, one id of each table, and then all others.
    private static async Task<IReadOnlyList<string>> IdsAsync(TestApp app)
    {
        Assert.InRange(await app.LogSizeAsync(), 1, Entries);
        await using var db = app.Hub.Database.NewContext();
        var (first, rest) = (new List<string> { app.Child.ToString() }, new List<string>());
        foreach (var table in Tables)
        {
#pragma warning disable EF1002 // The names of tables are the constants above.
            var ids = await db.Database.SqlQueryRaw<string>($"SELECT id AS \"Value\" FROM {table}").ToListAsync(Ct);
#pragma warning restore EF1002
            Assert.NotEmpty(ids);
            first.Add(ids[0]);
            rest.AddRange(ids.Skip(1));
        }

        return [.. first.Concat(rest).Select(id => id.ToLowerInvariant())];
    }

    private static IReadOnlyList<string> Secrets(TestApp app, IReadOnlyList<string> ids) =>
        ["Nora", "SST 2026/1", app.ChildsNumber, "Till sjöss", "Eleven är försvunnen", .. ids];

    // A proof in base64 may have the four letters of the name by chance. The pattern is slow, and is needed only where the letters are.
    private static bool Says(string body, string secret, string where) =>
        body.Contains(secret, StringComparison.OrdinalIgnoreCase)
        && Regex.IsMatch(body, $"(?<![A-Za-z0-9+/]){Regex.Escape(secret)}(?![A-Za-z0-9+/])", RegexOptions.IgnoreCase)
            ? throw new InvalidOperationException($"{where} says `{secret}`")
            : false;

    private static string BodyOf(string example, TestApp app, StaffMemberId staff)
    {
        var body = JsonNode.Parse(example)!;
        if (body is JsonObject fields)
        {
            foreach (var (name, value) in new Dictionary<string, string>
            {
                ["staff"] = staff.ToString(),
                ["child"] = app.Child.ToString(),
                ["case"] = app.Case.ToString(),
                ["holder"] = app.School.ToString(),
                ["signer"] = app.Mother.ToString(),
                ["identityNumber"] = app.ChildsNumber,
                ["personnummer"] = app.ChildsNumber,
            })
            {
                if (fields.ContainsKey(name))
                {
                    fields[name] = value;
                }
            }
        }

        return body.ToJsonString();
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="[^"]+"|\?v=[\w-]+|"[^"]*(?:utkast|kast)=[^"]*""")]
    private static partial Regex Tokens();

    [GeneratedRegex("""<p class="hint">[^<]*</p>|\b\d[\d ]* (?:poster|händelser)\b""")]
    private static partial Regex OwnReadings();

    [GeneratedRegex("<h2>Larm om försök</h2>.*?</ul>", RegexOptions.Singleline)]
    private static partial Regex OwnAlarm();

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Words();

    private sealed record Place(RoutePattern Pattern, string Method, string Handler);

    private sealed record Colleague(string Name, StaffMemberId Staff, string Area, bool SeesTheChild);
}
