namespace DelningsNav.Policies;

/// <summary>Something that must be done to a record, or said to its recipient, before it is handed over.</summary>
/// <param name="Code">The code that policies and record types name.</param>
/// <param name="Swedish">What must be done, in one sentence.</param>
/// <param name="English">The same in English.</param>
/// <param name="When">The facts under which the obligation applies.</param>
public sealed record Obligation(string Code, string Swedish, string English, ObligationWhen When = ObligationWhen.Always)
{
    /// <summary>The obligation to mask what the assessor decided.</summary>
    public const string AssessorMasking = "assessor-masking";

    /// <summary>Whether the obligation demands that something is masked in the record.</summary>
    public bool Masks => IsMasking(Code);

    /// <summary>Whether a code is that of an obligation to mask something in the record.</summary>
    public static bool IsMasking(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.StartsWith("mask-", StringComparison.Ordinal) || code == AssessorMasking;
    }

    /// <summary>Whether the obligation applies to this release.</summary>
    internal bool AppliesTo(ReleaseFacts facts) => When switch
    {
        ObligationWhen.Always => true,
        ObligationWhen.IndividualRecipient => facts.Recipient.Kind == PartyKind.IndependentSchool,
        ObligationWhen.ProtectedIdentity => facts.Marking != SecurityMarking.None,
        ObligationWhen.AssessedWithConditions => facts.Assessment?.Outcome == AssessmentOutcome.ReleaseWithConditions,
        ObligationWhen.AssessedMasked => facts.Assessment?.Outcome == AssessmentOutcome.ReleaseMasked,
    };
}

/// <summary>When an obligation that a policy names applies.</summary>
public enum ObligationWhen
{
    /// <summary>The obligation applies to every release on the policy's ground.</summary>
    Always,

    /// <summary>
    /// The obligation applies when the recipient is an individual and not an authority. An authority is already bound by the law.
    /// </summary>
    IndividualRecipient,

    /// <summary>The obligation applies when the child's identity is protected, or may be protected.</summary>
    ProtectedIdentity,

    /// <summary>The obligation applies when the assessor decided on conditions.</summary>
    AssessedWithConditions,

    /// <summary>The obligation applies when the assessor decided on masking.</summary>
    AssessedMasked,
}
