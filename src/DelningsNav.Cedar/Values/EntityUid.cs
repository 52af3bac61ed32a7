namespace DelningsNav.Cedar;

/// <summary>The name of one entity: its type (with its namespace, as in <c>City::Unit</c>) and its id within the type.</summary>
/// <remarks>Two uids are equal when both parts are equal, character by character.</remarks>
public readonly record struct EntityUid(string Type, string Id)
{
    /// <summary>Whether the last part of the type is <c>Action</c>, which makes an entity an action.</summary>
    internal bool IsAction => Type == "Action" || Type.EndsWith("::Action", StringComparison.Ordinal);

    /// <summary>Equal ids within equal types. The id is compared first because it differs most often.</summary>
    public bool Equals(EntityUid other) => Id == other.Id && Type == other.Type;

    /// <summary>A hash of both parts.</summary>
    public override int GetHashCode() => HashCode.Combine(Id, Type);

    /// <summary>The uid as it is written in a policy, with the id escaped: <c>User::"anna"</c>.</summary>
    public override string ToString() => $"{Type}::{CedarText.Quote(Id ?? string.Empty)}";
}
