using System.Text.Json;
using DelningsNav.Client;
using DelningsNav.Hub.Cases;

namespace DelningsNav.Web.Tests.Api;

/// <summary>A denial says what would open it, as members that a system can act on.</summary>
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
                Case = app.Case.Value,
                CaseNumber = "SST 2026/1",
            },
            outcome.Opens[0]);
        Assert.Equal(new WayToOpen { Kind = "assessment", Holder = new(app.School.Value, "Grundskola", "Utbildningsnämnden") }, outcome.Opens[1]);
    }

    [Fact]
    public async Task A_refusal_for_want_of_an_assignment_says_so_in_the_problem_and_of_nothing_else()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        await app.Get<KeepCases>().EndAssignmentAsync(app.Case, app.Familjebehandlare, app.Familjebehandlare, Ct);

        var problem = await ProblemOf.ThrownByAsync(() => client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct));

        foreach (var opens in new[] { problem.Extensions["opens"], problem.Extensions["outcomes"][0].GetProperty("opens") })
        {
            var way = Assert.Single(opens.EnumerateArray().ToList());
            Assert.Equal(("assignment", app.Case.Value), (way.GetProperty("kind").GetString(), way.GetProperty("case").GetGuid()));
            Assert.Equal(["kind", "case", "caseNumber"], way.EnumerateObject().Select(member => member.Name));
        }
    }

    [Fact]
    public async Task A_document_that_may_no_longer_be_opened_and_a_request_that_is_read_say_the_same_as_the_decision()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var consent = await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        var document = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes).Document!;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await client.WithdrawConsentAsync(consent.Value, app.Familjebehandlare.Value, Ct);

        var decided = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes);
        var read = Assert.Single((await client.ReadRequestAsync(request.Request, Ct)).Answers);
        var problem = await ProblemOf.ThrownByAsync(() => client.OpenDocumentAsync(document.Release, document.Document, Ct));

        Assert.NotEmpty(decided.Opens);
        Assert.Equal(decided.Opens, read.Opens);
        Assert.Equal(decided.Opens, problem.Extensions["opens"].Deserialize<IReadOnlyList<WayToOpen>>(JsonSerializerOptions.Web));
    }

    [Fact]
    public async Task What_is_released_has_nothing_left_to_open()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);

        var outcome = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes);

        Assert.Empty(outcome.Opens);
    }
}
