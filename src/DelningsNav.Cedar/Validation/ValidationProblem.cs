using System.Globalization;

namespace DelningsNav.Cedar;

/// <summary>The severity of a problem that validation found.</summary>
public enum ValidationSeverity
{
    /// <summary>The policy can fail when it is evaluated, or refers to something that the schema does not have.</summary>
    Error,

    /// <summary>The policy may not mean what its author meant: it can never apply, or a text can be mistaken for another.</summary>
    Warning,
}

/// <summary>One problem of one policy, found with a schema.</summary>
/// <param name="Severity">Whether the problem is an error or a warning.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Line">The line of the source, from 1.</param>
/// <param name="Column">The column, from 1, in UTF-16 code units.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
public sealed record ValidationProblem(ValidationSeverity Severity, CedarPolicy Policy, int Line, int Column, string Message)
{
    /// <summary>The place, the policy and then the problem: <c>photos.cedar:3:14: in `owner`: …</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Policy.Source ?? "policies"}:{Line}:{Column}: in `{Policy.Name}`: {Message}");
}
