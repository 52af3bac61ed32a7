using System.Collections.Immutable;
using DelningsNav.Cedar.Schema;

namespace DelningsNav.Cedar.Validation;

/// <summary>The knowledge that an expression has an attribute or a tag. Both are given by their numbers (<see cref="Shapes"/>).</summary>
/// <remarks>Cedar's documentation calls this a capability.</remarks>
internal readonly record struct Capability(int Target, int Name, bool IsTag);

/// <summary>The result of checking an expression: its type, and what is known to exist when its value is true.</summary>
/// <remarks>The type is null when there is a problem, which is already noted.</remarks>
internal readonly record struct Typed(SchemaType? Type, ImmutableHashSet<Capability> Known)
{
    public static implicit operator Typed(SchemaType? type) => new(type, []);
}

/// <summary>One kind of request: an action, the type of the principal and the type of the resource.</summary>
internal sealed record RequestKind(ActionType Action, string Principal, string Resource);
