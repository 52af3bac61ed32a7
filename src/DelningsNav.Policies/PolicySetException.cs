namespace DelningsNav.Policies;

/// <summary>A policy folder cannot be used; the message names every fault.</summary>
public sealed class PolicySetException : Exception
{
    /// <summary>Names every fault that was found.</summary>
    public PolicySetException(IReadOnlyList<string> faults)
        : base("the policy set cannot be used: " + string.Join("; ", faults)) => Faults = faults;

    /// <summary>The faults, in the order of the files.</summary>
    public IReadOnlyList<string> Faults { get; }
}
