using System.Collections.Immutable;
using DelningsNav.Cedar.Schema;

namespace DelningsNav.Cedar.Validation;

/// <summary>That one expression, by its number, has an attribute or a tag, which is named by the number of its text.</summary>
/// <remarks>Cedar's documentation calls this a capability.</remarks>
internal readonly record struct Capability(int Target, int Name, bool IsTag);

/// <summary>What checking an expression found: its type, and what is known to be there once it has come out true.</summary>
/// <remarks>The type is null when something is wrong, which is noted already.</remarks>
internal readonly record struct Typed(SchemaType? Type, ImmutableHashSet<Capability> Known)
{
    public static implicit operator Typed(SchemaType? type) => new(type, []);
}

/// <summary>One kind of request: an action, and the types of principal and resource it is asked with.</summary>
internal sealed record RequestKind(ActionType Action, string Principal, string Resource);
