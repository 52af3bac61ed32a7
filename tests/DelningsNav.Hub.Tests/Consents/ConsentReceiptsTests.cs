using System.Text;
using System.Text.Json;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Signing.Notes;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>The receipt of a signer's own answer: what it proves without the hub, what it never reveals, and who gets it.</summary>
public sealed class ConsentReceiptsTests
{
    private const string Withdraw = "https://hub.example/aterkalla";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_page_about_receipts_names_every_state_that_a_signer_may_read()
    {
        var row = File.ReadLines(Path.Combine(TestHub.Root, "docs", "consent-receipts.md"))
            .Single(line => line.StartsWith("| `status` |", StringComparison.Ordinal));

        var states = Enum.GetValues<FamilyConsentState>().Except([FamilyConsentState.AwaitsYou]);

        Assert.All(
            states, state => Assert.Contains($"`{JsonNamingPolicy.CamelCase.ConvertName($"{state}")}`", row, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_receipt_proves_offline_the_answer_and_the_text(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();

        var receipt = await ReceiptAsync(hub, consent, hub.Mother);

        var said = Sound(hub, receipt.File).Receipt;
        await using var db = hub.Db();
        var signature = (await hub.ConsentAsync(consent)).Signatures.Single(s => s.Person == hub.Mother);
        Assert.Equal(
            (consent.ToString(), hub.Mother.ToString(), hub.Child.ToString()),
            (said.Statement.Consent, said.Statement.Signer, said.Statement.Subject));
        Assert.Equal(
            (true, ConsentSignerCapacity.Guardian, "2120000142"),
            (said.Statement.IsGranted, said.Statement.Capacity, said.Statement.Controller.OrganisationNumber));
        var stored = (await db.ConsentTexts.SingleAsync(t => t.Digest == signature.TextDigest, Ct)).Open(signature.Consent.Key.Key);
        Assert.Equal((stored.Hash, stored.Text), (said.Statement.TextHash, said.Text));
        Assert.Equal(
            (Withdraw, "holds", "any", "own-record"),
            (said.HowToWithdraw, said.Status, said.Statement.UseLimit, said.Statement.RetentionPromise));
        Assert.Equal(
            [ConsentReceiptEventKind.Requested, ConsentReceiptEventKind.AnsweredBySigner, ConsentReceiptEventKind.Active],
            said.Events.Select(step => step.Kind));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_receipt_is_valid_for_ever_after_the_entry_is_erased_and_no_new_receipt_is_made(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var before = await ReceiptAsync(hub, consent, hub.Mother);

        await EraseAsync(hub);

        var after = await hub.Get<ConsentReceipts>().ReadAsync(consent, hub.Mother, Withdraw, Ct);
        Sound(hub, before.File);
        Assert.NotNull(after);
        Assert.Null(after.Receipt);
    }

    [Fact]
    public async Task A_no_has_a_receipt_too()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Father, ConsentAnswer.No);

        var said = Sound(hub, (await ReceiptAsync(hub, consent, hub.Father)).File).Receipt;

        Assert.False(said.Statement.IsGranted);
        Assert.Equal("youSaidNo", said.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ConsentAnswer.No)]
    public async Task A_receipt_reads_the_same_whether_the_other_guardian_is_silent_or_has_said_no(ConsentAnswer? fathers)
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        if (fathers is { } answer)
        {
            await hub.AnswerAsync(consent, hub.Father, answer);
        }

        await hub.AnswerAsync(consent, hub.Mother);

        var receipt = await ReceiptAsync(hub, consent, hub.Mother);
        Assert.Equal("waiting", receipt.Content.Status);
        Assert.Equal(
            [ConsentReceiptEventKind.Requested, ConsentReceiptEventKind.AnsweredBySigner],
            receipt.Content.Events.Select(step => step.Kind));
        Assert.DoesNotContain(hub.Father.ToString(), Encoding.UTF8.GetString(receipt.File.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_with_a_receipt_cannot_find_another_signers_answer_by_guessing_at_the_log()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Father, ConsentAnswer.No);
        await hub.AnswerAsync(consent, hub.Mother);
        var receipt = await ReceiptAsync(hub, consent, hub.Mother);

        var key = receipt.Content.Proofs.StatementKey;
        var opened = await Promises.LoggedPayload.AllAsync(hub);
        await using var db = hub.Db();
        var leaves = (await db.Log.AsNoTracking().OrderBy(e => e.Index).Select(e => e.Leaf).ToListAsync(Ct))
            .ConvertAll(leaf => EntryLeaf.FromBytes(leaf));

        // The key of the receipt opens its own entry, and no other entry even for somebody who guesses every field of it.
        var binding = leaves.Where(leaf => opened.Any(entry => Binds(entry.Payload.Fields, leaf))).ToList();
        Assert.Equal(receipt.Content.Proofs.Statement.Extra.ToArray(), Assert.Single(binding).ToBytes());
        Assert.DoesNotContain(
            ConsentStatementFields.Of(receipt.Content.Statement).Keys, name => name is "consent-state" or "consent-version");

        bool Binds(IReadOnlyDictionary<string, string> fields, EntryLeaf leaf) => EntryPayload.FromBytes(Signing.CanonicalJson.Of(
            JsonSerializer.SerializeToUtf8Bytes(new { fields, key = Convert.ToBase64String(key.Span) }))).DifferencesFrom(leaf).Count == 0;
    }

    [Fact]
    public async Task A_receipt_proves_the_signers_own_withdrawal_and_only_mentions_another_signers()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await hub.WithdrawAsync(consent);

        var mothers = Sound(hub, (await ReceiptAsync(hub, consent, hub.Mother)).File).Receipt;
        var fathers = Sound(hub, (await ReceiptAsync(hub, consent, hub.Father)).File).Receipt;

        Assert.Equal(ConsentReceiptEventKind.WithdrawnBySigner, mothers.Events[^1].Kind);
        Assert.NotNull(mothers.Proofs.Withdrawal);
        Assert.Equal(ConsentReceiptEventKind.Withdrawn, fathers.Events[^1].Kind);
        Assert.Null(fathers.Proofs.Withdrawal);
        Assert.Equal(mothers.Events[^1].At, fathers.Events[^1].At);
    }

    [Fact]
    public async Task Another_signers_withdrawal_of_a_consent_that_was_never_active_is_not_mentioned()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Father, ConsentAnswer.No);
        await hub.AnswerAsync(consent, hub.Mother);
        await hub.WithdrawAsync(consent);

