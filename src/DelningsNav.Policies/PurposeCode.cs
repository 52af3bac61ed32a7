namespace DelningsNav.Policies;

/// <summary>
/// What records are shared for: the purpose of a case, a code such as <c>sst</c>. Swedish: <b>ändamål</b> (dataskyddsförordningen
/// artikel 5.1 b).
/// </summary>
public readonly record struct PurposeCode
{
    private readonly string? _code;

    private PurposeCode(string code) => _code = code;

    /// <summary>The code; empty for a default value only.</summary>
    public string Code => _code ?? "";

    /// <summary>Reads a code. Whether there is such a purpose is for the case or for <see cref="ConsentRules"/>.</summary>
    public static bool TryParse(string? text, out PurposeCode purpose)
    {
        purpose = CodeForm.Fits(text) ? new PurposeCode(text) : default;
        return purpose != default;
    }

    /// <summary>Reads a code that was checked before, as one from the database or from the rules.</summary>
    /// <exception cref="FormatException">It is not a code.</exception>
    public static PurposeCode Parse(string text) =>
        TryParse(text, out var purpose) ? purpose : throw new FormatException("a purpose is lower-case words joined by hyphens");

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
