namespace DelningsNav.Policies;

/// <summary>The code of a type of record in the <see cref="RecordTypeCatalogue"/>, for example <c>franvaro</c>.</summary>
public readonly record struct RecordTypeCode
{
    private readonly string? _code;

    private RecordTypeCode(string code) => _code = code;

    /// <summary>The code; empty for a default value only.</summary>
    public string Code => _code ?? "";

    /// <summary>Reads a code. <see cref="RecordTypeCatalogue.TryFind"/> determines whether there is a type with this code.</summary>
    public static bool TryParse(string? text, out RecordTypeCode type)
    {
        type = CodeForm.Fits(text) ? new RecordTypeCode(text) : default;
        return type != default;
    }

    /// <summary>Reads a code that was checked before, for example a code from the database or from the rules.</summary>
    /// <exception cref="FormatException">The text does not have the form of a code.</exception>
    public static RecordTypeCode Parse(string text) =>
        TryParse(text, out var type) ? type : throw new FormatException("a record type is lower-case words joined by hyphens");

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
