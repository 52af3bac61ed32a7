using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.PolicySets;

/// <summary>A promise about how long records are stored, in words.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Swedish">As families read it in Swedish.</param>
/// <param name="English">As families read it in English.</param>
public sealed record RetentionPromiseText(RetentionPromise Code, string Swedish, string English)
{
    internal static RetentionPromiseText Of(PoliciesForDisplay spoken, RetentionPromise code) =>
        new(code, spoken.ConsentWordings.In("sv").Keeps(code), spoken.ConsentWordings.In("en").Keeps(code));
}
