namespace DelningsNav.Hub.Parties;

/// <summary>
/// The authority that runs this hub, and so decides from when a policy set is in force for everybody and when it is taken out of use.
/// Swedish: <b>driftansvarig myndighet</b>.
/// </summary>
/// <param name="Organisationsnummer">Its organisation number, as <c>Hub:RunBy</c> names it, or null when nobody is named: then nobody may (ADR 0020).</param>
public sealed record OperatingAuthority(string? Organisationsnummer)
{
    /// <summary>Nobody is named.</summary>
    public static OperatingAuthority Unnamed { get; } = new((string?)null);

    /// <summary>Whether an authority is the one. An authority without a number is never.</summary>
    public bool Is(Authority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return Organisationsnummer is { Length: > 0 } number && number == authority.Organisationsnummer;
    }
}
