namespace DelningsNav.Policies.Consents;

/// <summary>
/// A recipient's promise about how long it stores what it receives. It is a code of lower-case words joined by hyphens, for example
/// <c>case-end</c>. <see cref="ConsentRules.RetentionPromises"/> lists the promises that a recipient may choose.
/// </summary>
public readonly record struct RetentionPromise
{
    private readonly string? _code;

    private RetentionPromise(string code) => _code = code;

    /// <summary>The code; empty for a default value only.</summary>
    public string Code => _code ?? "";

    /// <summary>Reads a code. <see cref="ConsentRules"/> determines whether the rules have a promise with this code.</summary>
    public static bool TryParse(string? text, out RetentionPromise promise)
    {
        promise = CodeForm.Fits(text) ? new RetentionPromise(text) : default;
        return promise != default;
    }

    /// <summary>Reads a code that was checked before, for example a code from the database or from the rules.</summary>
    /// <exception cref="FormatException">The text does not have the form of a code.</exception>
    public static RetentionPromise Parse(string text) =>
        TryParse(text, out var promise) ? promise : throw new FormatException("a retention promise is lower-case words joined by hyphens");

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
