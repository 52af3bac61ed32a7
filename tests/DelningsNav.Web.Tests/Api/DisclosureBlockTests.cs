using System.Net;
using System.Text.Json;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;

namespace DelningsNav.Web.Tests.Api;

/// <summary>Blocks by law that a holder's system places in signed calls.</summary>
public sealed class DisclosureBlockTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_holders_system_places_and_lifts_a_block_on_its_assessors_word()
    {
        await using var app = await TestApp.StartAsync();
        await app.GiveConsentAsync();
        using var client = app.Client();
        var request = (await client.RequestInformationAsync(app.Ask(), Ct)).Request;

        using var placed = await PlaceAsync(app, app.Rektor, $$""" "recordType": "franvaro", "recipient": "{{app.Social}}", """);
        var closed = await DecideAsync(app, request);
        using var body = JsonDocument.Parse(await placed.Content.ReadAsStringAsync(Ct));
        var block = body.RootElement.GetProperty("block").GetGuid();
        using var lifted = await LiftAsync(app, block, app.SchoolKey, app.Rektor);
        var open = await DecideAsync(app, request);

        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        Assert.IsType<RecordAnswer.Referred>(closed);
        Assert.Equal(HttpStatusCode.OK, lifted.StatusCode);
        Assert.IsType<RecordAnswer.Released>(open);
    }

    [Fact]
    public async Task A_person_who_may_not_act_for_the_holder_blocks_nothing()
    {
        await using var app = await TestApp.StartAsync();

        // The registrator belongs to the social board: the school's system cannot act for her, and hers cannot block the school's records.
        using var foreignStaff = await PlaceAsync(app, app.Registrator, "");
        using var foreignHolder = await PlaceAsync(app, app.Registrator, $$""" "holder": "{{app.School}}", """, app.SocialKey);
        using var notAssessor = await PlaceAsync(app, app.Familjebehandlare, "", app.SocialKey);

        foreach (var answer in new[] { foreignStaff, foreignHolder, notAssessor })
        {
            Assert.Equal("not-for-the-holder", await ProblemOf.SlugAsync(answer));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Frånvaro")]
    public async Task A_type_that_is_not_a_code_is_a_fault_at_its_field_and_does_not_count_as_every_type(string type)
    {
        await using var app = await TestApp.StartAsync();

        using var answer = await PlaceAsync(app, app.Rektor, $$""" "recordType": "{{type}}", """);

        Assert.Equal(["/recordType"], (await ProblemOf.Async(answer)).Errors.Keys);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM disclosure_blocks"));
    }

    [Fact]
    public async Task A_system_gets_no_block_of_the_family_and_none_of_another_authority()
    {
        await using var app = await TestApp.StartAsync();
        var familys = Assert.IsType<BlockOutcome.Blocked>(
            await app.Get<BlockDisclosure>()
                .HandleAsync(app.Child, new BlockScope(null, app.School, null), null, new Caller.Family(app.Mother), Ct)).Block;
        using var placed = await PlaceAsync(app, app.Rektor, "");
        using var body = JsonDocument.Parse(await placed.Content.ReadAsStringAsync(Ct));

        using var ofFamily = await LiftAsync(app, familys.Value, app.SchoolKey, app.Rektor);
        using var ofAnother = await LiftAsync(app, body.RootElement.GetProperty("block").GetGuid(), app.SocialKey, app.Registrator);
        using var ofNobody = await LiftAsync(app, Guid.NewGuid(), app.SchoolKey, app.Rektor);

        foreach (var answer in new[] { ofFamily, ofAnother, ofNobody })
        {
            Assert.Equal("no-such-block", await ProblemOf.SlugAsync(answer));
        }
    }

    [Fact]
    public async Task A_system_that_is_not_registered_for_it_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        using var key = await app.AddSystemAsync(Operations.HandleConsents);

        using var answer = await PlaceAsync(app, app.Registrator, "", key);

        Assert.Equal("operation-not-permitted", await ProblemOf.SlugAsync(answer));
    }

    private static async Task<RecordAnswer> DecideAsync(TestApp app, Guid request) => Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(
        await app.Get<ReleaseInformation>()
            .HandleAsync(new(request), new Caller.Staff(app.Familjebehandlare), Opening.Nothing, Ct)).Answers);

    private static Task<HttpResponseMessage> PlaceAsync(TestApp app, StaffMemberId staff, string more, Signing.SigningKey? key = null) =>
        app.SendAsync(
            HttpMethod.Post,
            "/api/v1/disclosure-blocks",
            $$"""
            { "child": "{{app.Child}}", "staff": "{{staff}}", {{more}}
              "reason": "Kan antas lida men", "law": "OSL 23:2", "caseNumber": "UTBN 2026/7" }
            """,
            key ?? app.SchoolKey,
            Guid.NewGuid().ToString());

    private static Task<HttpResponseMessage> LiftAsync(TestApp app, Guid block, Signing.SigningKey key, StaffMemberId staff) =>
        app.SendAsync(
        HttpMethod.Post,
        $"/api/v1/disclosure-blocks/{block}/liftings",
        $$"""{ "staff": "{{staff}}", "reason": "Behövs inte", "caseNumber": "UTBN 2026/8" }""",
        key,
        Guid.NewGuid().ToString());
}
