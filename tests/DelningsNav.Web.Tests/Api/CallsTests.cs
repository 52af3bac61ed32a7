using System.Text;
using DelningsNav.Client;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using ConsentScope = DelningsNav.Client.ConsentScope;

namespace DelningsNav.Web.Tests.Api;

/// <summary>Each call of the API through the typed client, against the real application.</summary>
public sealed class CallsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_found_by_number_and_the_look_up_is_logged()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var before = await app.LogSizeAsync();

        var person = await client.LookUpPersonAsync(app.ChildsNumber, LookUpPurpose.InCase(app.Case.Value), Ct);

        Assert.Equal(app.Child.Value, person);
        Assert.Equal(before + 1, await app.LogSizeAsync());
    }

    [Fact]
    public async Task An_unknown_person_is_a_problem_and_the_look_up_is_logged()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var before = await app.LogSizeAsync();

        var problem = await ProblemOf.ThrownByAsync(
            () => client.LookUpPersonAsync("189001019802", LookUpPurpose.InCase(app.Case.Value), Ct));

        Assert.Equal("unknown-person", problem.Slug);
        Assert.Equal(before + 1, await app.LogSizeAsync());
    }

    [Fact]
    public async Task A_number_with_a_wrong_check_digit_is_a_problem_and_nothing_is_looked_up()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var before = await app.LogSizeAsync();

        var problem = await ProblemOf.ThrownByAsync(
            () => client.LookUpPersonAsync("189001019803", LookUpPurpose.InCase(app.Case.Value), Ct));

        Assert.Equal(["/identityNumber"], problem.Errors.Keys);
        Assert.Equal(before, await app.LogSizeAsync());
    }

    [Fact]
    public async Task A_record_is_deposited_once_however_often_it_is_sent()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client(app.SchoolKey);
        var record = Record(app);

        var first = await client.DepositAsync(record, Ct);
        var again = await client.DepositAsync(record, Ct);

        Assert.True(first.IsNew);
        Assert.Equal(first with { IsNew = false }, again);
    }

    [Fact]
    public async Task A_record_of_a_type_that_the_branch_may_not_hold_and_with_content_of_another_type_is_refused_with_both_faults()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client(app.SchoolKey);

        var problem = await ProblemOf.ThrownByAsync(
            () => client.DepositAsync(Record(app) with { Type = "personakt", MediaType = "application/pdf" }, Ct));

        Assert.Equal(["/content", "/type"], problem.Errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_day_at_an_end_of_the_calendar_is_refused_before_anything_counts_from_it()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client(app.SchoolKey);

        var problem = await ProblemOf.ThrownByAsync(() => client.DepositAsync(
            Record(app) with { PeriodFrom = DateOnly.MinValue, PeriodTo = DateOnly.MaxValue }, Ct));

        Assert.Equal(["/periodFrom", "/periodTo"], problem.Errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Content_is_accepted_up_to_its_limit_and_not_a_byte_more()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client(app.SchoolKey);
        var largest = Encoding.ASCII.GetBytes(new string('a', 10 * 1024 * 1024));

        var taken = await client.DepositAsync(Record(app) with { MediaType = "text/plain", Content = largest }, Ct);
        var problem = await ProblemOf.ThrownByAsync(() => client.DepositAsync(
            Record(app) with { MediaType = "text/plain", Reference = "other", Content = (byte[])[.. largest, (byte)'a'] }, Ct));

        Assert.True(taken.IsNew);
        Assert.Equal("content-too-large", problem.Slug);
    }

    [Theory]
    [InlineData("application/zip", "media-type-not-taken")]
    [InlineData("text/plain", "unknown-person")]
    public async Task A_record_that_cannot_be_stored_leaves_nothing(string mediaType, string slug)
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client(app.SchoolKey);
        var before = await app.LogSizeAsync();

        var problem = await ProblemOf.ThrownByAsync(
            () => client.DepositAsync(Record(app) with { Child = Guid.Empty, MediaType = mediaType }, Ct));

        Assert.Equal(slug, problem.Slug);
        Assert.Equal(before, await app.LogSizeAsync());
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM records"));
    }

    [Fact]
    public async Task The_record_types_come_in_pages()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();

        var first = await client.ListRecordTypesAsync(1, 25, Ct);
        var second = await client.ListRecordTypesAsync(2, 25, Ct);

        Assert.Equal(first.Total, first.Items.Count + second.Items.Count);
        Assert.Equal("municipal-school", first.Items.Single(t => t.Code == "franvaro").Holdings[0].Party);
    }

    [Fact]
    public async Task A_consent_is_asked_for_answered_by_the_family_and_withdrawn_and_never_says_who_answered_what()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var asked = await client.AskForConsentAsync(Ask(app), Ct);
        var consent = Assert.Single(asked.Consents);
        var statuses = new List<string> { (await client.ReadConsentAsync(consent, app.Familjebehandlare.Value, Ct)).Status };

        await app.AnswerAsync(new ConsentId(consent), app.Mother, ConsentAnswer.Yes);
        statuses.Add((await client.ReadConsentAsync(consent, app.Familjebehandlare.Value, Ct)).Status);
        await app.AnswerAsync(new ConsentId(consent), app.Father, ConsentAnswer.Yes);
        statuses.Add((await client.ReadConsentAsync(consent, app.Familjebehandlare.Value, Ct)).Status);
        var at = await client.WithdrawConsentAsync(consent, app.Familjebehandlare.Value, Ct);
        statuses.Add((await client.ReadConsentAsync(consent, app.Familjebehandlare.Value, Ct)).Status);

        Assert.Equal(["waiting", "waiting", "active", "withdrawn"], statuses);
        Assert.Equal(app.Clock.GetUtcNow(), at);
    }

    [Fact]
    public async Task The_use_limit_and_the_retention_promise_are_asked_for_and_read_back()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();

        var asked = await client.AskForConsentAsync(Ask(app) with { UseLimit = "3-per-week", RetentionPromise = "read-only" }, Ct);
        var status = await client.ReadConsentAsync(asked.Consents[0], app.Familjebehandlare.Value, Ct);
        var again = await ProblemOf.ThrownByAsync(() => client.AskForConsentAsync(Ask(app) with { UseLimit = "3-per-week" }, Ct));

        Assert.Equal(("3-per-week", "read-only"), (status.UseLimit, status.RetentionPromise));
        Assert.Empty(asked.LeftOut);
        Assert.Equal("consent-awaited-already", again.Slug);
    }

    [Fact]
    public async Task All_unknown_words_are_named_at_once()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();

        var problem = await ProblemOf.ThrownByAsync(() => client.AskForConsentAsync(
            Ask(app) with
            {
                UseLimit = "often",
                RetentionPromise = "for-ever",
                Circumstance = "grown-up",
                CircumstanceReason = "Så är det.",
            },
            Ct));

        Assert.Equal(["/circumstance", "/retentionPromise", "/useLimit"], problem.Errors.Keys.Order());
    }

    [Fact]
    public async Task A_consent_is_ended_once_and_then_neither_ended_in_another_way_nor_withdrawn()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var consent = (await app.GiveConsentAsync()).Value;
        var ending = new EndingToMake(app.Familjebehandlare.Value, "purpose-met");

        var first = await client.EndConsentAsync(consent, ending, Ct);
        app.Clock.Advance(TimeSpan.FromHours(1));
        var again = await client.EndConsentAsync(consent, ending, Ct);
        var otherwise = await ProblemOf.ThrownByAsync(
            () => client.EndConsentAsync(consent, ending with { Ending = "registered-in-error", Reason = "Fel barn" }, Ct));
        var withdrawn = await ProblemOf.ThrownByAsync(() => client.WithdrawConsentAsync(consent, app.Familjebehandlare.Value, Ct));
        var unknown = await ProblemOf.ThrownByAsync(() => client.EndConsentAsync(consent, ending with { Ending = "done" }, Ct));

        Assert.Equal(first, again);
        Assert.Equal(("consent-over", "consent-over"), (otherwise.Slug, withdrawn.Slug));
        Assert.Equal(["/ending"], unknown.Errors.Keys);
        var status = await client.ReadConsentAsync(consent, app.Familjebehandlare.Value, Ct);
        Assert.Equal(("ended", (DateTimeOffset?)first), (status.Status, status.EndedAt));
    }

    [Theory]
    [InlineData(ConsentAnswer.No, ConsentAnswer.Yes)]
    [InlineData(ConsentAnswer.Yes, ConsentAnswer.No)]
    [InlineData(ConsentAnswer.No, ConsentAnswer.No)]
    public async Task The_party_reads_the_same_whichever_guardian_said_no(ConsentAnswer mother, ConsentAnswer father)
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var consent = await app.AskForConsentAsync();

        await app.AnswerAsync(consent, app.Mother, mother);
        await app.AnswerAsync(consent, app.Father, father);

        Assert.Equal("not-granted", (await client.ReadConsentAsync(consent.Value, app.Familjebehandlare.Value, Ct)).Status);
    }

    [Fact]
    public async Task A_consent_expires_at_the_moment_that_it_says()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var consent = await app.GiveConsentAsync();
        app.Clock.Advance(TimeSpan.FromDays(180) - TimeSpan.FromMilliseconds(1));
        var last = await client.ReadConsentAsync(consent.Value, app.Familjebehandlare.Value, Ct);

        app.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var first = await client.ReadConsentAsync(consent.Value, app.Familjebehandlare.Value, Ct);

        Assert.Equal(("active", "expired"), (last.Status, first.Status));
    }

    [Fact]
    public async Task A_consent_that_does_not_exist_and_one_of_other_parties_get_the_same_answer()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var consent = await app.AskForConsentAsync();

        var absent = await ProblemOf.ThrownByAsync(() => client.ReadConsentAsync(Guid.Empty, app.Familjebehandlare.Value, Ct));
        var staffOfAnother = await ProblemOf.ThrownByAsync(() => client.ReadConsentAsync(consent.Value, app.Rektor.Value, Ct));

        Assert.Equal("no-such-consent", absent.Slug);
        Assert.Equal((absent.Type, absent.Title, absent.Detail), (staffOfAnother.Type, staffOfAnother.Title, staffOfAnother.Detail));
    }

    [Fact]
    public async Task A_fault_that_the_use_case_finds_is_named_by_its_place()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();

        var consent = await ProblemOf.ThrownByAsync(
            () => client.AskForConsentAsync(Ask(app) with { DataTo = app.Today.AddYears(-9), ValidUntil = app.Clock.GetUtcNow() }, Ct));
        var request = await ProblemOf.ThrownByAsync(
            () => client.RequestInformationAsync(app.Ask("personakt") with { Purpose = "sst-plus" }, Ct));

        Assert.Equal(["/dataTo", "/validUntil"], consent.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["/purpose", "/recordTypes"], request.Errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_case_that_does_not_exist_or_is_not_assigned_to_the_member_of_staff_is_a_problem()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();

        var absent = await ProblemOf.ThrownByAsync(() => client.RequestInformationAsync(app.Ask() with { Case = Guid.Empty }, Ct));
        var wrongStaff = await ProblemOf.ThrownByAsync(
            () => client.RequestInformationAsync(app.Ask() with { Staff = app.Rektor.Value }, Ct));
        var consent = await ProblemOf.ThrownByAsync(() => client.AskForConsentAsync(Ask(app) with { Staff = app.Rektor.Value }, Ct));

        Assert.Equal(("no-such-case", "no-such-case", "no-such-case"), (absent.Slug, wrongStaff.Slug, consent.Slug));
    }

    [Fact]
    public async Task What_the_family_has_consented_to_is_not_asked_again()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await app.GiveConsentAsync();

        var problem = await ProblemOf.ThrownByAsync(() => client.AskForConsentAsync(Ask(app), Ct));

        Assert.Equal("consented-already", problem.Slug);
    }

    private static ConsentToAsk Ask(TestApp app) => new()
    {
        Case = app.Case.Value,
        Staff = app.Familjebehandlare.Value,
        Scopes = [new ConsentScope(app.School.Value, ["franvaro"])],
        DataFrom = app.Today.AddDays(-400),
        DataTo = app.Today.AddDays(100),
        ValidUntil = app.Clock.GetUtcNow().AddDays(180),
    };

    private static RecordToDeposit Record(TestApp app) => new()
    {
        Child = app.Child.Value,
        Type = "franvaroutredning",
        Title = "Utredning om frånvaro",
        Reference = "utredning-1",
        PeriodFrom = app.Today.AddDays(-60),
        PeriodTo = app.Today.AddDays(-30),
        MediaType = "application/json",
        Content = Encoding.UTF8.GetBytes("{}"),
        MentionsOthers = [],
    };
}
