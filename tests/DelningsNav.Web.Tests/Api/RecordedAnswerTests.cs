using System.Net;
using System.Text.Json;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;

namespace DelningsNav.Web.Tests.Api;

/// <summary>Answers on paper and orally, recorded in signed calls.</summary>
public sealed class RecordedAnswerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_recorded_for_the_text_that_was_read_and_given_once_another_has_confirmed_it()
    {
        await using var app = await TestApp.StartAsync();
        var second = await app.Get<MaintainParties>().AddStaffAsync(app.Team, "Kim Kollega", StaffRole.Kurator, false, false, Ct);
        var consent = await app.AskForConsentAsync();
        await app.AnswerAsync(consent, app.Father, Hub.Consents.ConsentAnswer.Yes);

        var text = await JsonAsync(
            await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}/texts/sv?staff={app.Familjebehandlare}"));
        var taken = await TakeDownAsync(app, consent.ToString(), text.GetProperty("sha256").GetString()!);
        var recorded = (await JsonAsync(taken)).GetProperty("recordedAnswer").GetString();
        var same = await ConfirmAsync(app, recorded, app.Familjebehandlare);
        var confirmed = await ConfirmAsync(app, recorded, second);
        var again = await ConfirmAsync(app, recorded, second);
        var status = await JsonAsync(await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}"));

        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal("urn:delningsnav:problem:second-person-needed", (await JsonAsync(same)).GetProperty("type").GetString());
        Assert.Equal("confirmed", (await JsonAsync(confirmed)).GetProperty("status").GetString());
        Assert.Equal("urn:delningsnav:problem:decided-already", (await JsonAsync(again)).GetProperty("type").GetString());
        Assert.Equal("active", status.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Every_fault_is_named_by_its_place_and_another_partys_staff_find_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();

        var wrong = await JsonAsync(await TakeDownAsync(app, consent.ToString(), "000000000000", form: "smoke", answer: "perhaps"));
        var elsewhere = await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}/texts/sv?staff={app.Rektor}", key: app.SchoolKey);

        Assert.Equal(["/answer", "/form", "/textHash"], wrong.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    private static Task<HttpResponseMessage> TakeDownAsync(
        TestApp app, string consent, string hash, string form = "oral", string answer = "yes") => app.SendAsync(
        HttpMethod.Post,
        $"/api/v1/consents/{consent}/recorded-answers",
        $$"""
        { "staff": "{{app.Familjebehandlare}}", "signer": "{{app.Mother}}", "answer": "{{answer}}", "form": "{{form}}",
          "givenAt": "{{app.Clock.GetUtcNow():O}}", "language": "sv", "textHash": "{{hash}}",
          "identified": "Känd sedan tidigare", "reason": "Har ingen e-legitimation" }
        """,
        idempotencyKey: Guid.NewGuid().ToString());

    private static Task<HttpResponseMessage> ConfirmAsync(TestApp app, string? recorded, StaffMemberId staff) => app.SendAsync(
        HttpMethod.Post, $"/api/v1/recorded-answers/{recorded}/confirmations", $$"""{ "staff": "{{staff}}", "decision": "confirm" }""",
        idempotencyKey: Guid.NewGuid().ToString());

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.Clone();
}
