using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog.Tests.ConsentReceipts;

/// <summary>A log with a yes, its statement and a withdrawal among other entries, and the receipt of it to tamper with.</summary>
internal sealed class SampleReceipt : IDisposable
{
    internal const string Origin = "nav.example/stad/audit";
    internal const string Text = "Får skolan visa Noras frånvaro för SST Järva?\n– Frånvaro\nDu kan ändra dig när som helst.";

    private static readonly DateTimeOffset Asked = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<LogEntry> _entries = [];
    private readonly NoteSigner _log;

    private readonly int _version;

    internal SampleReceipt(string consent = "0199d2a0-0000-7000-8000-000000000001", int version = EntryLeaf.CurrentVersion)
    {
        _version = version;
        var answered = version == 1 ? ConsentReceiptEntries.ConsentSigned : ConsentReceiptEntries.ConsentAnswered;
        _log = new NoteSigner(Origin, _key);
        Signer = new NoteSigner(ConsentReceipt.SignerNameOf(Origin), _key);
        Statement = StatementOf(consent);
        Append("case-read", Asked, []);
        Append(ConsentReceiptEntries.ConsentAnswerStated, Asked.AddHours(1), ConsentStatementFields.Of(Statement));
        Append(answered, Asked.AddHours(1), [new("consent", consent), new("consent-state", "Conflict")]);
        Append("decided", Asked.AddHours(2), []);
        Append(ConsentReceiptEntries.ConsentWithdrawn, Asked.AddHours(3), [new("consent", consent)]);
        Append(answered, Asked.AddHours(1), [new("consent", "another")]);
    }

    internal NoteSigner Signer { get; }

    internal NoteVerifier LogKey => _log.Verifier;

    internal ConsentStatement Statement { get; }

    /// <summary>The receipt after the answer, or after the withdrawal too.</summary>
    internal ConsentReceipt Receipt(bool withdrawn = false) => new()
    {
        Issuer = Origin,
        IssuedAt = Asked.AddDays(1),
        Statement = Statement,
        Text = Text,
        HowToWithdraw = "https://nav.example/min-sida/samtycken/0199d2a0-0000-7000-8000-000000000001/aterkalla",
        Status = withdrawn ? "withdrawn" : "waiting",
        Events =
        [
            new(ConsentReceiptEventKind.Requested, Asked),
            new(ConsentReceiptEventKind.AnsweredBySigner, Asked.AddHours(1)),
            .. withdrawn
                ? [new ConsentReceiptEvent(ConsentReceiptEventKind.WithdrawnBySigner, Asked.AddHours(3))]
                : Array.Empty<ConsentReceiptEvent>(),
        ],
        Proofs = new ConsentReceiptProofs(Proof(1), _entries[1].Payload.Key, Proof(2), withdrawn ? Proof(4) : null),
    };

    internal byte[] File(bool withdrawn = false) => Receipt(withdrawn).Sign(Signer);

    /// <summary>The receipt's file with one change, signed anew by the hub's own key.</summary>
    internal byte[] SignedAnew(Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File())!;
        change(json);
        json.AsObject().Remove("signature");
        var content = Signing.CanonicalJson.Of(Encoding.UTF8.GetBytes(json.ToJsonString()));
        json["signature"] = Signing.DetachedJws.Sign(Signer, "delningsnav-consent-receipt+jws", content);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    /// <summary>These fields under the true key of the entry of the answer, which no receipt has.</summary>
    internal EntryPayload PayloadOfAnswer(SortedList<string, string> fields) => new(_entries[2].Payload.Key.ToArray(), fields);

    internal TlogProof Proof(int index)
    {
        var batch = Frontier.Empty.Append(_entries.ConvertAll(entry => entry.Leaf.Hash));
        var checkpoint = new Checkpoint(Origin, _entries.Count, batch.Frontier.Root).Sign(_log);
        return new AuditReceipt(_entries[index].Leaf, batch.Proofs[index], checkpoint).ToProofFile();
    }

    internal IReadOnlyList<ConsentReceiptFaultKind> Faults(byte[] file) =>
        [.. Assert.IsType<ConsentReceiptVerdict.Unsound>(ConsentReceiptVerifier.Verify(file, [LogKey])).Faults.Select(fault => fault.Kind)];

    public void Dispose() => _key.Dispose();

    private void Append(string kind, DateTimeOffset at, IEnumerable<KeyValuePair<string, string>> fields) =>
        _entries.Add(_version == 1
            ? LogEntry.MakeFirst(at, kind, "", "1.1.0", fields, RandomNumberGenerator.GetBytes(EntryPayload.KeyLength))
            : LogEntry.Make(at, kind, "", "1.1.0", fields));

    private static ConsentStatement StatementOf(string consent) => new()
    {
        Consent = consent,
        Subject = "0199d2a0-0000-7000-8000-00000000000a",
        Signer = "0199d2a0-0000-7000-8000-00000000000b",
        Capacity = ConsentSignerCapacity.Guardian,
        IsGranted = true,
        Case = "0199d2a0-0000-7000-8000-00000000000c",
        Controller = new("0199d2a0-0000-7000-8000-00000000000d", "Järvaskolan", "Utbildningsnämnden", "2120000142"),
        Recipient = new("0199d2a0-0000-7000-8000-00000000000e", "Individ och familj", "Järva stadsdelsnämnd", "2120000143"),
        Purpose = "sst",
        RecordTypes = ["franvaro", "betyg"],
        DataFrom = new(2026, 1, 1),
        DataTo = new(2026, 12, 31),
        RequestedAt = Asked,
        ValidUntil = Asked.AddDays(180),
        UseLimit = "any",
        RetentionPromise = "own-record",
        TextVersion = "1",
        TextLanguage = "sv",
        TextHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))),
    };
}
