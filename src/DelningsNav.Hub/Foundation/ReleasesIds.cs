using DelningsNav.Hub.Requests;

namespace DelningsNav.Hub.Foundation;

/// <summary>Names one <see cref="Decision"/>; a permitted one is a release, and this is the release's name too.</summary>
public readonly record struct DecisionId(Guid Value) : IId<DecisionId>
{
    /// <inheritdoc/>
    public static DecisionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="Delivery"/>.</summary>
public readonly record struct DeliveryId(Guid Value) : IId<DeliveryId>
{
    /// <inheritdoc/>
    public static DeliveryId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
