using System.Buffers;
using System.Text;
using System.Text.Json;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// The facts of a decision in the form that its log entry stores. With them, the same question can be decided by another policy set.
/// </summary>
/// <remarks>
/// The form is JSON with the names in ordinal order and without white space. Therefore the same facts are always written in the same way.
/// The text is part of the sealed payload and is erased with it. The person is not included; consent and assessment are stored as ids. A
/// fact that is missing from an older entry did not exist when the entry was written. Each declared fact (<see cref="RuleFact"/>) defines
/// how it is written and read. The facts that consist of several parts are written and read in this class.
/// </remarks>
internal static class LoggedFacts
{
    private static readonly Action<Utf8JsonWriter, ReleaseFacts>[] Writers =
    [
        .. RuleFact.Declared.Select(fact => (Name: fact.LogName, Write: (Action<Utf8JsonWriter, ReleaseFacts>)fact.Write))
            .Concat(
            [
                ("assessment", WriteAssessment),
                ("claimed", WriteClaimed),
                ("consent", WriteConsent),
                ("emergency", WriteEmergency),
                ("holder", (json, facts) => Write(json, "holder", facts.Holder)),
                ("marking", (json, facts) => json.WriteString("marking", facts.Marking.ToString())),
                ("now", (json, facts) => json.WriteNumber("now", facts.Now.ToUnixTimeMilliseconds())),
                ("recipient", (json, facts) => Write(json, "recipient", facts.Recipient)),
                ("type", (json, facts) => json.WriteString("type", facts.RecordType.Code)),
            ])
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => field.Write),
    ];

    public static string Write(ReleaseFacts facts)
    {
        var bytes = new ArrayBufferWriter<byte>(768);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var write in Writers)
            {
                write(json, facts);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The facts, or null when the text was not written by <see cref="Write(ReleaseFacts)"/>.</summary>
    public static ReleaseFacts? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Read(json.RootElement);
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static ReleaseFacts Read(JsonElement json)
    {
        var facts = ReleaseFacts.Open(
            Moment(json, "now"), Party(json.GetProperty("recipient")), Party(json.GetProperty("holder")),
            RecordTypeCode.Parse(Text(json, "type")));
        foreach (var fact in RuleFact.Declared)
        {
            facts = (json.TryGetProperty(fact.LogName, out var value) ? fact.Read(facts, value) : fact.ReadAbsent(facts))
                ?? throw new FormatException(fact.LogName);
        }

        return facts with
        {
            Marking = Word<SecurityMarking>(json, "marking"),
            Consent = json.TryGetProperty("consent", out var consent) ? Consent(consent) : null,
            Assessment = json.TryGetProperty("assessment", out var assessment) ? Assessment(assessment) : null,
            Emergency = json.TryGetProperty("emergency", out var emergency)
                ? new EmergencyFacts(emergency.GetProperty("id").GetGuid(), Moment(emergency, "until"))
                : null,
            ClaimedGround = json.TryGetProperty("claimed", out var claimed) ? claimed.GetString() : null,
        };
    }

    private static void WriteClaimed(Utf8JsonWriter json, ReleaseFacts facts)
    {
        if (facts.ClaimedGround is { } claimed)
        {
            json.WriteString("claimed", claimed);
        }
    }

    private static void WriteAssessment(Utf8JsonWriter json, ReleaseFacts facts)
    {
        if (facts.Assessment is { } assessment)
        {
            json.WriteStartObject("assessment");
            json.WriteString("id", assessment.Id);
            json.WriteBoolean("named", assessment.ByNamedAssessorWithRoutine);
            json.WriteString("outcome", assessment.Outcome.ToString());
            json.WriteEndObject();
        }
    }

    private static AssessmentFacts Assessment(JsonElement json) =>
        new(json.GetProperty("id").GetGuid(), Word<AssessmentOutcome>(json, "outcome"), json.GetProperty("named").GetBoolean());

    private static void WriteConsent(Utf8JsonWriter json, ReleaseFacts facts)
    {
        if (facts.Consent is { } consent)
        {
            json.WriteStartObject("consent");
            json.WriteString("id", consent.Id);
            json.WriteBoolean("signerBlocked", consent.SignerBlocked);
            json.WriteNumber("until", consent.ValidUntil.ToUnixTimeMilliseconds());
            json.WriteNumber("version", consent.Version);
            json.WriteEndObject();
        }
    }

    private static ConsentFacts Consent(JsonElement json) => new(
        json.GetProperty("id").GetGuid(),
        json.GetProperty("version").GetInt32(),
        Moment(json, "until"),
        json.GetProperty("signerBlocked").GetBoolean());

    private static void WriteEmergency(Utf8JsonWriter json, ReleaseFacts facts)
    {
        if (facts.Emergency is { } emergency)
        {
            json.WriteStartObject("emergency");
            json.WriteString("id", emergency.Id);
            json.WriteNumber("until", emergency.UntilAt.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, string name, PartyFacts party)
    {
        json.WriteStartObject(name);
        json.WriteString("authority", party.AuthorityId);
        json.WriteString("branch", party.BranchId);
        json.WriteString("branchKind", party.Branch.ToString());
        json.WriteString("kind", party.Kind.ToString());
        json.WriteEndObject();
    }

    private static PartyFacts Party(JsonElement json) => new(
        json.GetProperty("authority").GetGuid(),
        Word<PartyKind>(json, "kind"),
        json.GetProperty("branch").GetGuid(),
        Word<BranchKind>(json, "branchKind"));

    private static T Word<T>(JsonElement json, string name)
        where T : struct, Enum => Enum.Parse<T>(Text(json, name));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException(name);

    private static DateTimeOffset Moment(JsonElement json, string name) =>
        DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty(name).GetInt64());
}
