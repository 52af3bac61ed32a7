using System.Net;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Parties;

namespace DelningsNav.Web.Tests.Api;

/// <summary>
/// The entries of the log, as they are in the tree, are open only to those with a right until the log is large (ADR 0041).
/// </summary>
public sealed class LogEntriesTests
{
    private const string Bundle = "/log/tile/entries/000.p/1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_gets_heads_hash_tiles_and_proofs_and_no_entry()
    {
        await using var app = await TestApp.StartAsync();

        using var bundle = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, Bundle));
        using var proof = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/log/entries/0/proof"));
        using var tile = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/log/tile/0/000.p/1"));
        using var head = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/log/checkpoint"));

        Assert.Equal(HttpStatusCode.Forbidden, bundle.StatusCode);
        Assert.Contains("log-entries-not-open", await bundle.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.All([proof, tile, head], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.True(TlogProof.TryParse(await proof.Content.ReadAsStringAsync(Ct), out var read));
        Assert.True(read.Extra.IsEmpty);
        Assert.Equal(MerkleHash.Length, (await tile.Content.ReadAsByteArrayAsync(Ct)).Length);
    }

    [Fact]
    public async Task A_system_with_the_operation_reads_them_and_no_other_system_and_no_copied_call()
    {
        await using var app = await TestApp.StartAsync();
        using var audit = Signing.SigningKey.Create();
        using var other = Signing.SigningKey.Create();
        await AddAsync(app, audit, Operations.ReadOversight);
        await AddAsync(app, other, Operations.HandleConsents);
        var (auditing, without) = (app.Client(audit), app.Client(other));

        var bundle = await auditing.ReadTileAsync("tile/entries/000.p/1", Ct);
        Assert.True(TlogProof.TryParse(await auditing.ReadProofAsync(0, Ct), out var proof));
        var refused = await ProblemOf.ThrownByAsync(() => without.ReadTileAsync("tile/entries/000.p/1", Ct));
        Assert.True(TlogProof.TryParse(await without.ReadProofAsync(0, Ct), out var bare));

        Assert.Equal(proof.Extra.ToArray(), bundle[2..]);
        Assert.Equal("log-entries-not-open", refused.Slug);
        Assert.True(bare.Extra.IsEmpty);
    }

    [Fact]
    public async Task A_signature_that_is_no_more_than_a_header_opens_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var call = app.Call(HttpMethod.Get, Bundle);
        call.Headers.TryAddWithoutValidation("Signature", "sig1=:AAAA:");

        using var answer = await TestApp.SendAsIsAsync(call);

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("signature-", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registrator_who_has_signed_in_reads_them_unstored_and_nobody_else_who_has_signed_in()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");
        using var mother = SignedIn.At(app, app.Mother);
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        using var read = await registrator.GetAsync(Bundle);
        using var family = await mother.GetAsync(Bundle);
        using var colleague = await staff.GetAsync(Bundle);

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Contains("no-store", read.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
        Assert.All([family, colleague], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
    }

    [Theory]
    [InlineData(1, HttpStatusCode.OK)]
    [InlineData(100_000, HttpStatusCode.Forbidden)]
    public async Task A_log_with_as_many_entries_as_are_configured_is_open_to_anybody(long from, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync(change: setup => setup with { LogEntriesOpenFrom = from });

        using var bundle = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, Bundle));

        Assert.Equal(status, bundle.StatusCode);
        Assert.Equal(
            status == HttpStatusCode.OK, bundle.Headers.CacheControl?.ToString().Contains("public", StringComparison.Ordinal) is true);
    }

    private static Task AddAsync(TestApp app, Signing.SigningKey key, OperationCode operation) => app.Get<MaintainParties>()
        .AddClientAsync(
            app.School, "Skolans system", [operation], [ClientRole.Caseworker], key.KeyId, key.PublicKey.ToPem(), Ct);
}