        var fathers = await ReceiptAsync(hub, consent, hub.Father);

        Assert.Equal("closed", fathers.Content.Status);
        Assert.Equal(
            [ConsentReceiptEventKind.Requested, ConsentReceiptEventKind.AnsweredBySigner],
            fathers.Content.Events.Select(step => step.Kind));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_stranger_a_blocked_guardian_a_signer_without_an_answer_and_an_unknown_id_get_the_same_outcome(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Father);
        var stranger = await hub.PersonAsync(50, name: "Sam");
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Skydd", "SDN 2026/9", hub.Today, Actor.Hub, Ct);
        var before = await hub.LogAsync();

        var receipts = hub.Get<ConsentReceipts>();
        Assert.Null(await receipts.ReadAsync(consent, stranger, Withdraw, Ct));
        Assert.Null(await receipts.ReadAsync(consent, hub.Father, Withdraw, Ct));
        Assert.Null(await receipts.ReadAsync(consent, hub.Mother, Withdraw, Ct));
        Assert.Null(await receipts.ReadAsync(new ConsentId(Guid.CreateVersion7()), hub.Mother, Withdraw, Ct));
        Assert.Equal(before, await hub.LogAsync());
    }

    [Fact]
    public async Task A_guardian_never_gets_the_receipt_of_the_other()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();

        var fathers = await ReceiptAsync(hub, consent, hub.Father);

        Assert.Equal(hub.Father.ToString(), fathers.Content.Statement.Signer);
        Assert.DoesNotContain(hub.Mother.ToString(), Encoding.UTF8.GetString(fathers.File.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_has_the_parties_names_at_the_time_of_the_answer()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                "UPDATE authorities SET name = 'Skolnämnden' WHERE organisationsnummer = '2120000142'", Ct);
        }

        var said = Sound(hub, (await ReceiptAsync(hub, consent, hub.Mother)).File).Receipt;

        Assert.Equal(("Utbildningsnämnden", "Grundskola"), (said.Statement.Controller.Authority, said.Statement.Controller.Branch));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_text_that_a_signer_has_answered_cannot_be_deleted(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await using var db = hub.Db();

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync("DELETE FROM consent_texts", Ct));

        Assert.Equal(1, await db.ConsentTexts.CountAsync(Ct));
    }

    [Fact]
    public void The_kinds_of_entries_that_a_receipt_proves_are_the_kinds_that_the_hub_writes() => Assert.Equal(
        [EntryKinds.ConsentAnswerStated, EntryKinds.ConsentAnswered, EntryKinds.ConsentWithdrawn],
        [ConsentReceiptEntries.ConsentAnswerStated, ConsentReceiptEntries.ConsentAnswered, ConsentReceiptEntries.ConsentWithdrawn]);

    private static async Task<IssuedReceipt> ReceiptAsync(TestHub hub, ConsentId consent, PersonId signer)
    {
        var found = await hub.Get<ConsentReceipts>().ReadAsync(consent, signer, Withdraw, Ct);
        Assert.NotNull(found?.Receipt);
        return found.Receipt;
    }

    /// <summary>Verifies the receipt as a person does who has only the log's public key.</summary>
    private static ConsentReceiptVerdict.Sound Sound(TestHub hub, ReadOnlyMemory<byte> file)
    {
        Assert.True(NoteVerifier.TryParse(hub.Get<LogProofs>().VerifierKey, out var key));
        return Assert.IsType<ConsentReceiptVerdict.Sound>(ConsentReceiptVerifier.Verify(file, Followed(hub, key)));
    }

    private static KeyList Followed(TestHub hub, NoteVerifier key) =>
        Assert.IsType<KeyListVerdict.Sound>(KeyList.Follow([key], hub.Get<LogProofs>().KeyStatements)).Keys;

    private static Task EraseAsync(TestHub hub) => hub.EraseLogAsync();
}
