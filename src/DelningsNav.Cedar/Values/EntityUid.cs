namespace DelningsNav.Cedar;

/// <summary>The name of one entity: its type with its namespace, for example <c>City::Unit</c>, and its id within the type.</summary>
/// <remarks>Two uids are equal when both parts are equal, character by character.</remarks>
public readonly record struct EntityUid(string Type, string Id)
{
    /// <summary>Whether the entity is an action, because the last part of its type is <c>Action</c>.</summary>
    internal bool IsAction => Type == "Action" || Type.EndsWith("::Action", StringComparison.Ordinal);

    /// <summary>Whether both the ids and the types are equal. The id is compared first because it differs most often.</summary>
    public bool Equals(EntityUid other) => Id == other.Id && Type == other.Type;

    /// <summary>A hash of both parts.</summary>
    public override int GetHashCode() => HashCode.Combine(Id, Type);

    /// <summary>The uid in the form in which a policy contains it, with the id escaped, for example <c>User::"anna"</c>.</summary>
    public override string ToString() => $"{Type}::{CedarText.Quote(Id ?? string.Empty)}";
}
