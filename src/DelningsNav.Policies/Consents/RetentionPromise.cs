namespace DelningsNav.Policies.Consents;

/// <summary>
/// What a recipient promises about how long it stores what it receives: a code such as <c>case-end</c>, lower-case words joined by
/// hyphens. <see cref="ConsentRules.RetentionPromises"/> lists those that a recipient may choose.
/// </summary>
public readonly record struct RetentionPromise
{
    private readonly string? _code;

    private RetentionPromise(string code) => _code = code;

    /// <summary>The code; empty for a default value only.</summary>
    public string Code => _code ?? "";

    /// <summary>Reads a code. Whether the rules have such a promise is for <see cref="ConsentRules"/>.</summary>
    public static bool TryParse(string? text, out RetentionPromise promise)
    {
        promise = CodeForm.Fits(text) ? new RetentionPromise(text) : default;
        return promise != default;
    }

    /// <summary>Reads a code that was checked before, as one from the database or from the rules.</summary>
    /// <exception cref="FormatException">It is not a code.</exception>
    public static RetentionPromise Parse(string text) =>
        TryParse(text, out var promise) ? promise : throw new FormatException("a retention promise is lower-case words joined by hyphens");

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
