using System.Text.Json;
using DelningsNav.Client;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Register;

namespace DelningsNav.Web.Tests.Api;

/// <summary>A denial lists what would open the record, as members that a system can act on.</summary>
public sealed class WhatOpensTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_referral_names_the_consent_and_the_assessment_that_would_open_it()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);

        var outcome = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes);

        Assert.Equal(["consent", "assessment"], outcome.Opens.Select(way => way.Kind));
        Assert.Equal(
            new WayToOpen
            {
                Kind = "consent",
                RecordType = "franvaro",
                From = new(app.School.Value, "Grundskola", "Utbildningsnämnden"),
                To = new(app.Social.Value, "Individ och familj", "Järva stadsdelsnämnd"),
                Signers = "guardians",
                AskAt = "/api/v1/consent-requests",
                OneStepAt = $"/api/v1/information-requests/{request.Request}/consent-requests",
                Token = outcome.Opens[0].Token,
                Case = app.Case.Value,
                CaseNumber = "SST 2026/1",
            },
            outcome.Opens[0]);
        Assert.Equal(
            new WayToOpen { Kind = "assessment", Holder = new(app.School.Value, "Grundskola", "Utbildningsnämnden") }, outcome.Opens[1]);
    }

    [Fact]
    public async Task The_token_of_a_denial_asks_the_family_in_one_step_and_the_request_is_decided_again_when_it_has_answered()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        var denied = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes);
        var denial = new DenialToAskAbout { Staff = app.Familjebehandlare.Value, Tokens = [denied.Opens[0].Token!] };

        var asked = await client.AskAfterDenialAsync(request.Request, denial, Ct);
        var twice = await ProblemOf.ThrownByAsync(() => client.AskAfterDenialAsync(request.Request, denial, Ct));
        var forged = await ProblemOf.ThrownByAsync(
            () => client.AskAfterDenialAsync(request.Request, denial with { Tokens = ["AAAAAAAAAAAAAAAAAAAAAA"] }, Ct));
        var unknown = await ProblemOf.ThrownByAsync(() => client.AskAfterDenialAsync(Guid.NewGuid(), denial, Ct));
        var consent = new ConsentId(Assert.Single(asked.Consents));
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.Yes);
        await app.AnswerAsync(consent, app.Father, ConsentAnswer.Yes);
        var read = await client.ReadRequestAsync(request.Request, app.Familjebehandlare.Value, Ct);

        Assert.Equal(("consent-awaited-already", "invalid-request", "no-such-request"), (twice.Slug, forged.Slug, unknown.Slug));
        Assert.Equal("released", Assert.Single(read.Answers).Outcome);
    }

    [Fact]
    public async Task A_call_must_name_only_the_token_and_the_member_of_staff()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        var denied = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes);

        using var asked = await app.SendAsync(
            HttpMethod.Post,
            denied.Opens[0].OneStepAt!,
            $$"""{"staff":"{{app.Familjebehandlare}}","tokens":["{{denied.Opens[0].Token}}"]}""",
            idempotencyKey: "0123456789abcdef-one-step");

        Assert.Equal(System.Net.HttpStatusCode.Created, asked.StatusCode);
    }

    [Fact]
    public async Task A_refusal_that_lacks_only_an_assignment_names_that_in_the_problem_and_nothing_else()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        await app.Get<MaintainCases>().EndAssignmentAsync(app.Case, app.Familjebehandlare, app.Familjebehandlare, Ct);

        var problem = await ProblemOf.ThrownByAsync(() => client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct));

        foreach (var opens in new[] { problem.Extensions["opens"], problem.Extensions["outcomes"][0].GetProperty("opens") })
        {
            var way = Assert.Single(opens.EnumerateArray().ToList());
            Assert.Equal(("assignment", app.Case.Value), (way.GetProperty("kind").GetString(), way.GetProperty("case").GetGuid()));
            Assert.Equal(["kind", "case", "caseNumber"], way.EnumerateObject().Select(member => member.Name));
        }
    }

    [Fact]
    public async Task A_document_that_may_no_longer_be_opened_and_a_request_that_is_read_give_the_same_ways_as_the_decision()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var consent = await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        var document = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes).Document!;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await client.WithdrawConsentAsync(consent.Value, app.Familjebehandlare.Value, Ct);

        var decided = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes);
        var read = Assert.Single((await client.ReadRequestAsync(request.Request, app.Familjebehandlare.Value, Ct)).Answers);
        var problem = await ProblemOf.ThrownByAsync(
            () => client.OpenDocumentAsync(document.Release, document.Document, app.Familjebehandlare.Value, Ct));

        Assert.NotEmpty(decided.Opens);
        Assert.Equal(decided.Opens, read.Opens);
        Assert.Equal(decided.Opens, problem.Extensions["opens"].Deserialize<IReadOnlyList<WayToOpen>>(JsonSerializerOptions.Web));
    }

    [Fact]
    public async Task A_released_record_has_no_way_to_open_it()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);

        var outcome = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes);

        Assert.Empty(outcome.Opens);
    }
}
