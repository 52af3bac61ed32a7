using System.Buffers;
using System.Text;
using System.Text.Json;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>What a decision saw, as its log entry keeps it, so that another policy set can be asked the same question later.</summary>
/// <remarks>
/// JSON with the names in ordinal order and nothing between: the same facts are written in one way. It lies in the sealed payload and is erased with it. Whom the
/// facts are about is not among them; consent and assessment stand by their ids. What an older entry does not say, there was not yet.
/// </remarks>
internal static class LoggedFacts
{
    public static string Write(ReleaseFacts facts)
    {
        var bytes = new ArrayBufferWriter<byte>(768);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteBoolean("adopted", facts.HolderHasAdoptedPolicySet);
            json.WriteNumber("age", facts.ChildAge);
            if (facts.Assessment is { } assessment)
            {
                json.WriteStartObject("assessment");
                json.WriteString("id", assessment.Id);
                json.WriteBoolean("named", assessment.ByNamedAssessorWithRoutine);
                json.WriteString("outcome", assessment.Outcome.ToString());
                json.WriteEndObject();
            }

            json.WriteBoolean("assigned", facts.StaffAssigned);
            json.WriteBoolean("blocked", facts.GuardianBlockStands);
            json.WriteBoolean("caseOfChild", facts.CaseIsOfThisChild);
            json.WriteBoolean("caseOpen", facts.CaseOpen);
            if (facts.ClaimedGround is { } claimed)
            {
                json.WriteString("claimed", claimed);
            }

            if (facts.Consent is { } consent)
            {
                json.WriteStartObject("consent");
                json.WriteString("id", consent.Id);
                json.WriteBoolean("signerBlocked", consent.SignerBlocked);
                json.WriteNumber("until", consent.ValidUntil.ToUnixTimeMilliseconds());
                json.WriteNumber("version", consent.Version);
                json.WriteEndObject();
            }

            json.WriteBoolean("custodyKnown", facts.CustodyKnown);
            json.WriteBoolean("disclosureBlocked", facts.DisclosureBlockStands);
            if (facts.Emergency is { } emergency)
            {
                json.WriteStartObject("emergency");
                json.WriteString("id", emergency.Id);
                json.WriteNumber("until", emergency.UntilAt.ToUnixTimeMilliseconds());
                json.WriteEndObject();
            }

            Write(json, "holder", facts.Holder);
            json.WriteBoolean("marked", facts.RecordMarked);
            json.WriteString("marking", facts.Marking.ToString());
            json.WriteBoolean("mentionsOthers", facts.RecordMentionsOthers);
            json.WriteNumber("now", facts.Now.ToUnixTimeMilliseconds());
            json.WriteString("purpose", facts.Purpose);
            json.WriteBoolean("purposeFits", facts.PurposeFitsCase);
            Write(json, "recipient", facts.Recipient);
            json.WriteString("type", facts.RecordType);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The facts, or null when the text is not one that <see cref="Write(ReleaseFacts)"/> has written.</summary>
    public static ReleaseFacts? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Read(json.RootElement);
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static ReleaseFacts Read(JsonElement json) => new()
    {
        Now = Moment(json, "now"),
        Recipient = Party(json.GetProperty("recipient")),
        Holder = Party(json.GetProperty("holder")),
        HolderHasAdoptedPolicySet = Is(json, "adopted"),
        StaffAssigned = Is(json, "assigned"),
        CaseOpen = Is(json, "caseOpen"),
        CaseIsOfThisChild = Is(json, "caseOfChild"),
        Purpose = Text(json, "purpose"),
        PurposeFitsCase = Is(json, "purposeFits"),
        ChildAge = json.GetProperty("age").GetInt32(),
        Marking = Word<SecurityMarking>(json, "marking"),
        GuardianBlockStands = Is(json, "blocked"),
        DisclosureBlockStands = json.TryGetProperty("disclosureBlocked", out var closed) && closed.GetBoolean(),
        CustodyKnown = Is(json, "custodyKnown"),
        RecordType = Text(json, "type"),
        RecordMentionsOthers = Is(json, "mentionsOthers"),
        RecordMarked = Is(json, "marked"),
        Consent = json.TryGetProperty("consent", out var consent)
            ? new ConsentFacts(consent.GetProperty("id").GetGuid(), consent.GetProperty("version").GetInt32(), Moment(consent, "until"), Is(consent, "signerBlocked"))
            : null,
        Assessment = json.TryGetProperty("assessment", out var assessment)
            ? new AssessmentFacts(assessment.GetProperty("id").GetGuid(), Word<AssessmentOutcome>(assessment, "outcome"), Is(assessment, "named"))
            : null,
        Emergency = json.TryGetProperty("emergency", out var emergency) ? new EmergencyFacts(emergency.GetProperty("id").GetGuid(), Moment(emergency, "until")) : null,
        ClaimedGround = json.TryGetProperty("claimed", out var claimed) ? claimed.GetString() : null,
    };

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
        json.GetProperty("authority").GetGuid(), Word<PartyKind>(json, "kind"), json.GetProperty("branch").GetGuid(), Word<BranchKind>(json, "branchKind"));

    private static T Word<T>(JsonElement json, string name)
        where T : struct, Enum => Enum.Parse<T>(Text(json, name));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException(name);

    private static bool Is(JsonElement json, string name) => json.GetProperty(name).GetBoolean();

    private static DateTimeOffset Moment(JsonElement json, string name) => DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty(name).GetInt64());
}
