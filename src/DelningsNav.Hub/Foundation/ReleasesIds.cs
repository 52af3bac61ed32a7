using DelningsNav.Hub.Requests;

namespace DelningsNav.Hub.Foundation;

/// <summary>Names one <see cref="Decision"/>. A decision that permits is a release, and this id also names the release.</summary>
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
