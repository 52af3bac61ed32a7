namespace DelningsNav.Hub.People;

/// <summary>How long what was read from the population register is trusted. Anything older counts as unknown.</summary>
/// <param name="Custody">How long custody is trusted, by the configuration of the hub.</param>
public sealed record RegisterFreshness(TimeSpan Custody)
{
    /// <summary>
    /// How long the marking of a protected identity is trusted, also for an adult. It is not configurable: an address that a release
    /// has revealed remains known (OSL 21 kap. 3 §, 22 kap. 2 §).
    /// </summary>
    public static readonly TimeSpan Marking = TimeSpan.FromHours(24);

    /// <summary>The freshness when the configuration says nothing.</summary>
    public static RegisterFreshness Usual { get; } = new(TimeSpan.FromDays(90));

    /// <summary>Whether custody that was read at a moment is trusted now.</summary>
    public bool TrustsCustody(DateTimeOffset? readAt, DateTimeOffset now) => readAt is { } read && now - read < Custody;

    /// <summary>Whether a marking that was read at a moment is trusted now.</summary>
    public static bool TrustsMarking(DateTimeOffset? readAt, DateTimeOffset now) => readAt is { } read && now - read <= Marking;
}
