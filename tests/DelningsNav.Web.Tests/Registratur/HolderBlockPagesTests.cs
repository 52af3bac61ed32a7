using System.Net;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Registratur;

/// <summary>A registrator blocks by law the own authority's records, sees what is blocked, and lifts the block.</summary>
public sealed class HolderBlockPagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blocked_records_are_released_to_nobody_until_the_block_is_lifted()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = await SchoolRegistratorAsync(app);
        await app.GiveConsentAsync();
        var before = await ReleasedAsync(app);

        using var placed = await registrator.PostAsync("/registratur/sparrar/ny", Block(app));
        var list = await registrator.ReadAsync(placed.Headers.Location!.ToString());
        var closed = await ReleasedAsync(app);
        var id = await BlockAsync(app);
        var asks = await registrator.ReadAsync($"/registratur/sparrar/{id}/hav");
        using var lifted = await registrator.PostAsync(
            $"/registratur/sparrar/{id}/hav", ("Reason", "Skyddet behövs inte"), ("CaseNumber", "UTBN 2026/8"));
        var after = await registrator.ReadAsync(lifted.Headers.Location!.ToString());
        using var again = await registrator.GetAsync($"/registratur/sparrar/{id}/hav");

        Assert.Equal((true, false, true), (before, closed, await ReleasedAsync(app)));
        Assert.Contains("Spärren gäller", list, StringComparison.Ordinal);
        Assert.Contains("UTBN 2026/7", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Barn", list.Split("<main")[1].Split("</main>")[0], StringComparison.Ordinal);
        Assert.Contains("kan de lämnas ut genast", asks, StringComparison.Ordinal);
        Assert.Contains("Spärren är hävd", after, StringComparison.Ordinal);
        Assert.Contains("UTBN 2026/8", after, StringComparison.Ordinal);
        Assert.Equal("/registratur/sparrar", again.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_blocks_once_and_another_decision_places_a_block_of_its_own()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = await SchoolRegistratorAsync(app);

        using var first = await registrator.PostAsync("/registratur/sparrar/ny", Block(app));
        using var again = await registrator.PostAsync("/registratur/sparrar/ny", Block(app));
        var once = await app.AskDatabaseAsync("SELECT COUNT(*) FROM disclosure_blocks");
        using var other = await registrator.PostAsync(
            "/registratur/sparrar/ny", [.. Block(app).Where(f => f.Item1 != "CaseNumber"), ("CaseNumber", "UTBN 2026/9")]);

        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal((1, 2), (once, await app.AskDatabaseAsync("SELECT COUNT(*) FROM disclosure_blocks")));
    }

    [Fact]
    public async Task Every_fault_is_named_at_once_and_nothing_is_blocked()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = await SchoolRegistratorAsync(app);

        using var empty = await registrator.PostAsync("/registratur/sparrar/ny");
        using var unreadable = await registrator.PostAsync("/registratur/sparrar/ny", [.. Block(app), ("Recipient", "någon")]);
        using var unknown = await registrator.PostAsync(
            "/registratur/sparrar/ny", [.. Block(app).Where(f => f.Item1 != "RecordType"), ("RecordType", "finns-inte")]);
        using var foreign = await registrator.PostAsync(
            "/registratur/sparrar/ny", [.. Block(app).Where(f => f.Item1 != "Holder"), ("Holder", $"{app.Social}")]);

        var page = WebUtility.HtmlDecode(await empty.Content.ReadAsStringAsync(Ct));
        Assert.All(
            ["#Personnummer", "#Holder", "#Law", "#CaseNumber", "#Reason"],
            field => Assert.Contains($"href=\"{field}\"", page, StringComparison.Ordinal));
        Assert.Contains("Skriv lagrummet.", page, StringComparison.Ordinal);
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound],
            new[] { empty, unreadable, unknown, foreign }.Select(answer => answer.StatusCode));
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM disclosure_blocks"));
    }

    [Fact]
    public async Task A_type_that_is_not_a_code_is_a_fault_at_its_field_and_does_not_count_as_every_type()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = await SchoolRegistratorAsync(app);

        using var answer = await registrator.PostAsync(
            "/registratur/sparrar/ny", [.. Block(app).Where(f => f.Item1 != "RecordType"), ("RecordType", "Finns inte")]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("href=\"#RecordType\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM disclosure_blocks"));
    }

    [Fact]
    public async Task A_child_without_deposits_of_the_authority_looks_like_an_unknown_child_and_both_look_ups_are_logged()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");
        var nobody = TestNumbers.OfAge(40, app.Today);
        var fields = Block(app).Where(f => f.Item1 is not ("Holder" or "Personnummer")).Append(("Holder", $"{app.Social}")).ToArray();

        using var ofAnother = await registrator.PostAsync("/registratur/sparrar/ny", [.. fields, ("Personnummer", app.ChildsNumber)]);
        using var ofNobody = await registrator.PostAsync("/registratur/sparrar/ny", [.. fields, ("Personnummer", nobody)]);

        var page = await Form(ofAnother);
        Assert.Contains("Ni har inte lämnat in några uppgifter", page, StringComparison.Ordinal);
        Assert.Equal(page, await Form(ofNobody));
        Assert.DoesNotContain(app.ChildsNumber, page, StringComparison.Ordinal);
        Assert.Equal(2, await app.AskDatabaseAsync($"SELECT COUNT(*) FROM log_entries WHERE kind = '{EntryKinds.PersonLookedUp}'"));
    }

    [Fact]
    public async Task The_child_may_come_from_an_entry_of_the_log_and_then_there_is_no_look_up()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = await SchoolRegistratorAsync(app);
        using var other = SignedIn.At(app, app.Registrator, "registratur");
        var asks = await registrator.ReadAsync($"/registratur/sparrar/ny?barn={app.Child}");
        var fields = Block(app).Where(f => f.Item1 != "Personnummer").Append(("barn", $"{app.Child}")).ToArray();

        using var ofAnother = await other.PostAsync("/registratur/sparrar/ny", fields);
        using var placed = await registrator.PostAsync("/registratur/sparrar/ny", fields);

        Assert.DoesNotContain("name=\"Personnummer\"", asks, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Found), (ofAnother.StatusCode, placed.StatusCode));
        Assert.Equal(0, await app.AskDatabaseAsync($"SELECT COUNT(*) FROM log_entries WHERE kind = '{EntryKinds.PersonLookedUp}'"));
    }

    [Fact]
    public async Task Another_authoritys_registrator_sees_and_lifts_none_of_the_blocks_and_others_have_no_such_page()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = await SchoolRegistratorAsync(app);
        using var placed = await registrator.PostAsync("/registratur/sparrar/ny", Block(app));
        var id = await BlockAsync(app);
        using var other = SignedIn.At(app, app.Registrator, "registratur");
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        var list = await other.ReadAsync("/registratur/sparrar");
        using var lift = await other.PostAsync($"/registratur/sparrar/{id}/hav", ("Reason", "x"), ("CaseNumber", "x"));
        using var ofStaff = await staff.GetAsync("/registratur/sparrar");
        using var forged = await registrator.PostWithoutTokenAsync($"/registratur/sparrar/{id}/hav", ("Reason", "x"), ("CaseNumber", "x"));

        Assert.Contains("Ni har inga spärrar", list, StringComparison.Ordinal);
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest),
            (lift.StatusCode, ofStaff.StatusCode, forged.StatusCode));
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM disclosure_blocks WHERE lifted_at IS NULL"));
    }

    private static (string, string)[] Block(TestApp app) =>
    [
        ("Personnummer", app.ChildsNumber), ("Holder", $"{app.School}"), ("RecordType", "franvaro"), ("Law", "OSL 23:2"),
        ("CaseNumber", "UTBN 2026/7"), ("Reason", "Det kan antas att eleven lider men"),
    ];

    private static async Task<bool> ReleasedAsync(TestApp app)
    {
        using var client = app.Client();
        var request = (await client.RequestInformationAsync(app.Ask(), Ct)).Request;
        var outcome = await app.Get<ReleaseInformation>()
            .HandleAsync(new RequestId(request), new Caller.Staff(app.Familjebehandlare), Opening.Everything, Ct);
        return Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(outcome).Answers) is RecordAnswer.Released;
    }

    private static async Task<SignedIn> SchoolRegistratorAsync(TestApp app)
    {
        await using var db = app.Hub.Database.NewContext();
        var unit = await db.Staff.Where(staff => staff.Id == app.Rektor).Select(staff => staff.Unit).SingleAsync(Ct);
        return SignedIn.At(
            app,
            await app.Get<MaintainParties>()
                .AddStaffAsync(unit, "Rita Registrator", StaffRole.Registrator, assesses: false, assessesProtectedIdentities: false, Ct),
            "registratur");
    }

    private static async Task<Guid> BlockAsync(TestApp app)
    {
        await using var db = app.Hub.Database.NewContext();
        return (await db.DisclosureBlocks.SingleAsync(Ct)).Id.Value;
    }

    // The part after the headers, which contain a new token each time.
    private static async Task<string> Form(HttpResponseMessage answer) =>
        System.Text.RegularExpressions.Regex.Replace(
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), "__RequestVerificationToken[^>]*", "");
}
