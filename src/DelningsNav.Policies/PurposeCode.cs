namespace DelningsNav.Policies;

/// <summary>
/// The code of a case's purpose, for which records are shared, for example <c>sst</c>. Swedish: <b>ändamål</b> (dataskyddsförordningen
/// artikel 5.1 b).
/// </summary>
public readonly record struct PurposeCode
{
    private readonly string? _code;

    private PurposeCode(string code) => _code = code;

    /// <summary>The code; empty for a default value only.</summary>
    public string Code => _code ?? "";

    /// <summary>Reads a code. The case or <see cref="ConsentRules"/> determines whether there is a purpose with this code.</summary>
    public static bool TryParse(string? text, out PurposeCode purpose)
    {
        purpose = CodeForm.Fits(text) ? new PurposeCode(text) : default;
        return purpose != default;
    }

    /// <summary>Reads a code that was checked before, for example a code from the database or from the rules.</summary>
    /// <exception cref="FormatException">The text does not have the form of a code.</exception>
    public static PurposeCode Parse(string text) =>
        TryParse(text, out var purpose) ? purpose : throw new FormatException("a purpose is lower-case words joined by hyphens");

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
