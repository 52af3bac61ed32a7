namespace DelningsNav.Policies;

/// <summary>A type of record: a code of the <see cref="RecordTypeCatalogue"/>, such as <c>franvaro</c>.</summary>
public readonly record struct RecordTypeCode
{
    private readonly string? _code;

    private RecordTypeCode(string code) => _code = code;

    /// <summary>The code; empty for a default value only.</summary>
    public string Code => _code ?? "";

    /// <summary>Reads a code. Whether there is such a type is for <see cref="RecordTypeCatalogue.TryFind"/>.</summary>
    public static bool TryParse(string? text, out RecordTypeCode type)
    {
        type = CodeForm.Fits(text) ? new RecordTypeCode(text) : default;
        return type != default;
    }

    /// <summary>Reads a code that was checked before, as one from the database or from the rules.</summary>
    /// <exception cref="FormatException">It is not a code.</exception>
    public static RecordTypeCode Parse(string text) =>
        TryParse(text, out var type) ? type : throw new FormatException("a record type is lower-case words joined by hyphens");

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
