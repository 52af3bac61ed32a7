using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DelningsNav.Hub.Releases;

/// <summary>Cuts a record down to what the decision allows. What cannot be cut is not handed over: deny on doubt.</summary>
/// <remarks>
/// A masking obligation is met when the holder has masked the copy before depositing it, or when the record is structured data
/// (JSON), from which the hub removes the members that tell it. A PDF or a text that the holder has not masked fails.
/// </remarks>
internal static class Obligations
{
    private static readonly Dictionary<string, string[]> Masked = new(StringComparer.Ordinal)
    {
        ["mask-contact-details"] = ["address", "addresses", "phone", "phoneNumber", "phoneNumbers", "email", "emails", "residence", "postalCode", "locality", "whereabouts", "adress", "adresser", "telefon", "epost", "vistelseort", "hemort"],
        ["mask-health-reasons"] = ["healthReason", "healthReasons", "diagnosis", "sickness", "halsoskal", "diagnos", "sjukdom"],
        ["mask-others"] = ["others", "otherPersons", "siblings", "relatives", "andra", "andraPersoner", "syskon", "narstaende"],
        ["mask-reporter"] = ["reporter", "reportedBy", "anmalare", "anmaldAv"],
    };

    static Obligations() =>
        Masked["mask-protected-contact-details"] = [.. Masked["mask-contact-details"], "school", "schoolUnit", "unit", "skola", "skolenhet", "enhet"];

    public static Outcome Apply(
        Release release, FactsOfRecord record, ReadOnlyMemory<byte> content, DateOnly from, DateOnly to)
    {
        var applied = new List<string>();
        var structured = record.MediaType == "application/json" ? Parse(content) : null;
        foreach (var obligation in release.Obligations)
        {
            if (obligation == "assessor-masking" && structured is null && !record.Redactions.Contains(obligation))
            {
                return new Outcome.NotMet(obligation);
            }

            if (!obligation.StartsWith("mask-", StringComparison.Ordinal) || record.Redactions.Contains(obligation))
            {
                continue;
            }

            if (structured is null || !Masked.TryGetValue(obligation, out var members))
            {
                return new Outcome.NotMet(obligation);
            }

            Remove(structured, members);
            applied.Add(obligation);
        }

        if (structured is null)
        {
            return new Outcome.Met(content, applied);
        }

        if (release.Obligations.Contains("assessor-masking"))
        {
            Remove(structured, [.. Masked.Values.SelectMany(m => m)]);
            applied.Add("assessor-masking");
        }

        if (CutToWindow(structured, from, to))
        {
            applied.Add("cut-to-window");
        }

        return new Outcome.Met(JsonSerializer.SerializeToUtf8Bytes(structured), applied);
    }

    private static JsonNode? Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            return JsonNode.Parse(content.Span);
        }
        catch (JsonException)
        {
            // The deposit checks it; a document that is no longer JSON is handed over whole or not at all, as any other text.
            return null;
        }
    }

    private static void Remove(JsonNode? node, string[] members)
    {
        switch (node)
        {
            case JsonObject @object:
                foreach (var name in @object.Select(p => p.Key).Where(k => members.Contains(k, StringComparer.OrdinalIgnoreCase)).ToList())
                {
                    @object.Remove(name);
                }

                foreach (var (_, child) in @object)
                {
                    Remove(child, members);
                }

                break;
            case JsonArray array:
                foreach (var child in array)
                {
                    Remove(child, members);
                }

                break;
        }
    }

    // An item of a list that is dated (`from` and `to`, or `date`) is kept only when it lies within what was asked for.
    private static bool CutToWindow(JsonNode? node, DateOnly from, DateOnly to)
    {
        var cut = false;
        switch (node)
        {
            case JsonObject @object:
                foreach (var (_, child) in @object)
                {
                    cut |= CutToWindow(child, from, to);
                }

                break;
            case JsonArray array:
                for (var i = array.Count - 1; i >= 0; i--)
                {
                    var outside = array[i] is JsonObject item
                        && ((Date(item, "from") ?? Date(item, "date")) is { } first && first < from
                            || (Date(item, "to") ?? Date(item, "date")) is { } last && last > to);
                    if (outside)
                    {
                        array.RemoveAt(i);
                        cut = true;
                    }
                    else
                    {
                        cut |= CutToWindow(array[i], from, to);
                    }
                }

                break;
        }

        return cut;
    }

    private static DateOnly? Date(JsonObject item, string member) =>
        item[member] is JsonValue value && value.TryGetValue<string>(out var text)
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    internal abstract record Outcome
    {
        private Outcome() { }

        public sealed record Met(ReadOnlyMemory<byte> Content, IReadOnlyList<string> Applied) : Outcome;

        public sealed record NotMet(string Obligation) : Outcome;
    }
}
