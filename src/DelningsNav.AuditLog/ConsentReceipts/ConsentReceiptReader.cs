using System.Text.Json;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>
/// Reads a receipt and reports every deviation from the format. It continues after a deviation, so that the rest can still be checked.
/// </summary>
internal sealed class ConsentReceiptReader(List<ConsentReceiptFault> faults)
{
    private const string Everything = "";

    internal ConsentReceipt? Receipt { get; private set; }

    internal ConsentStatement Statement { get; private set; } = null!;

    internal string Issuer { get; private set; } = "";

    internal string Text { get; private set; } = "";

    internal IReadOnlyList<ConsentReceiptEvent> Events { get; private set; } = [];

    internal TlogProof? StatementProof { get; private set; }

    internal byte[]? StatementKey { get; private set; }

    internal TlogProof? AnswerProof { get; private set; }

    internal TlogProof? WithdrawalProof { get; private set; }

    /// <summary>Reads every member that can be read. <see cref="Receipt"/> is null when anything was missing or misspelt.</summary>
    internal void Read(JsonElement root)
    {
        var before = faults.Count;
        Issuer = Said(root, "issuer");
        Text = Said(Member(root, "notice"), "text", "notice.");
        Events = ReadEvents(Member(root, "events"));
        Statement = ReadStatement(root);
        ReadProofs(Member(root, "log"));
        var issuedAt = At(root, "issuedAt");
        var (how, status) = (Said(root, "howToWithdraw"), Said(root, "status"));
        if (faults.Count > before || StatementProof is null || StatementKey is null || AnswerProof is null)
        {
            return;
        }

        Receipt = new ConsentReceipt
        {
            Issuer = Issuer,
            IssuedAt = issuedAt,
            Statement = Statement,
            Text = Text,
            HowToWithdraw = how,
            Status = status,
            Events = Events,
            Proofs = new ConsentReceiptProofs(StatementProof, StatementKey, AnswerProof, WithdrawalProof),
        };
    }

    private ConsentStatement ReadStatement(JsonElement root)
    {
        var (signer, period, notice) = (Member(root, "signer"), Member(root, "dataPeriod"), Member(root, "notice"));
        return new ConsentStatement
        {
            Consent = Said(root, "recordId"),
            Subject = Said(root, "subject"),
            Signer = Said(signer, "reference", "signer."),
            Capacity = Word<ConsentSignerCapacity>(signer, "capacity", "signer."),
            IsGranted = Said(root, "answer") == "yes",
            Case = Said(root, "case"),
            Controller = Party(root, "controller"),
            Recipient = Party(root, "recipient"),
            Purpose = Said(root, "purpose"),
            RecordTypes = [.. Items(Member(root, "recordTypes"), "recordTypes").Select(type => TextOf(type, "recordTypes"))],
            DataFrom = ReceiptTimes.TryRead(Said(period, "from", "dataPeriod."), out DateOnly from)
                ? from
                : Wrong<DateOnly>("dataPeriod.from"),
            DataTo = ReceiptTimes.TryRead(Said(period, "to", "dataPeriod."), out DateOnly to) ? to : Wrong<DateOnly>("dataPeriod.to"),
            RequestedAt = Events.FirstOrDefault(e => e.Kind == ConsentReceiptEventKind.Requested)?.At ?? Wrong<DateTimeOffset>("events"),
            ValidUntil = At(root, "validUntil"),
            UseLimit = Perhaps(root, "useLimit"),
            RetentionPromise = Perhaps(root, "retentionPromise"),
            TextVersion = Said(notice, "version", "notice."),
            TextLanguage = Said(notice, "language", "notice."),
            TextHash = Said(notice, "sha256", "notice."),
            AnswerForm = Perhaps(root, "answerForm"),
        };
    }

    private ConsentReceiptParty Party(JsonElement root, string name)
    {
        var (party, within) = (Member(root, name), name + ".");
        return new(
            Said(party, "reference", within), Said(party, "branch", within), Said(party, "authority", within),
            Said(party, "organisationNumber", within));
    }

    private List<ConsentReceiptEvent> ReadEvents(JsonElement events) =>
        [.. Items(events, "events")
            .Select(step => new ConsentReceiptEvent(Word<ConsentReceiptEventKind>(step, "event", "events."), At(step, "at", "events.")))];

    private void ReadProofs(JsonElement log)
    {
        StatementProof = Proof(log, "statement");
        AnswerProof = Proof(log, "answer");
        WithdrawalProof = Perhaps(log, "withdrawal") is null ? null : Proof(log, "withdrawal");
        StatementKey = StrictBase64.TryDecode(Said(log, "statementKey", "log.")) is { Length: EntryPayload.KeyLength } key
            ? key
            : Wrong<byte[]>("log.statementKey");
        if (!(log.ValueKind == JsonValueKind.Object && log.TryGetProperty("index", out var index)
            && index.ValueKind == JsonValueKind.Number && index.TryGetInt64(out var number) && number == (AnswerProof?.Index ?? number)))
        {
            Wrong<long>("log.index");
        }
    }

    private TlogProof? Proof(JsonElement log, string name) =>
        TlogProof.TryParse(Said(log, name, "log."), out var proof) ? proof : Wrong<TlogProof>("log." + name);

    private DateTimeOffset At(JsonElement of, string name, string within = Everything) =>
        ReceiptTimes.TryRead(Said(of, name, within), out DateTimeOffset at) ? at : Wrong<DateTimeOffset>(within + name);

    private T Word<T>(JsonElement of, string name, string within)
        where T : struct, Enum
    {
        var said = Said(of, name, within);
        foreach (var value in Enum.GetValues<T>())
        {
            if (ConsentReceiptFormat.Word(value) == said)
            {
                return value;
            }
        }

        return Wrong<T>(within + name);
    }

    private string Said(JsonElement of, string name, string within = Everything) => TextOf(Member(of, name), within + name);

    private string TextOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : Wrong<string>(name) ?? "";

    private static string? Perhaps(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private IEnumerable<JsonElement> Items(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Wrong<IEnumerable<JsonElement>>(name) ?? [];

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    // A faulty member is reported once, however many checks read it.
    private T? Wrong<T>(string name)
    {
        var fault = new ConsentReceiptFault(ConsentReceiptFaultKind.Format, $"`{name}` is missing or is not as the format has it");
        if (!faults.Contains(fault))
        {
            faults.Add(fault);
        }

        return default;
    }
}
