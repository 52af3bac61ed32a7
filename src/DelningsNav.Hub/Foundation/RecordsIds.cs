using DelningsNav.Hub.Records;

namespace DelningsNav.Hub.Foundation;

/// <summary>Names one <see cref="Record"/>.</summary>
public readonly record struct RecordId(Guid Value) : IId<RecordId>
{
    /// <inheritdoc/>
    public static RecordId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
