namespace DelningsNav.Hub.PolicySets;

/// <summary>A promise about how long records are stored, in words.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Swedish">As families read it in Swedish.</param>
/// <param name="English">In English.</param>
public sealed record KeptPromise(string Code, string Swedish, string English)
{
    internal static KeptPromise Of(SpokenPolicies spoken, string code) =>
        new(code, spoken.ConsentWordings.In("sv").Keeps(code), spoken.ConsentWordings.In("en").Keeps(code));
}
