using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog.Tests.ConsentReceipts;

public sealed class ConsentReceiptVerifierTests : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly SampleReceipt _sample = new();

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_receipt_is_sound_for_a_reader_with_the_logs_key_and_says_what_was_put_in(bool withdrawn)
    {
        var sound = Assert.IsType<ConsentReceiptVerdict.Sound>(ConsentReceiptVerifier.Verify(_sample.File(withdrawn), [_sample.LogKey]));

        Assert.Equal(_sample.Statement with { RecordTypes = [] }, sound.Receipt.Statement with { RecordTypes = [] });
        Assert.Equal(SampleReceipt.Text, sound.Receipt.Text);
        Assert.Equal(withdrawn, sound.Receipt.Proofs.Withdrawal is not null);
        Assert.Equal([_sample.Signer.Verifier], sound.Signers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_receipt_from_before_leaf_version_2_is_still_sound_and_still_bound(bool withdrawn)
    {
        using var old = new SampleReceipt(version: 1);

        Assert.IsType<ConsentReceiptVerdict.Sound>(ConsentReceiptVerifier.Verify(old.File(withdrawn), [old.LogKey]));
        var forged = old.SignedAnew(json => json["events"]![1]!["at"] = "2026-11-02T10:00:00.001Z");
        Assert.Equal([ConsentReceiptFaultKind.EntryDiffers, ConsentReceiptFaultKind.EntryDiffers], old.Faults(forged));
    }

    [Fact]
    public void The_moment_of_the_answer_is_bound_to_the_millisecond_although_the_leaf_has_the_minute_only()
    {
        var forged = _sample.SignedAnew(json => json["events"]![1]!["at"] = "2026-11-02T10:00:00.001Z");

        Assert.Equal([ConsentReceiptFaultKind.StatementDiffers], _sample.Faults(forged));
    }

    [Fact]
    public void A_receipt_is_its_own_canonical_form()
    {
        var file = _sample.File();

        Assert.Equal(file, Signing.CanonicalJson.Of(file));
    }

    [Fact]
    public void A_receipt_that_an_editor_has_reformatted_is_sound()
    {
        var laidOut = JsonNode.Parse(_sample.File())!.ToJsonString(Indented).Replace("\n", "\r\n", StringComparison.Ordinal);

        byte[] file = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(laidOut)];
        Assert.IsType<ConsentReceiptVerdict.Sound>(ConsentReceiptVerifier.Verify(file, [_sample.LogKey]));
    }

    [Fact]
    public void No_single_changed_bit_of_a_receipt_goes_unnoticed()
    {
        var file = _sample.File(withdrawn: true);

        Assert.All(Enumerable.Range(0, file.Length), i =>
        {
            var changed = file.ToArray();
            changed[i] ^= (byte)(1 << (i % 8));
            Assert.IsNotType<ConsentReceiptVerdict.Sound>(ConsentReceiptVerifier.Verify(changed, [_sample.LogKey]));
        });
    }

    [Fact]
    public void A_receipt_cut_off_anywhere_is_unreadable()
    {
        var file = _sample.File();

        Assert.All(Enumerable.Range(0, file.Length), length =>
            Assert.IsType<ConsentReceiptVerdict.Unreadable>(ConsentReceiptVerifier.Verify(file.AsMemory(0, length), [_sample.LogKey])));
    }

    [Fact]
    public void Every_fact_that_is_changed_and_signed_anew_is_found_by_the_log()
    {
        // The hub's own key, so that nothing but the log's entry stands against it.
        Action<JsonNode>[] changes =
        [
            json => json["recordId"] = "0199d2a0-0000-7000-8000-000000000002",
            json => json["case"] = "another",
            json => json["subject"] = "another",
            json => json["signer"]!["reference"] = "another",
            json => json["signer"]!["capacity"] = "self",
            json => json["answer"] = "no",
            json => json["controller"]!["authority"] = "another",
            json => json["controller"]!["branch"] = "another",
            json => json["controller"]!["organisationNumber"] = "2120000143",
            json => json["recipient"]!["reference"] = "another",
            json => json["purpose"] = "sst-plus",
            json => json["recordTypes"]!.AsArray().Add("journal"),
            json => json["dataPeriod"]!["from"] = "2025-01-01",
            json => json["dataPeriod"]!["to"] = "2027-12-31",
            json => json["validUntil"] = "2028-01-01T00:00:00.000Z",
            json => json["useLimit"] = "once",
            json => json.AsObject().Remove("useLimit"),
            json => json["retentionPromise"] = "none",
            json => json["notice"]!["version"] = "2",
            json => json["notice"]!["language"] = "en",
            json => json["events"]![0]!["at"] = "2026-11-01T09:00:00.000Z",
        ];

        Assert.All(
            changes, change => Assert.Contains(ConsentReceiptFaultKind.StatementDiffers, _sample.Faults(_sample.SignedAnew(change))));
    }

    [Fact]
    public void A_text_that_was_changed_is_found_by_its_hash_and_a_changed_hash_by_the_log()
    {
        const string other = "Får skolan visa allt?";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(other)));

        Assert.Equal([ConsentReceiptFaultKind.TextDiffers], _sample.Faults(_sample.SignedAnew(json => json["notice"]!["text"] = other)));
        Assert.Equal(
            [ConsentReceiptFaultKind.StatementDiffers],
            _sample.Faults(_sample.SignedAnew(json => (json["notice"]!["text"], json["notice"]!["sha256"]) = (other, hash))));
    }

    [Fact]
    public void The_receipt_of_one_consent_with_the_proofs_of_another_is_found()
    {
        using var other = new SampleReceipt("0199d2a0-0000-7000-8000-000000000002");
        var mixed = other.Receipt() with { Statement = _sample.Statement };

        var verdict = ConsentReceiptVerifier.Verify(mixed.Sign(other.Signer), [other.LogKey]);

        var fault = Assert.Single(Assert.IsType<ConsentReceiptVerdict.Unsound>(verdict).Faults);
        Assert.Equal(ConsentReceiptFaultKind.StatementDiffers, fault.Kind);
    }

    [Fact]
    public void An_answer_at_another_place_or_another_time_or_of_another_kind_is_found()
    {
        var receipt = _sample.Receipt();
        ConsentReceipt[] wrong =
        [
            receipt with { Proofs = receipt.Proofs with { Answer = _sample.Proof(3) } },
            receipt with { Proofs = receipt.Proofs with { Answer = receipt.Proofs.Statement } },
            receipt with { Events = [receipt.Events[0], receipt.Events[1] with { At = receipt.IssuedAt }] },
            receipt with { Proofs = receipt.Proofs with { Withdrawal = _sample.Proof(4) } },
            _sample.Receipt(withdrawn: true) with { Proofs = receipt.Proofs },
        ];

        Assert.All(wrong, r => Assert.Contains(ConsentReceiptFaultKind.EntryDiffers, _sample.Faults(r.Sign(_sample.Signer))));
    }

    [Fact]
    public void Another_answer_of_the_same_kind_and_moment_does_not_pass_as_the_signers_own()
    {
        var receipt = _sample.Receipt();

        var another = receipt with { Proofs = receipt.Proofs with { Answer = _sample.Proof(5) } };

        Assert.Equal([ConsentReceiptFaultKind.EntryDiffers], _sample.Faults(another.Sign(_sample.Signer)));
    }

    [Fact]
    public void Entries_of_another_log_prove_nothing_though_its_key_is_known_too()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        const string other = "other.example/audit";

        var receipt = (_sample.Receipt() with { Issuer = other }).Sign(new NoteSigner(ConsentReceipt.SignerNameOf(other), key));
        var verdict = ConsentReceiptVerifier.Verify(receipt, [_sample.LogKey, new NoteSigner(other, key).Verifier]);

        Assert.Equal(
            [ConsentReceiptFaultKind.BadCheckpoint, ConsentReceiptFaultKind.BadCheckpoint],
            Assert.IsType<ConsentReceiptVerdict.Unsound>(verdict).Faults.Select(fault => fault.Kind));
    }

    [Fact]
    public void A_proof_that_leads_nowhere_is_found()
    {
        var receipt = _sample.Receipt();
        var astray = receipt.Proofs.Statement with { Hashes = [.. receipt.Proofs.Statement.Hashes.Reverse()] };

        Assert.Equal(
            [ConsentReceiptFaultKind.NotInLog],
            _sample.Faults((receipt with { Proofs = receipt.Proofs with { Statement = astray } }).Sign(_sample.Signer)));
    }

    [Fact]
    public void Another_hubs_key_proves_nothing_and_every_fault_is_named()
    {
        using var other = new SampleReceipt();

        var verdict = ConsentReceiptVerifier.Verify(_sample.File(), [other.LogKey]);

        Assert.Equal(
            [ConsentReceiptFaultKind.UnknownSigner, ConsentReceiptFaultKind.BadCheckpoint, ConsentReceiptFaultKind.BadCheckpoint],
            Assert.IsType<ConsentReceiptVerdict.Unsound>(verdict).Faults.Select(fault => fault.Kind));
    }

    [Fact]
    public void What_the_log_or_another_hub_signed_does_not_pass_as_a_receipt()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var foreign = new NoteSigner(ConsentReceipt.SignerNameOf("other.example/audit"), key);

        var verdict = ConsentReceiptVerifier.Verify(_sample.Receipt().Sign(foreign), [_sample.LogKey, foreign.Verifier]);

        Assert.Equal(
            ConsentReceiptFaultKind.UnknownSigner, Assert.Single(Assert.IsType<ConsentReceiptVerdict.Unsound>(verdict).Faults).Kind);
    }

    [Fact]
    public void A_known_key_of_another_log_cannot_sign_in_this_ones_name()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var inThisName = new NoteSigner(ConsentReceipt.SignerNameOf(SampleReceipt.Origin), key);

        var verdict = ConsentReceiptVerifier.Verify(
            _sample.Receipt().Sign(inThisName), [_sample.LogKey, new NoteSigner("other.example/audit", key).Verifier]);

        Assert.Equal(
            ConsentReceiptFaultKind.UnknownSigner, Assert.Single(Assert.IsType<ConsentReceiptVerdict.Unsound>(verdict).Faults).Kind);
    }

    [Fact]
    public void Several_faults_are_named_at_once()
    {
        var json = JsonNode.Parse(_sample.File())!;
        json["notice"]!["text"] = "another";
        json["purpose"] = "sst-plus";
        json.AsObject().Remove("status");

        var faults = _sample.Faults(Encoding.UTF8.GetBytes(json.ToJsonString()));

        Assert.Equal(
            [
                ConsentReceiptFaultKind.Format, ConsentReceiptFaultKind.BadSignature, ConsentReceiptFaultKind.TextDiffers,
                ConsentReceiptFaultKind.StatementDiffers,
            ],
            faults);
    }

    [Theory]
    [InlineData("issuer"), InlineData("issuedAt"), InlineData("recordId"), InlineData("case"), InlineData("subject")]
    [InlineData("signer"), InlineData("answer"), InlineData("controller"), InlineData("recipient"), InlineData("purpose")]
    [InlineData("recordTypes"), InlineData("dataPeriod"), InlineData("validUntil"), InlineData("notice"), InlineData("howToWithdraw")]
    [InlineData("status"), InlineData("events"), InlineData("log"), InlineData("jurisdiction")]
    public void A_member_that_is_missing_or_of_another_kind_is_named_even_when_it_is_signed(string member)
    {
        Assert.Contains(ConsentReceiptFaultKind.Format, _sample.Faults(_sample.SignedAnew(json => json.AsObject().Remove(member))));
        Assert.Contains(ConsentReceiptFaultKind.Format, _sample.Faults(_sample.SignedAnew(json => json[member] = 7)));
        Assert.Contains(
            ConsentReceiptFaultKind.Format, _sample.Faults(_sample.SignedAnew(json => json[member] = new JsonArray(new JsonObject()))));
    }

    [Fact]
    public void A_member_that_the_format_does_not_have_is_refused_even_when_it_is_signed() =>
        Assert.Equal([ConsentReceiptFaultKind.Format], _sample.Faults(_sample.SignedAnew(json => json["note"] = "also this")));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"delningsnav-consent-receipt@v1\"")]
    [InlineData("{\"schema\":\"delningsnav-consent-receipt@v2\"}")]
    [InlineData("{\"schema\":\"delningsnav-consent-receipt@v1\",\"schema\":\"delningsnav-consent-receipt@v1\"}")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n")]
    public void What_is_no_receipt_is_unreadable(string file) =>
        Assert.IsType<ConsentReceiptVerdict.Unreadable>(ConsentReceiptVerifier.Verify(Encoding.UTF8.GetBytes(file), [_sample.LogKey]));

    [Fact]
    public void A_member_put_in_twice_is_refused_whichever_a_reader_would_take()
    {
        var file = Encoding.UTF8.GetString(_sample.File());

        var twice = "{\"answer\":\"no\"," + file[1..];

        Assert.IsType<ConsentReceiptVerdict.Unreadable>(ConsentReceiptVerifier.Verify(Encoding.UTF8.GetBytes(twice), [_sample.LogKey]));
    }

    [Fact]
    public void A_file_larger_than_any_receipt_is_not_read()
    {
        var padded = new byte[ConsentReceipt.MaxLength + 1];
        padded.AsSpan().Fill((byte)' ');
        _sample.File().CopyTo(padded, 0);

        Assert.IsType<ConsentReceiptVerdict.Unreadable>(ConsentReceiptVerifier.Verify(padded, [_sample.LogKey]));
        Assert.IsType<ConsentReceiptVerdict.Sound>(
            ConsentReceiptVerifier.Verify(padded.AsMemory(0, ConsentReceipt.MaxLength), [_sample.LogKey]));
    }

    [Fact]
    public void A_receipt_of_nothing_but_its_schema_names_its_faults_and_does_not_fall() =>
        Assert.Contains(ConsentReceiptFaultKind.Format, _sample.Faults("{\"schema\":\"delningsnav-consent-receipt@v1\"}"u8.ToArray()));

    [Fact]
    public void The_receipt_does_not_open_the_entry_that_reveals_others_answers()
    {
        var proofs = _sample.Receipt().Proofs;

        var answer = EntryLeaf.FromBytes(proofs.Answer.Extra.Span);

        var guessed = new SortedList<string, string>(StringComparer.Ordinal)
        {
            ["at"] = "2026-11-02T10:00:00.000Z",
            ["consent"] = _sample.Statement.Consent,
            ["consent-state"] = "Conflict",
        };
        Assert.NotEmpty(new EntryPayload(proofs.StatementKey.ToArray(), guessed).DifferencesFrom(answer));
        Assert.Empty(_sample.PayloadOfAnswer(guessed).DifferencesFrom(answer));
    }

    [Fact]
    public void The_fields_of_a_statement_give_the_statement_back_and_no_others_do()
    {
        var fields = ConsentStatementFields.Of(_sample.Statement);
        var more = new SortedList<string, string>(fields, StringComparer.Ordinal) { ["consent-state"] = "Conflict" };

        Assert.True(ConsentStatementFields.TryRead(fields, out var again));
        Assert.Equal(ConsentStatementFields.Of(again), fields);
        Assert.False(ConsentStatementFields.TryRead(more, out _));
        Assert.All(fields.Keys.Except(["use-limit", "retention-promise"]), name =>
            Assert.False(ConsentStatementFields.TryRead(fields.Where(field => field.Key != name).ToDictionary(), out _)));
    }
}
