namespace DelningsNav.Hub.Parties;

/// <summary>
/// The authority that runs this hub. It decides from when a policy set is in force for every authority, and when a policy set is retired.
/// Swedish: <b>driftansvarig myndighet</b>.
/// </summary>
/// <param name="Organisationsnummer">Its organisation number, from <c>Hub:RunBy</c>. It is null when no authority is named. Then nobody may
/// decide (ADR 0020).</param>
public sealed record OperatingAuthority(string? Organisationsnummer)
{
    /// <summary>No authority is named.</summary>
    public static OperatingAuthority Unnamed { get; } = new((string?)null);

    /// <summary>Whether this authority runs the hub. Never true for an authority without a number.</summary>
    public bool Is(Authority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return Organisationsnummer is { Length: > 0 } number && number == authority.Organisationsnummer;
    }
}
