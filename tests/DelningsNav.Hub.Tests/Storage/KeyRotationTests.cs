using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.HubModel;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.PolicySets;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Signing.Notes;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>Keys are replaced while the hub runs: nothing is lost, and what was signed before can be verified (ADR 0042).</summary>
public sealed class KeyRotationTests
{
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(30);

    // A child's own key has sealed these values. That key is wrapped, and the values stay as they are.
    // Sealed with the key of a person, which is sealed again itself.
    private static readonly string[] OfPersonKeys =
    [
        "consent_requests.sealed_childs_view", "consent_requests.sealed_circumstance_reason", "consent_requests.sealed_message",
        "consent_signatures.sealed_answer", "consent_texts.sealed", "disclosure_blocks.sealed_lifting_reason",
        "disclosure_blocks.sealed_reason", "emergency_accesses.sealed_reason", "emergency_reviews.sealed_words",
        "guardian_blocks.sealed_reason", "harm_assessments.sealed_conditions", "harm_assessments.sealed_reasoning",
        "information_requests.sealed_reason", "persons.sealed_birth_date", "persons.sealed_family_name", "persons.sealed_given_name",
        "persons.sealed_identity", "prevented_guardians.sealed_reason", "prevented_guardians.sealed_urgency",
        "recorded_answers.sealed_answer", "recorded_answers.sealed_identified", "recorded_answers.sealed_reason",
        "recorded_scans.sealed", "records.sealed_title", "vault_documents.sealed",
    ];

