using DelningsNav.Hub.Parties;

namespace DelningsNav.Hub.Foundation;

/// <summary>Names one <see cref="Authority"/>.</summary>
public readonly record struct AuthorityId(Guid Value) : IId<AuthorityId>
{
    /// <inheritdoc/>
    public static AuthorityId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="Branch"/>.</summary>
public readonly record struct BranchId(Guid Value) : IId<BranchId>
{
    /// <inheritdoc/>
    public static BranchId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="Unit"/>.</summary>
public readonly record struct UnitId(Guid Value) : IId<UnitId>
{
    /// <inheritdoc/>
    public static UnitId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="StaffMember"/>.</summary>
public readonly record struct StaffMemberId(Guid Value) : IId<StaffMemberId>
{
    /// <inheritdoc/>
    public static StaffMemberId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="Client"/>.</summary>
public readonly record struct ClientId(Guid Value) : IId<ClientId>
{
    /// <inheritdoc/>
    public static ClientId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
