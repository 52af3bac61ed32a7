using System.Text.RegularExpressions;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Web.Mail;
using DelningsNav.Web.Tests.Api;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.MinSida;

/// <summary>
/// Enumeration by a blocked guardian who knows every id from before: at every address of Min sida, read and written, the answer is byte for
/// byte the answer to a person who has nothing to do with the child, and the answer for unknown ids.
/// </summary>
public sealed partial class BlockedGuardianTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_answers_a_blocked_guardian_like_a_stranger_and_like_an_unknown_id()
    {
        await using var app = await StartAsync();
        var (addresses, _) = await WorldAsync(app);
        using var blocked = SignedIn.At(app, app.Father);
        using var stranger = SignedIn.At(app, await StrangerAsync(app));

        // The first answer of a session sets a cookie for its forms.
        await SeenAsync(await blocked.GetAsync("/hjalp"));
        await SeenAsync(await stranger.GetAsync("/hjalp"));
        foreach (var (address, ofNothing) in addresses)
        {
            var answer = await SeenAsync(await blocked.GetAsync(address));

            Assert.Equal($"{address}\n{await SeenAsync(await stranger.GetAsync(address))}", $"{address}\n{answer}");
            Assert.Equal($"{address}\n{await SeenAsync(await blocked.GetAsync(ofNothing))}", $"{address}\n{answer}");
        }
    }

    [Fact]
    public async Task Every_form_answers_a_blocked_guardian_like_a_stranger_and_like_an_unknown_id_and_changes_nothing()
    {
        await using var app = await StartAsync();
        var (_, forms) = await WorldAsync(app);
        using var blocked = SignedIn.At(app, app.Father);
        using var stranger = SignedIn.At(app, await StrangerAsync(app));
        var size = await app.LogSizeAsync();

        foreach (var (address, ofNothing, fields) in forms)
        {
            var answer = await SeenAsync(await blocked.PostAsync(address, fields));

            Assert.Equal($"{address}\n{await SeenAsync(await stranger.PostAsync(address, fields))}", $"{address}\n{answer}");
            Assert.Equal($"{address}\n{await SeenAsync(await blocked.PostAsync(ofNothing, fields))}", $"{address}\n{answer}");
        }

        Assert.Equal(size, await app.LogSizeAsync());
    }

    // This shows what the comparison is worth: the other guardian gets a different answer at every one of these addresses. Only the page of
    // an answer that was recorded in the blocked guardian's own name belongs to nobody else.
    [Fact]
    public async Task The_same_addresses_answer_a_guardian_who_is_not_blocked()
    {
        await using var app = await StartAsync();
        var (addresses, _) = await WorldAsync(app);
        using var mother = SignedIn.At(app, app.Mother);
        using var blocked = SignedIn.At(app, app.Father);

        foreach (var (address, _) in addresses.Where(a => !a.Address.StartsWith("/min-sida/nedtecknade-svar/", StringComparison.Ordinal)))
        {
            Assert.NotEqual(
                $"{address}\n{await SeenAsync(await blocked.GetAsync(address))}",
                $"{address}\n{await SeenAsync(await mother.GetAsync(address))}");
        }
    }

    // A new page or form of Min sida must be compared too.
    [Fact]
    public async Task No_page_of_Min_sida_is_missing_from_these_tests()
    {
        await using var app = await StartAsync();
        var (addresses, forms) = await WorldAsync(app);
        var walked = addresses.Select(a => a.Address).Concat(forms.Select(f => f.Address))
            .Select(a => Id().Replace(a.Split('?')[0], "#"))
            .ToHashSet();

        var left = Directory.EnumerateFiles(
            Path.Combine(Root(), "src", "DelningsNav.Web", "Pages"), "*.cshtml", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Select(text => Route().Match(text)).Where(route => route.Success)
            .Select(route => route.Groups[1].Value)
            .Where(route => !walked.Any(new Regex($"^{Pattern(route)}$").IsMatch));

        Assert.Empty(left);
    }

    // A hub with e-mail, so that its page is compared too. The mother has an address, and nothing is sent.
    private static async Task<TestApp> StartAsync()
    {
        Assert.True(EmailAddress.TryParse("delningsnav@stad.example", out var from));
        var app = await TestApp.StartAsync(mail: new MailSetup(new MailServer("127.0.0.1", 9, SecureSocketOptions.None, from, null)));
        var (links, mother) = (app.Get<ManageEmailLink>(), new Caller.Family(app.Mother));
        var code = Assert.IsType<GiveEmailOutcome.SendCode>(await links.GiveAsync("anna@example.se", "sv", mother, Ct)).Code;
        Assert.IsType<ConfirmEmailOutcome.Confirmed>(await links.ConfirmAsync(code, mother, Ct));
        return app;
    }

    // Consents in every state that a page shows, a receipt, readings, an emergency and a block; then the
    // father, who has signed, is blocked.
    private static async Task<(
        IReadOnlyList<(string Address, string OfNothing)> Addresses,
        IReadOnlyList<(string Address, string OfNothing, (string, string)[] Fields)> Forms)> WorldAsync(
        TestApp app)
    {
        var signed = await app.GiveConsentAsync();
        var asked = await app.AskForConsentAsync("betyg");
        var block = Assert.IsType<BlockOutcome.Blocked>(await app.Get<BlockDisclosure>().HandleAsync(
            app.Child, new BlockScope(RecordTypeCode.Parse("iup"), null, null), null, new Caller.Family(app.Father), Ct)).Block;
        var recorded = await CreatingCalls.RecordedAnswerAsync(app, asked, app.Father);
        using (var client = app.Client())
        {
            var request = (await client.RequestInformationAsync(app.Ask("betyg"), Ct)).Request;
            await app.Get<ReleaseInformation>().HandleAsync(new(request), new Caller.Staff(app.Familjebehandlare), Opening.Everything, Ct);
            Assert.IsType<EmergencyOutcome.Declared>(await app.Get<DeclareEmergency>().HandleAsync(
                new(request), DeclareEmergency.Reason.Read("Fara"), EmergencyAccess.Usual, new Caller.Staff(app.Familjebehandlare), Ct));
        }

        await app.Get<MaintainRegister>()
            .BlockGuardianAsync(app.Child, app.Father, "Hot mot barnet", "SN 2026/3", app.Today, Actor.Hub, Ct);

        var (child, nobody) = ($"{app.Child}", $"{Guid.NewGuid()}");
        List<(string, string)> addresses =
        [
            ("/min-sida", "/min-sida"), ("/min-sida/lasningar", "/min-sida/lasningar"), ("/min-sida/meddelanden", "/min-sida/meddelanden"),
            ("/min-sida/epost", "/min-sida/epost"), ($"/min-sida/nedtecknade-svar/{recorded}", $"/min-sida/nedtecknade-svar/{nobody}"),
        ];
        foreach (var show in new[] { "", "?visa=fragor", "?visa=samtycken", "?visa=annat", "?visa=lasningar&sida=2" })
        {
            addresses.Add(($"/min-sida/lasningar/{child}{show}", $"/min-sida/lasningar/{nobody}{show}"));
        }

        foreach (var consent in new[] { signed, asked })
        {
            foreach (var view in new[]
            {
                "", "?text=en", "?andrad=true", "/kontroll?svar=ja&text=sv&hash=x", "/kontroll", "/klart", "/aterkalla",
            })
            {
                addresses.Add(($"/min-sida/samtycken/{consent}{view}", $"/min-sida/samtycken/{nobody}{view}"));
            }
        }

        foreach (var file in new[] { "", "/json", "/pdf" })
        {
            addresses.Add(($"/min-sida/samtycken/{signed}/kvitto{file}", $"/min-sida/samtycken/{nobody}/kvitto{file}"));
        }

        foreach (var view in new[]
        {
            "", "?havd=true", "/vad", "/hos?vad=franvaro", "/till?vad=franvaro", "/till?inget=true", "/kontroll?vad=franvaro",
            "/kontroll?vad=", $"/{block}/klart", $"/{block}/hav",
        })
        {
            addresses.Add(($"/min-sida/sparrar/{child}{view}", $"/min-sida/sparrar/{nobody}{view}"));
        }

        var (check, checkNobody) = ($"/min-sida/sparrar/{child}/kontroll", $"/min-sida/sparrar/{nobody}/kontroll");
        List<(string, string, (string, string)[])> forms =
        [
            (check, checkNobody, [("vad", "franvaro"), ("hos", ""), ("till", "")]),
            (check, checkNobody, [("vad", ""), ("hos", ""), ("till", "")]),
            ($"/min-sida/sparrar/{child}/{block}/hav", $"/min-sida/sparrar/{nobody}/{block}/hav", []),
            ($"/min-sida/sparrar/{child}/{block}/hav", $"/min-sida/sparrar/{child}/{Guid.NewGuid()}/hav", []),
            ("/min-sida/epost", "/min-sida/epost", [("Address", "ingen adress")]),
            ("/min-sida/epost?handler=Code", "/min-sida/epost?handler=Code", [("Code", "123456")]),
            ("/min-sida/epost?handler=NewCode", "/min-sida/epost?handler=NewCode", []),
            ("/min-sida/epost?handler=Remove", "/min-sida/epost?handler=Remove", []),
            ($"/min-sida/nedtecknade-svar/{recorded}", $"/min-sida/nedtecknade-svar/{nobody}", []),
        ];
        foreach (var consent in new[] { signed, asked })
        {
            var (read, readNobody) = ($"/min-sida/samtycken/{consent}", $"/min-sida/samtycken/{nobody}");
            forms.Add((read, readNobody, [("Answer", "ja"), ("hash", "x"), ("text", "sv")]));
            forms.Add(($"{read}/kontroll", $"{readNobody}/kontroll", [("svar", "ja"), ("hash", "x"), ("text", "sv")]));
            forms.Add(($"{read}/kontroll", $"{readNobody}/kontroll", [("svar", "")]));
            forms.Add(($"{read}/aterkalla", $"{readNobody}/aterkalla", []));
        }

        return (addresses, forms);
    }

    private static async Task<PersonId> StrangerAsync(TestApp app)
    {
        Assert.True(IdentityNumber.TryParse(TestNumbers.OfAge(52, app.Today), out var number));
        return await app.Get<MaintainRegister>().RegisterAsync(number, "Sam", "Strand", Policies.SecurityMarking.None, Actor.Hub, Ct);
    }

    // The status, the redirect, every header except the date, and the body. An id in a redirect is the one in the requested address.
    private static async Task<string> SeenAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var heads = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Date" or "Set-Cookie" or "Content-Length"))
                .OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
            var body = Token().Replace(await answer.Content.ReadAsStringAsync(Ct), "#");
            return Id().Replace($"{(int)answer.StatusCode}\n{string.Join('\n', heads)}\n{body}", "#");
        }
    }

    // A route with the ids of the compared addresses, and any word where the reader chooses among words.
    private static string Pattern(string route) =>
        ChosenWord().Replace(OptionalWord().Replace(RouteId().Replace(OptionalId().Replace(route, "(/#)?"), "#"), "(/[^/]+)?"), "[^/]+");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("""(?<=name="__RequestVerificationToken" type="hidden" value=")[^"]*""")]
    private static partial Regex Token();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex("""@page "(/min-sida[^"]*)""")]
    private static partial Regex Route();

    [GeneratedRegex(@"/\{\w+:guid\?\}")]
    private static partial Regex OptionalId();

    [GeneratedRegex(@"\{\w+:guid\}")]
    private static partial Regex RouteId();

    [GeneratedRegex(@"/\{\w+:regex\(.*\)\?\}")]
    private static partial Regex OptionalWord();

    [GeneratedRegex(@"\{\w+:regex\(.*\)\}")]
    private static partial Regex ChosenWord();
}
