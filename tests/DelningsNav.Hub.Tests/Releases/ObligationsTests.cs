using System.Text;
using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Promises;
using DelningsNav.Policies;
using DelningsNav.Tests.Files;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>A record is cut down to what the decision allows; a record that cannot be cut is not handed over.</summary>
public sealed class ObligationsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_that_the_form_does_not_let_remain_are_removed_and_listed_by_place()
    {
        await using var hub = await TestHub.StartAsync();
        var whole = TestRecords.Absence(TestRecords.Month("2026-09-01", "2026-09-30", ",\"healthReasons\":\"depression\""));

        var answer = await ReleaseAsync(hub, "franvaro", "application/json", whole);

        Assert.Equal(
            TestRecords.Absence(TestRecords.Month("2026-09-01", "2026-09-30")).ReplaceLineEndings(""),
            Encoding.UTF8.GetString(answer.Document!.Content.Span));
        var applied = Assert.Single(answer.Document.Applied);
        Assert.Equal(("mask-health-reasons", AppliedHow.Cut), (applied.Obligation, applied.How));
        Assert.Equal(["/months/*/healthReasons"], applied.Members);
    }

    [Fact]
    public async Task The_log_entry_of_the_delivery_names_what_was_removed_and_contains_none_of_it()
    {
        await using var hub = await TestHub.StartAsync();
        var whole = TestRecords.Absence(TestRecords.Month("2026-09-01", "2026-09-30", ",\"healthReasons\":\"depression\""));
        var cut = await ReleaseAsync(hub, "franvaro", "application/json", whole);

        await hub.Get<ReleaseInformation>().ConfirmAsync(cut.Release, delivered: true, Ct);

        var entry = (await LoggedPayload.AllAsync(hub)).Single(e => e.Kind == EntryKinds.DeliveryReported);
        Assert.Equal("mask-health-reasons=cut:/months/*/healthReasons", entry["applied"]);
    }

    [Fact]
    public async Task A_record_without_anything_to_mask_says_so_and_is_handed_over_byte_for_byte()
    {
        await using var hub = await TestHub.StartAsync();
        var whole = TestRecords.Absence();

        var answer = await ReleaseAsync(hub, "franvaro", "application/json", whole);

        Assert.Equal(whole, Encoding.UTF8.GetString(answer.Document!.Content.Span));
        var applied = Assert.Single(answer.Document.Applied);
        Assert.Equal(("mask-health-reasons", AppliedHow.NothingThere), (applied.Obligation, applied.How));
        Assert.Empty(applied.Members);
    }

    [Fact]
    public async Task Free_text_that_the_holder_has_declared_to_be_masked_remains()
    {
        await using var hub = await TestHub.StartAsync();
        var whole = TestRecords.Absence(TestRecords.Month("2026-09-01", "2026-09-30", ",\"healthReasons\":\"***\""));

        var answer = await ReleaseAsync(hub, "franvaro", "application/json", whole, "mask-health-reasons");

        Assert.Equal(whole, Encoding.UTF8.GetString(answer.Document!.Content.Span));
        Assert.Equal(AppliedHow.MaskedBeforeDeposit, Assert.Single(answer.Document.Applied).How);
    }

    /// <summary>What the deposit accepted before forms, or what somebody has changed in the vault since.</summary>
    [Theory]
    [InlineData("""{"dagar":[{"franvaroorsak":"depression","kommentar":"Grannen, Storgatan 3"}]}""")]
    [InlineData("""{"format":"delningsnav.absence/2","school":"A","total":[],"months":[]}""")]
    [InlineData("""{"format":"delningsnav.absence/1","school":"A","total":[],"months":[],"note":"depression"}""")]
    [InlineData("""{"format":"delningsnav.absence/1","school":"A","total":[],"months":[{"health_reasons":"depression"}]}""")]
    [InlineData("""{"format":"delningsnav.absence/1","school":["depression"],"total":[],"months":[]}""")]
    [InlineData("""[{"healthReasons":"depression"}]""")]
    public async Task A_stored_record_that_does_not_follow_the_form_is_not_masked_and_not_handed_over(string stored)
    {
        await using var hub = await TestHub.StartAsync();
        await StoreInsteadAsync(hub, stored);
        await hub.GiveConsentAsync();

        var answer = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync()));

        Assert.Null(answer.Document);
        Assert.Equal("mask-health-reasons", answer.Failure);
    }

    [Theory]
    [InlineData("""{"name":"Nora","address":"Storgatan 1"}""")]
    [InlineData("""{"name":"Nora","gatuadress":"Storgatan 1","postort":"Järva"}""")]
    [InlineData("{}")]
    public async Task Structured_data_of_a_type_without_a_form_is_treated_as_a_PDF_is(string content)
    {
        await using var hub = await TestHub.StartAsync();

        var answer = await ReleaseAsync(hub, "elevuppgifter", "application/json", content);

        Assert.Null(answer.Document);
        Assert.Equal("mask-contact-details", answer.Failure);
    }

    [Theory]
    [InlineData("application/pdf", "Storgatan 1")]
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

        var answer = await ReleaseAsync(hub, "elevuppgifter", "application/pdf", "***", "mask-contact-details");

        Assert.Equal(TinyPdf.Of("***"), answer.Document!.Content.ToArray());
    }

    [Fact]
    public async Task A_mask_other_than_the_required_one_is_not_enough()
    {
        await using var hub = await TestHub.StartAsync();

        var answer = await ReleaseAsync(hub, "elevuppgifter", "application/pdf", "", "mask-others", "mask-health-reasons");

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
        Assert.Equal(
            !kept, answer.Document.Applied.Any(one => one is { Obligation: AppliedObligation.CutToWindow, Members: ["/items/*"] }));
    }

    [Theory]
    [InlineData("franvaro", "application/json", true)]
    [InlineData("betyg", "application/json", false)]
    [InlineData("betyg", "application/pdf", false)]
    public async Task What_an_assessor_requires_masked_is_masked_by_the_form_or_not_handed_over(string type, string mediaType, bool masked)
    {
        await using var hub = await TestHub.StartAsync();
        var content = (type, mediaType) switch
        {
            ("franvaro", _) => TestRecords.Absence(TestRecords.Month("2026-09-01", "2026-09-30", ",\"healthReasons\":\"depression\"")),
            (_, "application/json") => """{"adress":"x","betyg":"C"}""",
            _ => "",
        };
        var deposited = await DepositAsync(hub, type, mediaType, content, reference: "assessed");
        var request = await hub.AskAsync(type);
        await hub.AnswerToAsync(request);
        await hub.Get<AssessRequest>().HandleAsync(
            request,
            new Judgement
            {
                RecordType = TestTypes.Of(type),
                Outcome = AssessmentOutcome.ReleaseMasked,
                Reasoning = AssessRequest.Reasoning.Read("Skäl"),
            },
            hub.Rektor, Ct);

        var answers = Assert.IsType<ReleaseOutcome.Answered>(await hub.ReleaseAsync(request)).Answers;

        var answer = answers.Cast<RecordAnswer.Released>().Single(one => one.Release.Record == deposited);
        Assert.Equal(masked ? null : "assessor-masking", answer.Failure);
        Assert.Equal(
            masked ? ["/months/*/healthReasons", "/school"] : null,
            answer.Document?.Applied.Single(one => one.Obligation == "assessor-masking").Members);
    }

    private static async Task StoreInsteadAsync(TestHub hub, string content)
    {
        await using var db = hub.Db();
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        await Vault.PutAsync(db, hub.Absence, hub.Child, Encoding.UTF8.GetBytes(content), Ct);
        await transaction.CommitAsync(Ct);
    }

    private static async Task<RecordAnswer.Released> ReleaseAsync(
        TestHub hub, string type, string mediaType, string content, params string[] redactions)
    {
        // The small world has a record of absence already, under this reference.
        await DepositAsync(hub, type, mediaType, content, type == "franvaro" ? "franvaro-1" : "ref-1", redactions);
        await hub.GiveConsentAsync(type);
        return Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync(type)));
    }

    private static async Task<RecordId> DepositAsync(TestHub hub, string type, string mediaType, string content, string reference = "ref-1",
        params string[] redactions) =>
        Assert.IsType<DepositOutcome.Deposited>(await hub.Get<DepositRecord>().HandleAsync(
            new RecordDeposit
            {
                Child = hub.Child,
                Type = TestTypes.Of(type),
                Title = DepositRecord.Title.Read("En handling"),
                Reference = DepositRecord.Reference.Read(reference),
                PeriodFrom = hub.Today.AddDays(-100),
                PeriodTo = hub.Today.AddDays(-1),
                MediaType = mediaType,
                Mentions = Mentioned.Nobody,
                Content = mediaType == "application/pdf" ? TinyPdf.Of(content) : Encoding.UTF8.GetBytes(content),
                Redactions = redactions,
            },
            new Caller.Staff(hub.Rektor),
            Ct)).Record;
}
