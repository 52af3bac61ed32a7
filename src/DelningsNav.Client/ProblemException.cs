using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Client;

/// <summary>Thrown by every call of <see cref="DelningsNavClient"/> that the hub did not carry out.</summary>
/// <remarks>A hub that cannot be reached is an <see cref="HttpRequestException"/> instead.</remarks>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It stands for a problem and cannot be made without one.")]
public sealed class ProblemException(Problem problem) : Exception($"{problem.Slug} ({(int)problem.Status}): {problem.Detail ?? problem.Title}")
{
    /// <summary>What the hub answered.</summary>
    public Problem Problem { get; } = problem;
}
