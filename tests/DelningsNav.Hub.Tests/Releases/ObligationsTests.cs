using System.Text;
using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>A record is cut down to what the decision allows; a record that cannot be cut is not handed over.</summary>
public sealed class ObligationsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"name":"Nora","address":"Storgatan 1"}""", """{"name":"Nora"}""")]
    [InlineData("""{"a":{"b":[{"PhoneNumber":"070","c":1},{"email":"x"}]}}""", """{"a":{"b":[{"c":1},{}]}}""")]
    [InlineData("""[{"Adress":{"gata":"x"}},"address"]""", """[{},"address"]""")]
    [InlineData("""{"healthReason":"stays: another obligation"}""", """{"healthReason":"stays: another obligation"}""")]
    [InlineData("""{"\u0061ddress":"escaped"}""", "{}")]
    [InlineData("""{"skäl":"läkarbesök < 3 dagar","share":0.50,"n":1e2}""", """{"skäl":"läkarbesök < 3 dagar","share":0.50,"n":1e2}""")]
    public async Task Structured_content_loses_the_members_that_must_be_masked(string content, string released)
    {
        await using var hub = await TestHub.StartAsync();

        var answer = await ReleaseAsync(hub, "elevuppgifter", "application/json", content);

        Assert.Null(answer.Failure);
        Assert.Equal(released, Encoding.UTF8.GetString(answer.Document!.Content.Span));
        Assert.Contains("mask-contact-details", answer.Document.Applied);
    }

    [Theory]
    [InlineData("application/pdf", "%PDF-1.7 Storgatan 1")]
    [InlineData("text/plain", "Storgatan 1")]
    public async Task A_document_that_is_not_masked_as_required_is_not_handed_over(string mediaType, string content)
    {
        await using var hub = await TestHub.StartAsync();

        var answer = await ReleaseAsync(hub, "elevuppgifter", mediaType, content);

        Assert.Null(answer.Document);
        Assert.Equal("mask-contact-details", answer.Failure);
    }

    [Fact]
    public async Task A_document_that_the_holder_masked_before_depositing_is_handed_over_as_it_is()
    {
        await using var hub = await TestHub.StartAsync();

        var answer = await ReleaseAsync(hub, "elevuppgifter", "application/pdf", "%PDF-1.7 ***", "mask-contact-details");

        Assert.Equal("%PDF-1.7 ***", Encoding.UTF8.GetString(answer.Document!.Content.Span));
    }

    [Fact]
    public async Task A_mask_other_than_the_required_one_is_not_enough()
    {
        await using var hub = await TestHub.StartAsync();

        var answer = await ReleaseAsync(hub, "elevuppgifter", "application/pdf", "%PDF-1.7", "mask-others", "mask-health-reasons");

        Assert.Null(answer.Document);
    }

    [Fact]
    public async Task Content_from_which_nothing_is_removed_is_handed_over_byte_for_byte()
    {
        const string Content = """{ "betyg" : "C" , "n":1.0e2, "from":"2026-05-01", "\u00e4r":"ja" }""";
        await using var hub = await TestHub.StartAsync();

        var answer = await ReleaseAsync(hub, "betyg", "application/json", Content);

        Assert.Equal(Content, Encoding.UTF8.GetString(answer.Document!.Content.Span));
        Assert.Empty(answer.Document.Applied);
    }

    [Theory] // The request is for the 200 days up to 2 November 2026: from 16 April.
    [InlineData("""{"from":"2026-04-16","to":"2026-11-02"}""", true)]
    [InlineData("""{"from":"2026-04-15","to":"2026-11-02"}""", false)]
    [InlineData("""{"from":"2026-04-16","to":"2026-11-03"}""", false)]
    [InlineData("""{"date":"2026-04-16"}""", true)]
    [InlineData("""{"date":"2026-04-15"}""", false)]
    [InlineData("""{"date":"2026-11-02"}""", true)]
    [InlineData("""{"date":"2026-11-03"}""", false)]
    [InlineData("""{"fr\u006fm":"2026-04-15"}""", false)]
    [InlineData("""{"to":"2026-1\u0031-03"}""", false)]
    [InlineData("""{"note":"2026-11-03","to":"i november"}""", true)]
    [InlineData("""{"a":{"from":"2026-04-15"}}""", true)]
    public async Task A_dated_item_outside_the_period_asked_for_is_removed(string item, bool kept)
    {
        await using var hub = await TestHub.StartAsync();

        var answer = await ReleaseAsync(hub, "betyg", "application/json", $$"""{"items":[{{item}}]}""");

        Assert.Equal($$"""{"items":[{{(kept ? item : "")}}]}""", Encoding.UTF8.GetString(answer.Document!.Content.Span));
        Assert.Equal(!kept, answer.Document.Applied.Contains("cut-to-window"));
    }

    [Theory]
    [InlineData("application/json", """{"adress":"x","syskon":["y"],"betyg":"C"}""", """{"betyg":"C"}""")]
    [InlineData("application/pdf", "%PDF-1.7", null)]
    public async Task What_an_assessor_requires_masked_is_masked_or_not_handed_over(string mediaType, string content, string? released)
    {
        await using var hub = await TestHub.StartAsync();
        await DepositAsync(hub, "betyg", mediaType, content);
        var request = await hub.AskAsync("betyg");
        await hub.AnswerToAsync(request);
        await hub.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement
            {
                RecordType = TestTypes.Of("betyg"),
                Outcome = AssessmentOutcome.ReleaseMasked,
                Reasoning = AssessRequest.Reasoning.Read("Skäl"),
            },
            hub.Rektor, Ct);

        var answer = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));

        Assert.Equal(released, answer.Document is { } document ? Encoding.UTF8.GetString(document.Content.Span) : null);
        Assert.Equal(released is null ? "assessor-masking" : null, answer.Failure);
    }

    private static async Task<RecordAnswer.Released> ReleaseAsync(
        TestHub hub, string type, string mediaType, string content, params string[] redactions)
    {
        await DepositAsync(hub, type, mediaType, content, redactions);
        await hub.GiveConsentAsync(type);
        return Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync(type)));
    }

    private static async Task DepositAsync(TestHub hub, string type, string mediaType, string content, params string[] redactions) =>
        Assert.IsType<DepositOutcome.Deposited>(await hub.Get<DepositRecord>().HandleAsync(
            new RecordDeposit
            {
                Child = hub.Child,
                Type = TestTypes.Of(type),
                Title = DepositRecord.Title.Read("En handling"),
                Reference = DepositRecord.Reference.Read("ref-1"),
                PeriodFrom = hub.Today.AddDays(-100),
                PeriodTo = hub.Today.AddDays(-1),
                MediaType = mediaType,
                Content = Encoding.UTF8.GetBytes(content),
                Redactions = redactions,
            },
            new Caller.Staff(hub.Rektor),
            Ct));
}
