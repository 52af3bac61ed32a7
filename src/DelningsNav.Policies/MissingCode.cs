namespace DelningsNav.Policies;

/// <summary>The code of what is missing for a release, for example <c>consent</c> or <c>not-granted</c>.</summary>
public readonly record struct MissingCode
{
    /// <summary>The code of every secret cause, and of some ordinary causes.</summary>
    public static readonly MissingCode NotGranted = new("not-granted");

    /// <summary>The family's consent.</summary>
    public static readonly MissingCode Consent = new("consent");

    /// <summary>An assignment to the case.</summary>
    public static readonly MissingCode Assignment = new("assignment");

    /// <summary>The holder's assessor has refused (the bar of the same name).</summary>
    public static readonly MissingCode RefusedByHolder = new("refused-by-holder");

    private readonly string? _code;

    private MissingCode(string code) => _code = code;

    /// <summary>The code; empty for a default value only.</summary>
    public string Code => _code ?? "";

    /// <summary>Reads a code. Policies name the codes that are used (<c>@missing_code</c>).</summary>
    public static bool TryParse(string? text, out MissingCode missing)
    {
        missing = CodeForm.FitsWithNumbers(text) ? new MissingCode(text) : default;
        return missing != default;
    }

    /// <summary>Reads a code that was checked before, for example a code from the database or from the rules.</summary>
    /// <exception cref="FormatException">The text does not have the form of a code.</exception>
    public static MissingCode Parse(string text) =>
        TryParse(text, out var missing)
            ? missing
            : throw new FormatException("a missing code is lower-case words and numbers joined by hyphens");

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
