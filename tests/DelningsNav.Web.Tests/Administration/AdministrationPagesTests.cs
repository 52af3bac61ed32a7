using System.Net;
using System.Text;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies.Bundles;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Administration;

/// <summary>The system owner's pages are closed to others and name every fault. The school board runs the hub.</summary>
public sealed class AdministrationPagesTests
{
    private const string Area = "/administration";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pages_are_closed_to_everybody_but_system_owners()
    {
        await using var app = await TestApp.StartAsync();
        var set = await SetAsync(app, app.Hub.Policies.Version);
        using var nobody = SignedIn.At(app, null, "");
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");
        using var staff = SignedIn.At(app, app.Rektor, "arbetsyta");

        foreach (var path in Pages(set))
        {
            Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await registrator.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync(path)).StatusCode);
        }
    }

    [Fact]
    public async Task A_session_with_more_claims_than_the_role_opens_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var set = await SetAsync(app, app.Hub.Policies.Version);
        using var pretender = SignedIn.At(app, app.Registrator, "administration");

        foreach (var path in Pages(set).Where(path => path != $"{Area}/ta-emot"))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await pretender.GetAsync(path)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await pretender.UploadAsync($"{Area}/ta-emot", "Bundle", app.Pack("2.0.0"))).StatusCode);
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM policy_sets"));
    }

    [Fact]
    public async Task Activating_and_retiring_are_closed_to_authorities_that_do_not_run_the_hub()
    {
        await using var app = await TestApp.StartAsync();
        await ReceiveAsync(app, "2.0.0");
        var set = await SetAsync(app, "2.0.0");
        using var other = SignedIn.At(app, await OwnerAsync(app, app.Social), "administration");

        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync($"{set}/satt-i-kraft")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync($"{set}/ta-ur-bruk")).StatusCode);
        var activated = await other.PostAsync($"{set}/satt-i-kraft", ("When", "nu"), ("CaseNumber", "SDN 2026/7"), ("Step", "registrera"));
        var retired = await other.PostAsync($"{set}/ta-ur-bruk", ("CaseNumber", "SDN 2026/7"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (activated.StatusCode, retired.StatusCode));
        Assert.DoesNotContain("satt-i-kraft", await other.ReadAsync(set), StringComparison.Ordinal);
        Assert.Equal(app.Hub.Policies.Version, (await app.Hub.InForce.NowAsync(Ct)).Version);
    }

    [Theory]
    [InlineData("/ta-emot")]
    [InlineData("SET/anta")]
    [InlineData("SET/ta-tillbaka")]
    [InlineData("SET/satt-i-kraft")]
    [InlineData("SET/ta-ur-bruk")]
    [InlineData("SET/prova")]
    public async Task A_form_from_another_site_does_nothing(string path)
    {
        await using var app = await TestApp.StartAsync();
        var set = await SetAsync(app, app.Hub.Policies.Version);
        using var owner = SignedIn.At(app, await OwnerAsync(app, app.School), "administration");
        var before = await app.LogSizeAsync();

        var answer = await owner.PostWithoutTokenAsync(
            path.StartsWith("SET", StringComparison.Ordinal) ? path.Replace("SET", set, StringComparison.Ordinal) : Area + path,
            ("CaseNumber", "UTBN 2026/7"), ("DecisionDay", "2026-11-01"), ("When", "nu"), ("Step", "registrera"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(before, await app.LogSizeAsync());
    }

    [Fact]
    public async Task A_file_that_is_not_a_bundle_empty_too_large_or_foreign_is_answered_in_words_and_leaves_nothing()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = SignedIn.At(app, await OwnerAsync(app, app.Social), "administration");
        var before = await app.LogSizeAsync();

        var foreign = Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(app.Pack("2.0.0")).Replace("\nversion 2.0.0\n", "\nversion 3.0.0\n", StringComparison.Ordinal));
        Assert.Contains(
            "Filen är ingen regeluppsättning", await UploadedAsync(owner, "En helt annan fil"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("Välj den undertecknade filen", await UploadedAsync(owner, []), StringComparison.Ordinal);
        Assert.Contains("är högst 8 MB", await UploadedAsync(owner, new byte[PolicyBundle.MaxLength + 1]), StringComparison.Ordinal);
        Assert.Contains("inte undertecknad av någon", await UploadedAsync(owner, foreign), StringComparison.Ordinal);

        Assert.Equal(before, await app.LogSizeAsync());
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM policy_sets"));
    }

    [Fact]
    public async Task A_file_far_beyond_the_longest_bundle_is_not_read_to_its_end()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = SignedIn.At(app, await OwnerAsync(app, app.Social), "administration");

        // Either the refusal or the broken connection may come first; in both cases the file is not received whole.
        var status = HttpStatusCode.RequestEntityTooLarge;
        var broken = await Record.ExceptionAsync(
            async () =>
                status = (await owner.UploadAsync($"{Area}/ta-emot", "Bundle", new byte[(2 * PolicyBundle.MaxLength) + 1])).StatusCode);

        Assert.True(broken is null or HttpRequestException, $"{broken}");
        Assert.Contains(status, new[] { HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest });
        Assert.Contains("Ta emot", await owner.ReadAsync($"{Area}/ta-emot"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_goes_from_the_file_to_being_in_force_with_a_page_for_each_step()
    {
        await using var app = await TestApp.StartAsync();
        using var owner = SignedIn.At(app, await OwnerAsync(app, app.School), "administration");

        var received = await owner.UploadAsync($"{Area}/ta-emot", "Bundle", app.Pack("2.0.0"));
        var set = await SetAsync(app, "2.0.0");
        var first = await owner.ReadAsync(Area);
        var looked = await owner.PostAsync(
            $"{set}/anta", ("CaseNumber", "UTBN 2026/7"), ("DecisionDay", "2026-11-01"), ("Step", "kontrollera"));
        var adoptedYet = await app.AskDatabaseAsync("SELECT COUNT(*) FROM policy_adoptions WHERE version = '2.0.0'");
        var adopted = await owner.PostAsync(
            $"{set}/anta", ("CaseNumber", "UTBN 2026/7"), ("DecisionDay", "2026-11-01"), ("Step", "registrera"));
        var warned = await TextAsync(
            await owner.PostAsync($"{set}/satt-i-kraft", ("When", "nu"), ("CaseNumber", "STAD 2026/9"), ("Step", "kontrollera")));
        var activated = await owner.PostAsync($"{set}/satt-i-kraft", ("When", "nu"), ("CaseNumber", "STAD 2026/9"), ("Step", "registrera"));
        var inForce = await owner.ReadAsync(Area);
        var retired = await owner.PostAsync($"{set}/ta-ur-bruk", ("CaseNumber", "STAD 2026/10"));
        var stopped = await owner.ReadAsync(Area);

        Assert.Equal($"{set}/klart/mottagen", received.Headers.Location!.OriginalString);
        Assert.Contains("Version 2.0.0 har kommit och är inte antagen av er", first, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, 0L), (looked.StatusCode, adoptedYet));
        Assert.Equal($"{set}/klart/antagen", adopted.Headers.Location!.OriginalString);
        Assert.Contains("Järva stadsdelsnämnd", warned, StringComparison.Ordinal);
        Assert.Equal($"{set}/klart/i-kraft", activated.Headers.Location!.OriginalString);
        Assert.Contains("beslut UTBN 2026/7", await owner.ReadAsync($"{set}/klart/antagen"), StringComparison.Ordinal);
        Assert.DoesNotContain("Inget lämnas ut automatiskt", inForce, StringComparison.Ordinal);
        Assert.Equal($"{set}/klart/ur-bruk", retired.Headers.Location!.OriginalString);
        Assert.Contains("Version 2.0.0 togs ur bruk, och ingen annan har satts i kraft", stopped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_that_is_sent_twice_is_done_once_and_confirmed_both_times()
    {
        await using var app = await TestApp.StartAsync();
        await ReceiveAsync(app, "2.0.0");
        var set = await SetAsync(app, "2.0.0");
        using var owner = SignedIn.At(app, await OwnerAsync(app, app.School), "administration");
        (string Path, (string, string)[] Fields, string Done)[] acts =
        [
            ("anta", [("CaseNumber", "UTBN 2026/7"), ("DecisionDay", "2026-11-01"), ("Step", "registrera")], "antagen"),
            (
                "satt-i-kraft",
                [("When", "sedan"), ("Day", "2026-12-01"), ("Time", "08:00"), ("CaseNumber", "STAD 2026/9"), ("Step", "registrera")],
                "planerad"),
            ("satt-i-kraft", [("When", "nu"), ("CaseNumber", "STAD 2026/9"), ("Step", "registrera")], "i-kraft"),
            ("ta-ur-bruk", [("CaseNumber", "STAD 2026/10")], "ur-bruk"),
        ];

        foreach (var (path, fields, done) in acts)
        {
            var once = await owner.PostAsync($"{set}/{path}", fields);
            var size = await app.LogSizeAsync();
            var twice = await owner.PostAsync($"{set}/{path}", fields);

            Assert.Equal($"{set}/klart/{done}", once.Headers.Location!.OriginalString);
            Assert.Equal($"{set}/klart/{done}", twice.Headers.Location!.OriginalString);
            Assert.Equal(size, await app.LogSizeAsync());
        }
    }

    [Theory]
    [InlineData("", "", "Skriv beslutets diarienummer", "Skriv en dag")]
    [InlineData("UTBN 2026/7", "2026-11-03", "Dagen har inte kommit än")]
    [InlineData("UTBN 2026/7", "3 november", "Skriv en dag")]
    [InlineData("UTBN 191001019809", "2026-11-01", "Skriv inget personnummer här")]
    public async Task A_decision_that_cannot_be_registered_shows_every_fault_and_still_shows_what_was_typed(
        string caseNumber, string day, params string[] faults)
    {
        await using var app = await TestApp.StartAsync();
        await ReceiveAsync(app, "2.0.0");
        var set = await SetAsync(app, "2.0.0");
        using var owner = SignedIn.At(app, await OwnerAsync(app, app.School), "administration");

        var page = await TextAsync(
            await owner.PostAsync($"{set}/anta", ("CaseNumber", caseNumber), ("DecisionDay", day), ("Step", "kontrollera")));

        Assert.All(faults, fault => Assert.Contains(fault, page, StringComparison.Ordinal));
        Assert.Contains($"value=\"{caseNumber}\"", page, StringComparison.Ordinal);
        Assert.Contains("error-summary", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "", "Välj när den ska börja gälla")]
    [InlineData("sedan", "", "", "Skriv en dag", "Skriv ett klockslag")]
    [InlineData("sedan", "2026-11-02", "09:59", "Den tiden har redan varit")]
    [InlineData("sedan", "2027-03-28", "02:30", "Det klockslaget finns inte den dagen")]
    [InlineData("sedan", "2027-11-02", "10:00", "Då har versionen gått ut")]
    public async Task A_moment_that_cannot_be_chosen_gets_the_reason(string when, string day, string time, params string[] faults)
    {
        await using var app = await TestApp.StartAsync();
        await ReceiveAsync(app, "2.0.0");
        var set = await SetAsync(app, "2.0.0");
        using var owner = SignedIn.At(app, await OwnerAsync(app, app.School), "administration");

        var page = await TextAsync(await owner.PostAsync(
            $"{set}/satt-i-kraft", ("When", when), ("Day", day), ("Time", time), ("CaseNumber", "STAD 2026/9"), ("Step", "kontrollera")));

        Assert.All(faults, fault => Assert.Contains(fault, page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-12-01", "08:00", "2026-12-01T07:00:00Z")]
    [InlineData("2027-10-31", "02:30", "2027-10-31T01:30:00Z")] // The hour that comes twice: the later.
    public async Task A_chosen_moment_is_Swedish_time(string day, string time, string moment)
    {
        await using var app = await TestApp.StartAsync();
        await ReceiveAsync(app, "2.0.0");
        var set = await SetAsync(app, "2.0.0");
        using var owner = SignedIn.At(app, await OwnerAsync(app, app.School), "administration");

        var planned = await owner.PostAsync(
            $"{set}/satt-i-kraft", ("When", "sedan"), ("Day", day), ("Time", time), ("CaseNumber", "STAD 2026/9"), ("Step", "registrera"));

        Assert.Equal($"{set}/klart/planerad", planned.Headers.Location!.OriginalString);
        await using var db = app.Hub.Database.NewContext();
        var from = await db.PolicySets.Where(s => s.Version == "2.0.0").Select(s => s.PlannedFrom).SingleAsync(Ct);
        Assert.Equal(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture), from);
    }

    [Fact]
    public async Task A_page_about_an_act_says_only_what_is_true()
    {
        await using var app = await TestApp.StartAsync();
        await ReceiveAsync(app, "2.0.0");
        var set = await SetAsync(app, "2.0.0");
        using var owner = SignedIn.At(app, await OwnerAsync(app, app.School), "administration");

        foreach (var what in (string[])["antagen", "fornyad", "i-kraft", "planerad", "ur-bruk", "finns-inte"])
        {
            Assert.Equal(set, (await owner.GetAsync($"{set}/klart/{what}")).Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task A_replay_shows_the_own_decisions_in_words_and_names_no_child()
    {
        await using var app = await TestApp.StartAsync();
        using (var client = app.Client())
        {
            var asked = await client.RequestInformationAsync(app.Ask(), Ct);
            await client.ReleaseAsync(asked.Request, app.Familjebehandlare.Value, Ct);
        }

        var stricter = app.Pack(
            "2.0.0",
            open => open.Replace(
                "  context.staffAssigned", "  context.staffAssigned && context.childAge > 90", StringComparison.Ordinal));
        await app.Get<ReceivePolicySet>().HandleAsync(stricter, Actor.Hub, Ct);
        var set = await SetAsync(app, "2.0.0");
        using var holder = SignedIn.At(app, await OwnerAsync(app, app.School), "administration");
        using var asker = SignedIn.At(app, await OwnerAsync(app, app.Social), "administration");

        await holder.PostAsync($"{set}/prova");
        await asker.PostAsync($"{set}/prova");
        var page = await holder.ReadAsync($"{set}/prova");

        Assert.Contains("Till prövning blir Lämnas inte ut", page, StringComparison.Ordinal);
        Assert.Contains("Nytt hinder:", page, StringComparison.Ordinal);
        Assert.Contains("Samtycke saknas.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nora", page, StringComparison.Ordinal);
        Assert.Contains("Inga beslut att pröva", await asker.ReadAsync($"{set}/prova"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Pages(string set) =>
    [
        Area, $"{Area}/ta-emot", set, $"{set}/anta", $"{set}/ta-tillbaka", $"{set}/satt-i-kraft", $"{set}/ta-ur-bruk", $"{set}/prova",
        $"{set}/klart/mottagen",
    ];

    private static async Task<string> UploadedAsync(SignedIn owner, byte[] file) =>
        await TextAsync(await owner.UploadAsync($"{Area}/ta-emot", "Bundle", file));

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Ct));

    private static async Task<StaffMemberId> OwnerAsync(TestApp app, BranchId branch)
    {
        var parties = app.Get<MaintainParties>();
        var unit = await parties.AddUnitAsync(branch, "Kansliet", "Järva", Ct);
        return await parties.AddStaffAsync(
            unit, "Siv System", StaffRole.Systemagare, assesses: false, assessesProtectedIdentities: false, Ct);
    }

    private static async Task ReceiveAsync(TestApp app, string version) =>
        Assert.IsType<ReceiveOutcome.Received>(await app.Get<ReceivePolicySet>().HandleAsync(app.Pack(version), Actor.Hub, Ct));

    private static async Task<string> SetAsync(TestApp app, string version)
    {
        await using var db = app.Hub.Database.NewContext();
        return $"{Area}/regler/{await db.PolicySets.Where(set => set.Version == version).Select(set => set.Id).SingleAsync(Ct)}";
    }
}
