using System.Globalization;

namespace DelningsNav.Policies;

/// <summary>What the child does when consent is asked for.</summary>
public enum ChildsPart
{
    /// <summary>The guardians decide, and the child is not asked (OSL 12 kap. 3 §: by age and maturity).</summary>
    TakesNoPart,

    /// <summary>The child's opinion is noted when consent is asked for (FB 6 kap. 11 §; SoL 3 kap. 2 §).</summary>
    IsHeard,

    /// <summary>The child signs.</summary>
    Signs,
}

/// <summary>The signatures that a consent requires from an age on.</summary>
/// <param name="From">The age in whole years from which these signatures are required, up to the next age in the rule.</param>
/// <param name="Guardians">Whether every guardian signs.</param>
/// <param name="Child">The child's own part.</param>
public sealed record SignersFromAge(int From, bool Guardians, ChildsPart Child);

/// <summary>A rule on the signatures that a consent requires, by the child's age. It does not determine who the guardians are.</summary>
/// <remarks>
/// A consent stores the rule that it was asked under, in the short form that <see cref="ToString"/> writes:
/// <c>by-age 0:G 12:GH 15:GS 18:S</c>, where G is every guardian, H the child heard and S the child's signature. When the rules change
/// later, the rule of that consent does not change.
/// </remarks>
public sealed class SignerRule
{
    /// <summary>
    /// The age from which a person decides alone and has no guardian (FB 6 kap. 2 §: custody lasts until the child is eighteen).
    /// </summary>
    public const int Adult = 18;

    private SignerRule(string code, IReadOnlyList<SignersFromAge> ages) => (Code, Ages) = (code, ages);

    /// <summary>The rule's code: lower-case words joined by hyphens.</summary>
    public string Code { get; }

    /// <summary>The signatures that are required from each age, in ascending order of age, from 0.</summary>
    public IReadOnlyList<SignersFromAge> Ages { get; }

    /// <summary>Makes a rule, or reports every fault and returns null.</summary>
    internal static SignerRule? Of(string code, IReadOnlyList<SignersFromAge> ages, Action<string> fault)
    {
        var faults = new List<string>();
        if (ages.Count == 0 || ages[0].From != 0)
        {
            faults.Add("must begin at the age of 0");
        }

        if (ages.Zip(ages.Skip(1)).Any(pair => pair.First.From >= pair.Second.From))
        {
            faults.Add("must name its ages in rising order, each once");
        }

        faults.AddRange(
            ages.Where(age => !age.Guardians && age.Child != ChildsPart.Signs)
                .Select(age => $"leaves nobody to sign from the age of {age.From}"));
        if (ages.LastOrDefault(age => age.From <= Adult) is not { Guardians: false, Child: ChildsPart.Signs }
            || ages.Any(age => age.From > Adult))
        {
            faults.Add($"must let the person alone sign from the age of {Adult}");
        }

        faults.ForEach(fault);
        return faults.Count == 0 ? new SignerRule(code, ages) : null;
    }

    /// <summary>Reads the short form.</summary>
    /// <exception cref="FormatException">The text is not a rule in short form.</exception>
    public static SignerRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && Of(words[0], [.. words.Skip(1).Select(AgeOf)], _ => { }) is { } rule
            ? rule
            : throw new FormatException($"`{text}` is not a rule on who signs");
    }

    /// <summary>The signatures that are required at an age in whole years.</summary>
    public SignersFromAge At(int age) => Ages.Last(a => a.From <= Math.Max(age, 0));

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Ages.Select(Short).Prepend(Code));

    private static string Short(SignersFromAge age)
    {
        var child = age.Child switch { ChildsPart.Signs => "S", ChildsPart.IsHeard => "H", ChildsPart.TakesNoPart => "" };
        return string.Create(CultureInfo.InvariantCulture, $"{age.From}:{(age.Guardians ? "G" : "")}{child}");
    }

    private static SignersFromAge AgeOf(string word)
    {
        var (from, letters) = word.Split(':') is [var age, var rest]
            && int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var years)
            ? (years, rest)
            : throw new FormatException($"`{word}` names no age");
        return letters switch
        {
            "G" => new SignersFromAge(from, true, ChildsPart.TakesNoPart),
            "GH" => new SignersFromAge(from, true, ChildsPart.IsHeard),
            "GS" => new SignersFromAge(from, true, ChildsPart.Signs),
            "S" => new SignersFromAge(from, false, ChildsPart.Signs),
            _ => throw new FormatException($"`{word}` names nobody who signs"),
        };
    }
}
