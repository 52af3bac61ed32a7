using DelningsNav.Policies;

namespace DelningsNav.Hub.Parties;

/// <summary>An operation that an integrating system may be registered for. It is a code, for example <c>consents</c>.</summary>
public readonly record struct OperationCode
{
    private readonly string? _code;

    private OperationCode(string code) => _code = code;

    /// <summary>The code. Only the default value has an empty code.</summary>
    public string Code => _code ?? "";

    /// <summary>Reads a code. <see cref="Operations.All"/> lists the codes that the endpoints require.</summary>
    /// <exception cref="FormatException">The text is not a code.</exception>
    public static OperationCode Parse(string text) =>
        CodeForm.Fits(text) ? new OperationCode(text) : throw new FormatException("an operation is lower-case words joined by hyphens");

    /// <summary>Reads the codes of a registration, divided by blanks.</summary>
    /// <exception cref="FormatException">A part of the text is not a code.</exception>
    internal static IReadOnlyList<OperationCode> ParseAll(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
