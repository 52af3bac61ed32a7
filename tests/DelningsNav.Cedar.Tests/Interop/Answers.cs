namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>The answers of one side about a case: one to each question, with details for some.</summary>
internal sealed class Answers
{
    private readonly SortedDictionary<string, string> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _details = [];

    public void Say(string question, string answer, string? details = null)
    {
        _all[question] = answer;
        if (details is not null)
        {
            _details[question] = details;
        }
    }

    public void Say(string question, bool answer, string? details = null) => Say(question, answer ? "yes" : "no", details);

    public string? this[string question] => _all.GetValueOrDefault(question);

    /// <summary>The first question that the two sides answer differently, or null.</summary>
    public string? FirstDisagreement(Answers other) =>
        _all.Keys.Concat(other._all.Keys).FirstOrDefault(question => this[question] != other[question]);

    public string Describe(string question) =>
        $"{this[question] ?? "(not asked)"}{(_details.TryGetValue(question, out var details) ? $"  ({details})" : string.Empty)}";
}