    // The key of the index is never replaced (ADR 0042).
    private static readonly string[] OfIndexKey = ["log_counts.sealed_count"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_file_with_one_key_of_each_kind_is_read_and_the_first_rotation_writes_the_new_form()
    {
        var folder = Directory.CreateTempSubdirectory("delningsnav-keys-").FullName;
        var path = Path.Combine(folder, "keys.json");
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (wrapping, index) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        await File.WriteAllTextAsync(
            path,
            JsonSerializer.Serialize(new { Wrapping = wrapping, Index = index, LogSigningKey = signing.ExportPkcs8PrivateKeyPem() }), Ct);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var (file, clock) = (new KeyFile(path), new TestClock());
        var before = Sealing.Seal(wrapping, Encoding.UTF8.GetBytes("words"), "test");

        var first = await file.ReadAsync(Ct);
        var now = clock.GetUtcNow();
        await file.ChangeAsync(keys => KeyRotation.Wrap(keys, now, now), Ct);
        await file.ChangeAsync(keys => KeyRotation.Sign(keys, KeyPurpose.Receipts, "a/b", now, now, Overlap), Ct);
        var read = await new KeyFile(path).ReadAsync(Ct);

        Assert.All(first.Signing, key => Assert.Equal(signing.ExportSubjectPublicKeyInfo(), key.PublicKey));
        Assert.Equal((2, 5), (read.Wrapping.Count, read.Signing.Count));
        Assert.Equal("words", new HubKeys(read, clock).OpenText(before, "test"));
        Assert.Equal(index, read.Index);
        Directory.Delete(folder, recursive: true);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Proofs_from_before_a_rotation_verify_after_it_and_the_old_key_verifies_until_it_ends(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var proofs = hub.Get<LogProofs>();
        var old = Verifier(proofs.VerifierKey);
        var proof = (await proofs.ProofFileAsync(0, Ct))!;

        await RotateAsync(hub, KeyPurpose.Log, Overlap);
        Assert.Equal(1, await hub.Get<EnterKeys>().RunAsync(Ct));
        Assert.Equal(0, await new EnterKeys(hub.Start.Database, hub.Start.Log, hub.Clock).RunAsync(Ct));
        var during = await proofs.CheckpointAsync(Ct);
        hub.Clock.Advance(Overlap);
        await hub.AskAsync();
        var after = await proofs.CheckpointAsync(Ct);

        var made = Verifier(proofs.VerifierKey);
        var keys = Assert.IsType<KeyListVerdict.Sound>(KeyList.Follow([old], proofs.KeyStatements)).Keys;
        Assert.NotEqual(old, made);
        Assert.Equal([made, old], Assert.IsType<NoteVerdict.SignedBy>(during.Verify([made, old])).Signers);
        Assert.IsType<NoteVerdict.NoKnownSigner>(after.Verify([old]));
        Assert.IsType<NoteVerdict.SignedBy>(after.Verify(keys));
        Assert.IsType<ProofFileVerdict.Sound>(ProofFileVerifier.Verify(proof, keys));
        Assert.IsType<ProofFileVerdict.Sound>(
            ProofFileVerifier.Verify(
                proof, Assert.IsType<KeyListVerdict.Sound>(KeyList.Follow([made], proofs.KeyStatements)).Keys));
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.KeyInForce);

        await using var again = await hub.RestartAsync();
        Assert.False(again.Start.Fence.IsClosed);
        Assert.Equal(0, await again.Get<EnterKeys>().RunAsync(Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_head_signed_with_a_key_that_has_ended_is_refused(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var stolen = hub.Start.Keys.Root.For(KeyPurpose.Log).Single().SignerUnder(hub.Settings.LogOrigin);
        await RotateAsync(hub, KeyPurpose.Log, TimeSpan.Zero);
        await hub.Get<EnterKeys>().RunAsync(Ct);
        var forged = (await hub.Get<LogProofs>().CheckpointAsync(Ct)).Checkpoint.Sign(stolen).ToString();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE log_head SET checkpoint = {forged}", Ct);
        }

        var refusal = await Assert.ThrowsAsync<LogForkedException>(() => hub.Get<LogProofs>().CheckpointAsync(Ct));

        Assert.Contains("a key that has ended", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.AskAsync());
    }

    [Fact]
    public async Task A_receipt_from_before_a_rotation_verifies_after_it_and_one_dated_after_the_end_of_its_key_does_not()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();
        var log = Verifier(hub.Get<LogProofs>().VerifierKey);
        var stolen = hub.Start.Log.Identity.ReceiptSigner;
        var before = await ReceiptAsync(hub, consent);
        await RotateAsync(hub, KeyPurpose.Receipts, TimeSpan.Zero);
        var after = await ReceiptAsync(hub, consent);

        var keys = Assert.IsType<KeyListVerdict.Sound>(KeyList.Follow([log], hub.Get<LogProofs>().KeyStatements)).Keys;

        Assert.IsType<ConsentReceiptVerdict.Sound>(ConsentReceiptVerifier.Verify(before.File, keys));
        Assert.IsType<ConsentReceiptVerdict.Sound>(ConsentReceiptVerifier.Verify(after.File, keys));
        var forged = Assert.IsType<ConsentReceiptVerdict.Unsound>(ConsentReceiptVerifier.Verify(after.Content.Sign(stolen), keys));
        Assert.Contains("not valid when", Assert.Single(forged.Faults).Message, StringComparison.Ordinal);
        var byTheLogKey = before.Content.Sign(hub.Start.Log.Identity.Signer);
        Assert.IsType<ConsentReceiptVerdict.Unsound>(ConsentReceiptVerifier.Verify(byTheLogKey, keys));
    }

    [Fact]
    public async Task A_policy_set_stays_in_force_when_its_key_ends_and_a_set_signed_with_it_afterwards_is_refused()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var old = hub.OwnSigner();
        await RotateAsync(hub, KeyPurpose.Policies, TimeSpan.Zero);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.IsType<PoliciesNow.Sound>(await hub.Start.InForce.NowAsync(Ct));
        var late = hub.Pack("2.0.0", old, mutationClean: true);
        Assert.IsType<ReceiveOutcome.Unfit>(await hub.Get<ReceivePolicySet>().HandleAsync(late, Actor.Hub, Ct));
        Assert.IsType<ReceiveOutcome.Received>(await hub.Get<ReceivePolicySet>().HandleAsync(hub.Pack("2.0.1"), Actor.Hub, Ct));
        await using var again = await hub.RestartAsync();
        Assert.IsType<PoliciesNow.Sound>(await again.Start.InForce.NowAsync(Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_root_key_is_replaced_under_traffic_and_its_predecessor_destroyed_without_a_loss(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var protection = new ProtectionKeys(hub.Start.Database, hub.Start.Keys, hub.Clock);
        protection.Add("one", "<key />");
        var maintain = new MaintainKeys(hub.Settings, hub.Clock);
        await using var other = await HubStart.OpenAsync(hub.Settings, hub.Clock, Ct);
        await RotateAsync(hub, null, TimeSpan.Zero);
        await other.RefreshKeysAsync(Ct);
        hub.Clock.Advance(TimeSpan.FromHours(2));
        var early = await Assert.ThrowsAsync<KeySourceException>(() => maintain.RetireAsync(null, isTrial: false, Ct));
        Assert.Contains("are still sealed", early.Message, StringComparison.Ordinal);

        using var stop = new CancellationTokenSource();
        var traffic = Task.Run(
            async () =>
            {
                var released = 0;
                do
                {
                    Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync()));
                    released++;
                }
                while (!stop.IsCancellationRequested);

                return released;
            },
            Ct);
        var (one, two) = (hub.Start.SealAgainAsync(Ct), other.SealAgainAsync(Ct));
        var (first, second) = (await one, await two);
        await stop.CancelAsync();

        Assert.True(await traffic > 0);
        Assert.True(first!.Done + second!.Done > 0);
        Assert.Equal((0, 0), (first.Unopened, second.Unopened));
        Assert.Empty(await maintain.LeftAsync(Ct));
        var left = await maintain.RetireAsync(null, isTrial: false, Ct);
        Assert.Single(left.Wrapping);
        await hub.Start.RefreshKeysAsync(Ct);
        await AssertAllOpenAsync(hub);
        Assert.Equal(["<key />"], protection.Read().Keys);
        await using var again = await hub.RestartAsync();
        Assert.IsType<RecordAnswer.Released>(await again.AnswerToAsync(await again.AskAsync()));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Sealing_again_goes_on_after_a_death_at_any_of_its_steps(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await RotateAsync(hub, null, TimeSpan.Zero);
        hub.Clock.Advance(TimeSpan.FromHours(1));
        var (deaths, isDone) = (0, false);
        for (; !isDone; deaths++)
        {
            // Each sealing reads the clock to choose its key, so that a clock that fails stops the work before any of its writes.
            var mortal = new MortalClock(hub.Clock, deaths);
            var work = new SealAgain(hub.Start.Database, new HubKeys(hub.Start.Keys.Root, mortal), SealedColumns.All, mortal);
            try
            {
                isDone = (await work.RunAsync(Ct))!.Left == 0;
            }
            catch (IOException)
            {
                await AssertAllOpenAsync(hub);
            }
        }

        Assert.True(deaths > 5, $"only {deaths}");
        Assert.Empty(await new MaintainKeys(hub.Settings, hub.Clock).LeftAsync(Ct));
        await AssertAllOpenAsync(hub);
    }

    [Fact]
    public async Task A_value_that_no_key_opens_is_counted_and_prevents_that_a_key_is_destroyed()
    {
        await using var hub = await TestHub.StartAsync();
        await RotateAsync(hub, null, TimeSpan.Zero);
        hub.Clock.Advance(TimeSpan.FromHours(2));
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE person_keys SET wrapped = {new byte[60]} WHERE person_id = {hub.Child.Value}", Ct);
        }

        var left = await hub.Start.SealAgainAsync(Ct);

        Assert.Equal((1, 1), (left!.Left, left.Unopened));
        await Assert.ThrowsAsync<KeySourceException>(() => new MaintainKeys(hub.Settings, hub.Clock).RetireAsync(null, false, Ct));
    }

    [Fact]
    public async Task A_node_takes_no_key_file_of_another_hub_and_none_older_than_its_own()
    {
        await using var hub = await TestHub.StartAsync();
        var before = hub.Start.Keys.Root;
        await RotateAsync(hub, KeyPurpose.Events, Overlap);

        Assert.Throws<KeySourceException>(() => hub.Start.Keys.Take(RootKeys.Create()));
        Assert.Throws<KeySourceException>(() => hub.Start.Keys.Take(before));
        Assert.Equal(2, hub.Start.Keys.Root.For(KeyPurpose.Events).Count());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_sealed_column_of_the_schema_is_sealed_again_or_sealed_with_the_key_of_a_person(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var columns = await SchemaColumns.OfAsync(hub);

        var inSchema = columns.Where(
            c => c.EndsWith(".wrapped", StringComparison.Ordinal) || c.Contains(".sealed", StringComparison.Ordinal));

        Assert.Equal(
            inSchema.Order(StringComparer.Ordinal),
            SealedColumns.All.Select(c => $"{c.Table}.{c.Column}").Concat(OfPersonKeys).Concat(OfIndexKey).Order(StringComparer.Ordinal));
    }

    private static async Task RotateAsync(TestHub hub, KeyPurpose? purpose, TimeSpan overlap)
    {
        await new MaintainKeys(hub.Settings, hub.Clock).RotateAsync(purpose, overlap, isTrial: false, Ct);
        await hub.Start.RefreshKeysAsync(Ct);
        hub.Clock.Advance(KeyRotation.KnownBefore);
    }

    private static async Task<IssuedReceipt> ReceiptAsync(TestHub hub, ConsentId consent) =>
        (await hub.Get<ConsentReceipts>().ReadAsync(consent, hub.Mother, "https://hub.example/aterkalla", Ct))!.Receipt!;

    private static NoteVerifier Verifier(string line)
    {
        Assert.True(NoteVerifier.TryParse(line, out var key));
        return key;
    }

    // Every value with its own purpose, with the keys that the node has.
    private static async Task AssertAllOpenAsync(TestHub hub)
    {
        await using var connection = await hub.Start.Database.ConnectAsync(Ct);
        foreach (var column in SealedColumns.All.Where(c => c.PurposeOf is not null))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {column.Key}, {column.Column} FROM {column.Table} WHERE length({column.Column}) > 0";
            await using var rows = await command.ExecuteReaderAsync(Ct);
            while (await rows.ReadAsync(Ct))
            {
                Assert.NotEmpty(hub.Start.Keys.Unwrap((byte[])rows.GetValue(1), column.PurposeOf!(rows)));
            }
        }
    }

    private sealed class MortalClock(TimeProvider clock, int reads) : TimeProvider
    {
        private int _left = reads;

        public override DateTimeOffset GetUtcNow() => _left-- > 0 ? clock.GetUtcNow() : throw new IOException("the process is killed");
    }
}
