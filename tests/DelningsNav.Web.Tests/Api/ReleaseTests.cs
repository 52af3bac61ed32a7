using System.Security.Cryptography;
using System.Text;
using DelningsNav.Client;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Register;

namespace DelningsNav.Web.Tests.Api;

public sealed class ReleaseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_consent_the_record_is_handed_over_with_its_ground_obligations_and_a_valid_proof()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var consent = await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);

        var answer = await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct);

        var outcome = Assert.Single(answer.Outcomes);
        Assert.Equal("released", outcome.Outcome);
        Assert.Equal((consent.Value, "consent"), (outcome.Ground!.Consent!.Value, outcome.Ground.Kind));
        Assert.Contains(outcome.Obligations, o => o.Code == "purpose-bound");
        Assert.Equal(TestApp.AbsenceContent, Encoding.UTF8.GetString(outcome.Document!.Content.Span));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(outcome.Document.Content.Span)), outcome.Document.Sha256);
        Assert.True(TlogProof.TryParse(outcome.Proof, out var proof));
        Assert.Equal(outcome.LogIndex, proof.Index);
        Assert.True(proof.Includes(MerkleTree.LeafHash(proof.Extra.Span)));
    }

    [Fact]
    public async Task A_release_is_logged_before_it_leaves_and_confirmed_after()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);

        var answer = await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct);
        using var next = await app.SendAsync(HttpMethod.Get, "/api/v1/record-types");

        Assert.Equal(request.LogIndex + 1, Assert.Single(answer.Outcomes).LogIndex);
        await app.StopServingAsync();
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM deliveries WHERE delivered = 1"));
        Assert.Equal(
            1,
            await app.AskDatabaseAsync(
                $"SELECT COUNT(*) FROM log_entries WHERE kind = 'delivery-reported' AND idx > {request.LogIndex + 1}"));
    }

    [Fact]
    public async Task Without_consent_nothing_is_released_and_the_answer_names_what_is_missing_and_where_to_ask()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);

        var answer = await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct);

        var outcome = Assert.Single(answer.Outcomes);
        Assert.Equal("referred", outcome.Outcome);
        Assert.Null(outcome.Document);
        Assert.Equal("/api/v1/consent-requests", outcome.Missing.Single(m => m.Code == "consent").AskAt);
    }

    [Fact]
    public async Task A_member_of_staff_whose_assignment_ended_is_refused_with_a_logged_reason()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        await app.Get<MaintainCases>().EndAssignmentAsync(app.Case, app.Familjebehandlare, app.Familjebehandlare, Ct);

        var problem = await ProblemOf.ThrownByAsync(() => client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct));

        Assert.Equal("release-refused", problem.Slug);
        Assert.True(problem.Extensions["logIndex"].GetInt64() > request.LogIndex);
        Assert.Equal("assignment", problem.Extensions["missing"][0].GetProperty("code").GetString());
        Assert.Equal("refused", problem.Extensions["outcomes"][0].GetProperty("outcome").GetString());
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM deliveries"));
    }

    [Fact]
    public async Task After_a_withdrawal_neither_the_request_nor_the_document_is_released_again()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var consent = await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        var released = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes).Document!;
        var opened = await client.OpenDocumentAsync(released.Release, released.Document, app.Familjebehandlare.Value, Ct);
        await client.WithdrawConsentAsync(consent.Value, app.Familjebehandlare.Value, Ct);

        var answer = await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct);
        var problem = await ProblemOf.ThrownByAsync(
            () => client.OpenDocumentAsync(released.Release, released.Document, app.Familjebehandlare.Value, Ct));

        Assert.Equal(TestApp.AbsenceContent, Encoding.UTF8.GetString(opened.Content.Span));
        Assert.Equal("application/json", opened.MediaType);
        Assert.Equal("referred", Assert.Single(answer.Outcomes).Outcome);
        Assert.Equal("release-referred", problem.Slug);
    }

    [Fact]
    public async Task A_request_of_another_branch_and_one_that_does_not_exist_get_the_same_answer()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        using var school = app.Client(app.SchoolKey);
        var request = await client.RequestInformationAsync(app.Ask(), Ct);

        var absent = await ProblemOf.ThrownByAsync(() => client.ReleaseAsync(Guid.Empty, app.Familjebehandlare.Value, Ct));
        var others = await ProblemOf.ThrownByAsync(() => school.ReleaseAsync(request.Request, app.Rektor.Value, Ct));
        var otherStaff = await ProblemOf.ThrownByAsync(() => client.ReleaseAsync(request.Request, app.Rektor.Value, Ct));
        var read = await ProblemOf.ThrownByAsync(() => school.ReadRequestAsync(request.Request, app.Rektor.Value, Ct));

        Assert.Equal("no-such-request", absent.Slug);
        Assert.All([others, otherStaff, read], problem => Assert.Equal((absent.Type, absent.Detail), (problem.Type, problem.Detail)));
    }

    [Fact]
    public async Task A_document_that_was_not_released_to_the_branch_is_not_opened()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        using var school = app.Client(app.SchoolKey);
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        var released = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes).Document!;

        var others = await ProblemOf.ThrownByAsync(
            () => school.OpenDocumentAsync(released.Release, released.Document, app.Rektor.Value, Ct));
        var absent = await ProblemOf.ThrownByAsync(
            () => client.OpenDocumentAsync(released.Release, Guid.Empty, app.Familjebehandlare.Value, Ct));

        Assert.Equal(("no-such-release", "no-such-release"), (others.Slug, absent.Slug));
    }

    [Fact]
    public async Task A_request_shows_its_latest_decisions()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask("franvaro", "betyg"), Ct);
        var before = await client.ReadRequestAsync(request.Request, app.Familjebehandlare.Value, Ct);

        var released = (await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes;
        var after = await client.ReadRequestAsync(request.Request, app.Familjebehandlare.Value, Ct);

        Assert.Equal(["undecided", "undecided"], before.Answers.Select(a => a.Outcome));
        Assert.Equal(["released", "referred"], after.Answers.Select(a => a.Outcome));
        Assert.Equal(released[0].Document!.Document, Assert.Single(after.Answers[0].Documents).Document);
        Assert.Equal(released.Select(r => (long?)r.LogIndex), after.Answers.Select(a => a.LogIndex));
    }

    [Fact]
    public async Task When_the_log_cannot_be_written_no_byte_of_a_record_leaves()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        var released = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes).Document!;
        await app.BreakLogAsync();

        using var release = await app.SendAsync(
            HttpMethod.Post, $"/api/v1/information-requests/{request.Request}/releases", $$"""{"staff":"{{app.Familjebehandlare}}"}""");
        using var document = await app.SendAsync(
            HttpMethod.Get, $"/api/v1/releases/{released.Release}/documents/{released.Document}?staff={app.Familjebehandlare}");
        using var lookUp = await app.SendAsync(
            HttpMethod.Post, "/api/v1/person-lookups",
            $$"""{"identityNumber":"{{app.ChildsNumber}}","purpose":"case","case":"{{app.Case}}"}""");

        foreach (var answer in (HttpResponseMessage[])[release, document, lookUp])
        {
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.DoesNotContain("0.31", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            Assert.Equal("log-unavailable", await ProblemOf.SlugAsync(answer));
        }
    }

    [Fact]
    public async Task No_identity_number_is_in_the_technical_log_or_the_database_after_a_day_of_work()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await client.LookUpPersonAsync(app.ChildsNumber, LookUpPurpose.InCase(app.Case.Value), Ct);
        using var inAnAddress = await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{app.ChildsNumber}?staff={app.ChildsNumber}");
        using var inAQuery = await app.SendAsync(HttpMethod.Get, $"/api/v1/record-types?page={app.ChildsNumber}");
        using var asAKey = await app.SendAsync(HttpMethod.Post, "/api/v1/records", "{}", idempotencyKey: $"key-of-{app.ChildsNumber}");
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct);
        await app.BreakLogAsync();
        using var broken = await app.SendAsync(
            HttpMethod.Post, "/api/v1/person-lookups",
            $$"""{"identityNumber":"{{app.ChildsNumber}}","purpose":"case","case":"{{app.Case}}"}""");

        await app.StopServingAsync();

        var number = app.ChildsNumber;
        string[] spellings = [number, $"{number[..8]}-{number[8..]}", number[2..], $"{number[2..8]}-{number[8..]}"];
        Assert.DoesNotContain(app.Log.All, line => spellings.Any(s => line.Contains(s, StringComparison.Ordinal)));
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(app.DatabaseFile)!, "hub.db*"))
        {
            var bytes = await File.ReadAllBytesAsync(file, Ct);
            Assert.All(spellings, s => Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(s))));
        }
    }
}
