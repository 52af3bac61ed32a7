using System.Text.Json;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>Cuts a record down to what the decision allows. A record that cannot be cut is not handed over: deny on doubt.</summary>
/// <remarks>
/// A masking obligation is met in one of two ways. The holder has declared that the copy was masked before the deposit. Or the record is
/// structured data that follows a documented form, and the hub removes every member that the form does not let remain. Anything else, also
/// JSON without a form or with a member that the form does not have, is not masked and not handed over (ADR 0035).
/// </remarks>
internal static class Obligations
{
    public static Outcome Apply(
        Release release, FactsOfRecord record, ReadOnlyMemory<byte> content, DateOnly from, DateOnly to, RecordForms forms)
    {
        var masking = release.Obligations.Where(Obligation.IsMasking).ToList();
        var open = masking.Where(code => !record.Redactions.Contains(code)).ToList();

        // The deposit checks that the content is JSON. A document that is no longer JSON is treated like any other text: it is handed
        // over whole or not at all.
        var structured = record.MediaType == "application/json" && StructuredCut.IsStructured(content.Span);
        if (!structured)
        {
            return open.Count > 0 ? new Outcome.NotMet(open[0]) : new Outcome.Met(content, [.. masking.Select(Declared)]);
        }

        var form = open.Count > 0 ? FormOf(record, content, forms) : null;
        if (open.Count > 0 && form is null)
        {
            return new Outcome.NotMet(open[0]);
        }

        var (kept, cut) = StructuredCut.Of(content, form, open, from, to);
        return new Outcome.Met(
            kept, [.. masking.Select(code => open.Contains(code) ? Carried(code, cut) : Declared(code)), .. Window(cut)]);
    }

    // The form is checked again at the release: the record may be older than the form, and what was stored may have been changed.
    private static RecordForm? FormOf(FactsOfRecord record, ReadOnlyMemory<byte> content, RecordForms forms)
    {
        using var data = JsonDocument.Parse(content);
        return forms.Find(record.Type, data.RootElement) is { } form && form.FaultsOf(data.RootElement).Count == 0 ? form : null;
    }

    private static AppliedObligation Declared(string code) => new(code, AppliedHow.MaskedBeforeDeposit, []);

    private static AppliedObligation Carried(string code, IReadOnlyDictionary<string, IReadOnlyList<string>> cut) =>
        cut.TryGetValue(code, out var members)
            ? new AppliedObligation(code, AppliedHow.Cut, members)
            : new AppliedObligation(code, AppliedHow.NothingThere, []);

    private static IEnumerable<AppliedObligation> Window(IReadOnlyDictionary<string, IReadOnlyList<string>> cut) =>
        cut.ContainsKey(AppliedObligation.CutToWindow) ? [Carried(AppliedObligation.CutToWindow, cut)] : [];

    internal abstract record Outcome
    {
        private Outcome() { }

        public sealed record Met(ReadOnlyMemory<byte> Content, IReadOnlyList<AppliedObligation> Applied) : Outcome;

        public sealed record NotMet(string Obligation) : Outcome;
    }
}
