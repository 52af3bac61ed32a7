using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.AuditLog;

/// <summary>
/// A statement as the fields of its entry, and back. The names are a promise of the log format: add names, never rename any.
/// </summary>
public static class ConsentStatementFields
{
    private const string ActorPrefix = "person:";

    /// <summary>Every field of the entry, including those that the log writes into every entry.</summary>
    public static SortedList<string, string> Of(ConsentStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var fields = new SortedList<string, string>(StringComparer.Ordinal)
        {
            ["actor"] = ActorPrefix + statement.Signer,
            ["actor-name"] = statement.Capacity.ToString(),
            ["person"] = statement.Subject,
            ["case"] = statement.Case,
            ["consent"] = statement.Consent,
            ["answer"] = statement.IsGranted ? "yes" : "no",
            ["purpose"] = statement.Purpose,
            ["record-types"] = string.Join(' ', statement.RecordTypes),
            ["data-from"] = ReceiptTimes.Write(statement.DataFrom),
            ["data-to"] = ReceiptTimes.Write(statement.DataTo),
            ["requested-at"] = ReceiptTimes.Write(statement.RequestedAt),
            ["valid-until"] = ReceiptTimes.Write(statement.ValidUntil),
            ["text-version"] = statement.TextVersion,
            ["text-language"] = statement.TextLanguage,
            ["text-hash"] = statement.TextHash,
        };
        Add(fields, "discloser", statement.Controller);
        Add(fields, "recipient", statement.Recipient);
        AddIfSaid(fields, "use-limit", statement.UseLimit);
        AddIfSaid(fields, "retention-promise", statement.RetentionPromise);
        AddIfSaid(fields, "answer-form", statement.AnswerForm);
        return fields;
    }

    /// <summary>
    /// Reads a statement from the fields of an entry. Returns false when they are not exactly a statement's fields, besides the moment of
    /// the entry.
    /// </summary>
    public static bool TryRead(IReadOnlyDictionary<string, string> fields, [NotNullWhen(true)] out ConsentStatement? statement)
    {
        ArgumentNullException.ThrowIfNull(fields);
        statement = null;
        var said = Said("actor");
        if (!said.StartsWith(ActorPrefix, StringComparison.Ordinal)
            || !Enum.TryParse<ConsentSignerCapacity>(Said("actor-name"), out var capacity)
            || !ReceiptTimes.TryRead(Said("data-from"), out DateOnly from)
            || !ReceiptTimes.TryRead(Said("data-to"), out DateOnly to)
            || !ReceiptTimes.TryRead(Said("requested-at"), out DateTimeOffset requested)
            || !ReceiptTimes.TryRead(Said("valid-until"), out DateTimeOffset until))
        {
            return false;
        }

        var read = new ConsentStatement
        {
            Consent = Said("consent"),
            Subject = Said("person"),
            Signer = said[ActorPrefix.Length..],
            Capacity = capacity,
            IsGranted = Said("answer") == "yes",
            Case = Said("case"),
            Controller = Party("discloser"),
            Recipient = Party("recipient"),
            Purpose = Said("purpose"),
            RecordTypes = Said("record-types").Split(' '),
            DataFrom = from,
            DataTo = to,
            RequestedAt = requested,
            ValidUntil = until,
            UseLimit = fields.GetValueOrDefault("use-limit"),
            RetentionPromise = fields.GetValueOrDefault("retention-promise"),
            TextVersion = Said("text-version"),
            TextLanguage = Said("text-language"),
            TextHash = Said("text-hash"),
            AnswerForm = fields.GetValueOrDefault("answer-form"),
        };
        var stated = fields.Where(field => field.Key != EntryPayload.AtField).OrderBy(field => field.Key, StringComparer.Ordinal);
        statement = Of(read).SequenceEqual(stated) ? read : null;
        return statement is not null;

        string Said(string name) => fields.GetValueOrDefault(name, "");

        ConsentReceiptParty Party(string name) =>
            new(Said(name), Said(name + "-branch"), Said(name + "-authority"), Said(name + "-number"));
    }

    private static void Add(SortedList<string, string> fields, string name, ConsentReceiptParty party)
    {
        fields[name] = party.Reference;
        fields[name + "-branch"] = party.Branch;
        fields[name + "-authority"] = party.Authority;
        fields[name + "-number"] = party.OrganisationNumber;
    }

    private static void AddIfSaid(SortedList<string, string> fields, string name, string? value)
    {
        if (value is not null)
        {
            fields[name] = value;
        }
    }
}
