using DelningsNav.Hub.People;

namespace DelningsNav.Hub.Foundation;

/// <summary>Names one <see cref="Person"/>. The id does not reveal who the person is.</summary>
public readonly record struct PersonId(Guid Value) : IId<PersonId>
{
    /// <inheritdoc/>
    public static PersonId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="Custody"/>.</summary>
public readonly record struct CustodyId(Guid Value) : IId<CustodyId>
{
    /// <inheritdoc/>
    public static CustodyId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="GuardianBlock"/>.</summary>
public readonly record struct GuardianBlockId(Guid Value) : IId<GuardianBlockId>
{
    /// <inheritdoc/>
    public static GuardianBlockId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
