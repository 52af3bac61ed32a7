namespace DelningsNav.Policies;

/// <summary>Thrown when a policy set cannot be used. The message names every fault.</summary>
public sealed class PolicySetException : Exception
{
    /// <summary>Makes an exception whose message names these faults.</summary>
    public PolicySetException(IReadOnlyList<string> faults)
        : base("the policy set cannot be used: " + string.Join("; ", faults)) => Faults = faults;

    /// <summary>The faults, in the order of the files.</summary>
    public IReadOnlyList<string> Faults { get; }
}
