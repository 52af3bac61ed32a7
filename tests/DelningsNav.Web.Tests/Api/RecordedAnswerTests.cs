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
    public async Task An_answer_is_recorded_for_the_text_that_was_read_and_confirmed_at_the_page_that_the_answer_names()
    {
        await using var app = await TestApp.StartAsync();
        var second = await app.Get<MaintainParties>().AddStaffAsync(app.Team, "Kim Kollega", StaffRole.Kurator, false, false, Ct);
        var consent = await app.AskForConsentAsync();
        await app.AnswerAsync(consent, app.Father, Hub.Consents.ConsentAnswer.Yes);

        var text = await JsonAsync(
            await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}/texts/sv?staff={app.Familjebehandlare}"));
        var taken = await TakeDownAsync(app, consent.ToString(), text.GetProperty("sha256").GetString()!);
        var page = (await JsonAsync(taken)).GetProperty("confirmAt").GetString()!;
        using var recorder = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        using var colleague = SignedIn.At(app, second, "arbetsyta");
        await recorder.PostAsync(page, ("IsRight", "True"));
        var waits = await StatusAsync(app, consent);
        await colleague.PostAsync(page, ("IsRight", "True"));

        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal(("waiting", "active"), (waits, await StatusAsync(app, consent)));
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

    private static async Task<string?> StatusAsync(TestApp app, ConsentId consent) =>
        (await JsonAsync(await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}?staff={app.Familjebehandlare}")))
            .GetProperty("status").GetString();

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.Clone();
}
