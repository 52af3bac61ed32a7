using System.Net;
using System.Text.Json;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Web.Tests.MinSida;

/// <summary>Two tabs, two devices and old forms: a no is never lost, and the pages say what stands (ADR 0040).</summary>
public sealed class NoAfterYesPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_no_from_a_second_tab_takes_the_yes_back_and_the_page_says_so()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        using var mother = SignedIn.At(app, app.Mother);
        var page = $"/min-sida/samtycken/{consent}";
        var hash = await HashAsync(app, consent);
        var (yesTab, noTab) = ($"{page}/kontroll?svar=ja&text=sv&hash={hash}", $"{page}/kontroll?svar=nej&text=sv&hash={hash}");
        await mother.ReadAsync(yesTab);
        await mother.ReadAsync(noTab);

        using var yes = await mother.PostAsync($"{page}/kontroll", ("svar", "ja"), ("text", "sv"), ("hash", hash));
        using var no = await mother.PostAsync($"{page}/kontroll", ("svar", "nej"), ("text", "sv"), ("hash", hash));
        var done = await TextAsync(mother, no.Headers.Location!.ToString());

        Assert.Equal($"{page}/klart", yes.Headers.Location!.ToString());
        Assert.Contains("Du har tagit tillbaka ditt ja", done, StringComparison.Ordinal);
        Assert.Contains("Du hade redan sagt ja. När du nu har sagt nej är ditt ja tillbakataget", done, StringComparison.Ordinal);
        Assert.DoesNotContain("Du har sagt ja", done, StringComparison.Ordinal);
        Assert.Equal(ConsentState.Withdrawn, await StateAsync(app));
    }

    [Fact]
    public async Task A_no_on_a_question_that_was_opened_before_the_yes_leads_to_the_page_that_takes_the_yes_back()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        using var mother = SignedIn.At(app, app.Mother);
        var page = $"/min-sida/samtycken/{consent}";
        await mother.ReadAsync(page);
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.Yes);

        using var chosen = await mother.PostAsync(page, ("Answer", "nej"), ("text", "sv"), ("hash", "old"));
        var check = await TextAsync(mother, chosen.Headers.Location!.ToString());
        using var sent = await mother.PostAsync($"{page}/kontroll", ("svar", "nej"), ("text", "sv"), ("hash", "old"));

        Assert.Contains("Skickar du ditt nej tar du tillbaka ditt ja.", check, StringComparison.Ordinal);
        Assert.Equal($"{page}/klart?skickat=nej", sent.Headers.Location!.ToString());
        Assert.Equal(ConsentState.Withdrawn, await StateAsync(app));
    }

    [Theory]
    [InlineData("question")]
    [InlineData("check")]
    [InlineData("opened check")]
    public async Task A_yes_after_a_no_says_that_the_no_stands(string from)
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        using var mother = SignedIn.At(app, app.Mother);
        var page = $"/min-sida/samtycken/{consent}";
        var hash = await HashAsync(app, consent);
        await mother.ReadAsync(page);
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.No);

        using var sent = from switch
        {
            "question" => await mother.PostAsync(page, ("Answer", "ja"), ("text", "sv"), ("hash", hash)),
            "check" => await mother.PostAsync($"{page}/kontroll", ("svar", "ja"), ("text", "sv"), ("hash", hash)),
            _ => await mother.GetAsync($"{page}/kontroll?svar=ja&text=sv&hash={hash}"),
        };
        var after = await TextAsync(mother, sent.Headers.Location!.ToString());

        Assert.Contains("Ditt nej står kvar", after, StringComparison.Ordinal);
        Assert.Contains("Du har redan svarat nej, så det ja som du skickade nu räknas inte.", after, StringComparison.Ordinal);
        Assert.Equal(ConsentState.Refused, await StateAsync(app));
    }

    [Fact]
    public async Task A_yes_after_a_withdrawal_says_that_it_does_not_count()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        using var mother = SignedIn.At(app, app.Mother);
        var page = $"/min-sida/samtycken/{consent}";
        await mother.ReadAsync(page);
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.Yes);
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.No);

        using var sent = await mother.PostAsync(
            $"{page}/kontroll", ("svar", "ja"), ("text", "sv"), ("hash", await HashAsync(app, consent)));
        var after = await TextAsync(mother, sent.Headers.Location!.ToString());

        Assert.Contains("Ditt ja räknas inte", after, StringComparison.Ordinal);
        Assert.DoesNotContain("Du har sagt ja", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_that_the_other_guardian_ended_before_it_applied_does_not_say_that_the_reader_has_said_yes()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.Yes);
        await app.AnswerAsync(consent, app.Father, ConsentAnswer.Yes);
        await app.AnswerAsync(consent, app.Father, ConsentAnswer.No);
        using var mother = SignedIn.At(app, app.Mother);

        var done = await TextAsync(mother, $"/min-sida/samtycken/{consent}/klart?skickat=nej");

        Assert.DoesNotContain("Du har sagt ja", done, StringComparison.Ordinal);
        Assert.Contains("Ditt nej är mottaget", done, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_page_that_shows_the_readers_own_yes_has_the_way_to_withdraw_it(bool isActive)
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.Yes);
        if (isActive)
        {
            await app.AnswerAsync(consent, app.Father, ConsentAnswer.Yes);
        }

        using var mother = SignedIn.At(app, app.Mother);
        var page = $"/min-sida/samtycken/{consent}";
        var pages = new[] { "/min-sida", page, $"{page}/klart", $"{page}/kvitto", $"/min-sida/lasningar/{app.Child}?visa=samtycken" };
        var texts = await Task.WhenAll(pages.Select(one => TextAsync(mother, one)));

        Assert.Contains("Du har sagt ja", texts[2], StringComparison.Ordinal);
        Assert.Contains("du sa ja till att", texts[4], StringComparison.OrdinalIgnoreCase);
        Assert.All(texts, text => Assert.Contains($"{page}/aterkalla\"", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_records_a_no_after_a_yes_says_that_the_consent_is_withdrawn()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();
        var key = Guid.NewGuid().ToString();

        var (first, repeated) = (await RecordNoAsync(app, consent, key), await RecordNoAsync(app, consent, key));
        var status = await JsonAsync(
            await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}?staff={app.Familjebehandlare}"));
        using var mother = SignedIn.At(app, app.Mother);
        var told = await TextAsync(mother, $"/min-sida/nedtecknade-svar/{first.GetProperty("recordedAnswer").GetGuid()}");

        Assert.Equal(app.Clock.GetUtcNow(), first.GetProperty("withdrawnAt").GetDateTimeOffset());
        Assert.Equal(first.ToString(), repeated.ToString());
        Assert.Equal("withdrawn", status.GetProperty("status").GetString());
        Assert.Contains("Samtycket har tagits tillbaka med stöd av svaret.", told, StringComparison.Ordinal);
        Assert.Contains("Det är inte mitt svar", told, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> RecordNoAsync(TestApp app, ConsentId consent, string key)
    {
        using var answer = await app.SendAsync(
            HttpMethod.Post,
            $"/api/v1/consents/{consent}/recorded-answers",
            $$"""
            { "staff": "{{app.Familjebehandlare}}", "signer": "{{app.Mother}}", "answer": "no", "form": "oral",
              "givenAt": "{{app.Clock.GetUtcNow():O}}", "language": "sv", "textHash": "{{await HashAsync(app, consent)}}",
              "identified": "Känd sedan tidigare", "reason": "Har ingen e-legitimation" }
            """,
            idempotencyKey: key);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await JsonAsync(answer);
    }

    private static async Task<string> HashAsync(TestApp app, ConsentId consent)
    {
        var read = await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}/texts/sv?staff={app.Familjebehandlare}");
        return (await JsonAsync(read)).GetProperty("sha256").GetString()!;
    }

    private static async Task<ConsentState> StateAsync(TestApp app)
    {
        foreach (var state in Enum.GetValues<ConsentState>())
        {
            if (await app.AskDatabaseAsync($"SELECT COUNT(*) FROM consents WHERE state = '{state}'") > 0)
            {
                return state;
            }
        }

        throw new InvalidOperationException("there is no consent");
    }

    private static async Task<string> TextAsync(SignedIn reader, string address) => WebUtility.HtmlDecode(await reader.ReadAsync(address));

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.Clone();
}
