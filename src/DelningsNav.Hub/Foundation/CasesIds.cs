using DelningsNav.Hub.Cases;

namespace DelningsNav.Hub.Foundation;

/// <summary>Names one <see cref="Case"/>.</summary>
public readonly record struct CaseId(Guid Value) : IId<CaseId>
{
    /// <inheritdoc/>
    public static CaseId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="Assignment"/>.</summary>
public readonly record struct AssignmentId(Guid Value) : IId<AssignmentId>
{
    /// <inheritdoc/>
    public static AssignmentId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
