namespace DelningsNav.Hub.Releases;

/// <summary>Cuts a record down to what the decision allows. A record that cannot be cut is not handed over: deny on doubt.</summary>
/// <remarks>
/// A masking obligation is met when the holder has masked the copy before depositing it, or when the record is structured data (JSON),
/// from which the hub removes the members that would reveal it. A PDF or a text that the holder has not masked does not meet the
/// obligation.
/// </remarks>
internal static class Obligations
{
    private static readonly Dictionary<string, string[]> Masked = new(StringComparer.Ordinal)
    {
        ["mask-contact-details"] =
        [
            "address", "addresses", "phone", "phoneNumber", "phoneNumbers", "email", "emails", "residence", "postalCode", "locality",
            "whereabouts", "adress", "adresser", "telefon", "epost", "vistelseort", "hemort",
        ],
        ["mask-health-reasons"] = ["healthReason", "healthReasons", "diagnosis", "sickness", "halsoskal", "diagnos", "sjukdom"],
        ["mask-others"] = ["others", "otherPersons", "siblings", "relatives", "andra", "andraPersoner", "syskon", "narstaende"],
        ["mask-reporter"] = ["reporter", "reportedBy", "anmalare", "anmaldAv"],
    };

    static Obligations() =>
        Masked["mask-protected-contact-details"] =
            [.. Masked["mask-contact-details"], "school", "schoolUnit", "unit", "skola", "skolenhet", "enhet"];

    public static Outcome Apply(
        Release release, FactsOfRecord record, ReadOnlyMemory<byte> content, DateOnly from, DateOnly to)
    {
        var (applied, masked) = (new List<string>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase));

        // The deposit checks that the content is JSON. A document that is no longer JSON is treated like any other text: it is handed
        // over whole or not at all.
        var structured = record.MediaType == "application/json" && StructuredCut.IsStructured(content.Span);
        foreach (var obligation in release.Obligations)
        {
            if (obligation == "assessor-masking" && !structured && !record.Redactions.Contains(obligation))
            {
                return new Outcome.NotMet(obligation);
            }

            if (!obligation.StartsWith("mask-", StringComparison.Ordinal) || record.Redactions.Contains(obligation))
            {
                continue;
            }

            if (!structured || !Masked.TryGetValue(obligation, out var members))
            {
                return new Outcome.NotMet(obligation);
            }

            masked.UnionWith(members);
            applied.Add(obligation);
        }

        if (!structured)
        {
            return new Outcome.Met(content, applied);
        }

        if (release.Obligations.Contains("assessor-masking"))
        {
            masked.UnionWith(Masked.Values.SelectMany(m => m));
            applied.Add("assessor-masking");
        }

        var (kept, cut) = StructuredCut.Of(content, masked, from, to);
        if (cut)
        {
            applied.Add("cut-to-window");
        }

        return new Outcome.Met(kept, applied);
    }

    internal abstract record Outcome
    {
        private Outcome() { }

        public sealed record Met(ReadOnlyMemory<byte> Content, IReadOnlyList<string> Applied) : Outcome;

        public sealed record NotMet(string Obligation) : Outcome;
    }
}
