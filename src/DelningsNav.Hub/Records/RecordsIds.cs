namespace DelningsNav.Hub.Records;

/// <summary>Names one <see cref="Record"/>.</summary>
public readonly record struct RecordId(Guid Value) : IId<RecordId>
{
    /// <inheritdoc/>
    public static RecordId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
