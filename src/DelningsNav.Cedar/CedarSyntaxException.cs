using System.Globalization;

namespace DelningsNav.Cedar;

/// <summary>One thing that is wrong in a text of policies or a schema. Lines and columns count from 1, columns in UTF-16 units.</summary>
public sealed record SyntaxProblem(int Line, int Column, string Message)
{
    /// <summary>The problem after its place: <c>3:14: unknown method `foo`</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}: {Message}");
}

/// <summary>A text of policies or a schema that is not Cedar, or a schema that speaks of what it does not declare. It names every problem that was found, in the order of the text.</summary>
public sealed class CedarSyntaxException : FormatException
{
    internal CedarSyntaxException(string? source, IReadOnlyList<SyntaxProblem> problems)
        : base($"{source ?? "policies"}: {string.Join("; ", problems)}")
    {
        Problems = problems;
    }

    /// <summary>Never empty. After a hundred problems the rest are not listed.</summary>
    public IReadOnlyList<SyntaxProblem> Problems { get; }
}
