using System.Globalization;

namespace DelningsNav.Cedar;

/// <summary>
/// One problem in a text of policies or in a schema. Lines and columns are counted from 1, and columns in UTF-16 code units.
/// </summary>
public sealed record SyntaxProblem(int Line, int Column, string Message)
{
    /// <summary>The place and then the problem, for example <c>3:14: unknown method `foo`</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}: {Message}");
}

/// <summary>
/// Thrown when a text of policies or a schema is not Cedar, or when a schema refers to something that it does not declare.
/// </summary>
public sealed class CedarSyntaxException : FormatException
{
    internal CedarSyntaxException(string? source, IReadOnlyList<SyntaxProblem> problems)
        : base($"{source ?? "policies"}: {string.Join("; ", problems)}")
    {
        Problems = problems;
    }

    /// <summary>Every problem that was found, in the order of the text. There is at least one, and at most a hundred are listed.</summary>
    public IReadOnlyList<SyntaxProblem> Problems { get; }
}
