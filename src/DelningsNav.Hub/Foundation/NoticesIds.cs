using DelningsNav.Hub.Notices;

namespace DelningsNav.Hub.Foundation;

/// <summary>Names one <see cref="Subscription"/>.</summary>
public readonly record struct SubscriptionId(Guid Value) : IId<SubscriptionId>
{
    /// <inheritdoc/>
    public static SubscriptionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
