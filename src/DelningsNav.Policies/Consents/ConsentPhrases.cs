using System.Globalization;

namespace DelningsNav.Policies.Consents;

/// <summary>The sentences of one language that a consent's text is made from, by their codes.</summary>
/// <param name="Day">A format string of .NET for days, for example <c>d MMMM yyyy</c>.</param>
/// <param name="Uses">Whole sentences for how often the records may be shown. <c>{n}</c> is replaced by the number.</param>
/// <param name="Kept">Whole sentences for how long the recipient promises to store the records.</param>
public sealed record ConsentPhrases(string Day, IReadOnlyDictionary<string, string> Uses, IReadOnlyDictionary<string, string> Kept)
{
    /// <summary>The placeholder for the number of a limit.</summary>
    internal const string Number = "{n}";

    private static readonly HashSet<string> Counted = ["per-day", "per-week", "per-month"];

    /// <summary>The codes of how often records may be shown.</summary>
    public static IReadOnlyList<string> UseCodes { get; } = ["any", "once", "per-day", "per-week", "per-month"];

    /// <summary>The codes for how long a recipient promises to store records.</summary>
    public static IReadOnlyList<string> KeptCodes { get; } = ["read-only", "case-end", "own-record"];

    /// <summary>The phrases, each with its code in front.</summary>
    internal IEnumerable<string> Lines =>
        UseCodes.Select(code => $"uses.{code}: {Uses[code]}")
            .Concat(KeptCodes.Select(code => $"kept.{code}: {Kept[code]}"))
            .Append($"day: {Day}");

    /// <summary>Writes a day in the form of the language.</summary>
    internal string Write(DateOnly day, CultureInfo culture) => day.ToString(Day, culture);

    /// <summary>Reports every fault.</summary>
    internal void Check(Action<string> fault)
    {
        CheckCodes("uses", UseCodes, Uses, fault);
        CheckCodes("kept", KeptCodes, Kept, fault);
        foreach (var (code, sentence) in Uses.Where(phrase => phrase.Value is not null))
        {
            var rest = Counted.Contains(code) ? sentence.Replace(Number, "", StringComparison.Ordinal) : sentence;
            if (Counted.Contains(code) == (rest == sentence) || rest.AsSpan().ContainsAny('{', '}'))
            {
                fault($"the phrase `uses.{code}` must hold {(Counted.Contains(code) ? $"`{Number}` and no other" : "no")} placeholder");
            }
        }

        foreach (var (code, _) in Kept.Where(phrase => (phrase.Value ?? "").AsSpan().ContainsAny('{', '}')))
        {
            fault($"the phrase `kept.{code}` must hold no placeholder");
        }

        if (!IsDay(Day))
        {
            fault($"`{Day}` is not a way to write a day");
        }
    }

    private static void CheckCodes(string what, IReadOnlyList<string> codes, IReadOnlyDictionary<string, string> said, Action<string> fault)
    {
        foreach (var code in codes.Where(code => string.IsNullOrWhiteSpace(said.GetValueOrDefault(code))))
        {
            fault($"the phrase `{what}.{code}` is missing");
        }

        foreach (var code in said.Keys.Where(code => !codes.Contains(code)))
        {
            fault($"the phrase `{what}.{code}` is none that the hub knows");
        }
    }

    private static bool IsDay(string pattern)
    {
        try
        {
            // The day must be written, the month by its name, and the year with all four digits.
            return new DateOnly(2026, 11, 22).ToString(pattern, CultureInfo.InvariantCulture) is var day
                && day.Contains("22", StringComparison.Ordinal)
                && day.Contains("2026", StringComparison.Ordinal)
                && day.Contains("November", StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
