namespace DelningsNav.Cedar;

/// <summary>What a policy does when it applies.</summary>
public enum Effect
{
    /// <summary>The policy permits the request, unless a forbid also applies.</summary>
    Permit,

    /// <summary>The policy forbids the request, whatever permits also apply.</summary>
    Forbid,
}

/// <summary>A policy set's answer to one request.</summary>
/// <param name="Permitted">Whether at least one permit applies and no forbid does.</param>
/// <param name="Reasons">The policies that determined the answer: the forbids that apply, otherwise the permits that apply.</param>
/// <param name="Errors">The policies that could not be evaluated and were therefore left out.</param>
public sealed record CedarAnswer(bool Permitted, IReadOnlyList<CedarPolicy> Reasons, IReadOnlyList<CedarError> Errors);

/// <summary>Why one policy could not be evaluated.</summary>
public sealed record CedarError(CedarPolicy Policy, string Message);

/// <summary>The result of one part of a policy's conditions for one request. The part is evaluated by itself.</summary>
/// <param name="Text">The part as it is written in the policy, without <c>when</c>, <c>unless</c> and braces.</param>
/// <param name="IsUnless">Whether the part belongs to an <c>unless</c>. It is then met when the text is false.</param>
/// <param name="Holds">Whether the part is met, or null when the evaluation failed.</param>
/// <param name="Error">Why the evaluation failed, or null when it succeeded.</param>
public sealed record ConditionResult(string Text, bool IsUnless, bool? Holds, string? Error);
