using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Client;

/// <summary>Thrown when the hub did not carry out a call of <see cref="DelningsNavClient"/>.</summary>
/// <remarks>When the hub cannot be reached, an <see cref="HttpRequestException"/> is thrown instead.</remarks>
[SuppressMessage(
    "Design",
    "CA1032:Implement standard exception constructors",
    Justification = "It represents a problem and cannot be made without one.")]
public sealed class ProblemException(Problem problem)
    : Exception($"{problem.Slug} ({(int)problem.Status}): {problem.Detail ?? problem.Title}")
{
    /// <summary>The hub's answer.</summary>
    public Problem Problem { get; } = problem;
}
