using DelningsNav.AuditLog;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;

namespace DelningsNav.Web.Tests.Api;

public sealed class OversightTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registrators_system_reads_what_its_authority_did_about_a_person_and_the_reading_is_logged()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct);
        var before = await app.LogSizeAsync();

        var report = await client.ReadAccessReportAsync(app.Child.Value, app.Registrator.Value, Ct);

        var decided = report.Entries.Single(e => e.Kind == "decided");
        Assert.Equal(("release", "Farid Familj"), (decided.Verdict, decided.Actor!.Name));
        Assert.Equal(["franvaro"], decided.RecordTypes);
        Assert.True(await app.LogSizeAsync() > before);
    }

    [Fact]
    public async Task A_system_never_reads_who_in_a_family_answered_what()
    {
        await using var app = await TestApp.StartAsync();
        using var key = Signing.SigningKey.Create();
        await app.Get<MaintainParties>()
            .AddClientAsync(
                app.School, "Skolans diarium", [Operations.ReadOversight], [ClientRole.Registrator], key.KeyId, key.PublicKey.ToPem(), Ct);
        var unit = await app.Get<MaintainParties>().AddUnitAsync(app.School, "Kansli", "Järva", Ct);
        var registrator = await app.Get<MaintainParties>().AddStaffAsync(unit, "Rita Registrator", StaffRole.Registrator, false, false, Ct);
        using var client = app.Client(key);
        var consent = await app.AskForConsentAsync();
        await app.AnswerAsync(consent, app.Mother, Hub.Consents.ConsentAnswer.Yes);
        await app.AnswerAsync(consent, app.Father, Hub.Consents.ConsentAnswer.No);

        var report = await client.ReadAccessReportAsync(app.Child.Value, registrator.Value, Ct);

        Assert.Contains(report.Entries, e => e.Kind == "consent-requested");
        Assert.DoesNotContain(report.Entries, e => e.Kind is "consent-signed" or "consent-refused" || e.Actor?.Kind == "person");
    }

    [Fact]
    public async Task Only_a_registrator_of_the_own_branch_reads_an_access_report()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        using var school = app.Client(app.SchoolKey);

        var staff = await ProblemOf.ThrownByAsync(() => client.ReadAccessReportAsync(app.Child.Value, app.Familjebehandlare.Value, Ct));
        var others = await ProblemOf.ThrownByAsync(() => school.ReadAccessReportAsync(app.Child.Value, app.Registrator.Value, Ct));

        Assert.Equal(("not-a-registrator", "not-a-registrator"), (staff.Slug, others.Slug));
    }

    [Fact]
    public async Task Anybody_can_verify_an_entry_against_the_signed_head()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var size = await app.LogSizeAsync();

        Assert.True(TlogProof.TryParse(await client.ReadProofAsync(size - 1, Ct), out var proof));
        Assert.True(SignedCheckpoint.TryParse(await client.ReadCheckpointAsync(Ct), out var head));

        Assert.Equal(head.Checkpoint, proof.Checkpoint.Checkpoint);
        Assert.True(proof.Includes(MerkleTree.LeafHash(proof.Extra.Span)));
    }

    [Fact]
    public async Task The_tiles_contain_the_log_and_a_tile_that_does_not_exist_is_a_problem()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var size = (int)await app.LogSizeAsync();

        var hashes = await client.ReadTileAsync($"tile/0/000.p/{size}", Ct);
        var leaves = await client.ReadTileAsync($"tile/entries/000.p/{size}", Ct);
        var wider = await ProblemOf.ThrownByAsync(() => client.ReadTileAsync($"tile/0/000.p/{size + 1}", Ct));
        var proof = await ProblemOf.ThrownByAsync(() => client.ReadProofAsync(size, Ct));

        Assert.Equal(size * 32, hashes.Length);
        Assert.Equal((await app.Get<LogProofs>().LeafAsync(0, Ct))!, leaves[2..(2 + ((leaves[0] << 8) | leaves[1]))]);
        Assert.Equal(("no-such-log-entry", "no-such-log-entry"), (wider.Slug, proof.Slug));
    }
}
