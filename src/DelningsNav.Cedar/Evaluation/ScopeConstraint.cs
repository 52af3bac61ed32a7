using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

internal enum ScopeKind
{
    Any,
    Equal,
    In,
    Is,
    IsIn,
}

/// <summary>What a policy's scope requires of the principal, the action or the resource. The test never fails.</summary>
/// <remarks>The type is null unless the kind is <c>Is</c> or <c>IsIn</c>. Only an action's constraint may name several entities.</remarks>
internal sealed record ScopeConstraint(ScopeKind Kind, string? Type, EntityUid[] Entities)
{
    public static readonly ScopeConstraint Any = new(ScopeKind.Any, null, []);

    /// <summary>The place of the constraint in the text, or null when it does not come from a text.</summary>
    public SourceSpan? Span { get; init; }

    /// <summary>Whether a template leaves the entity open, as in <c>principal in ?principal</c>.</summary>
    public bool IsSlot { get; init; }

    /// <summary>Whether the entities were written in brackets.</summary>
    public bool IsList { get; init; }

    /// <summary>The same constraint, with the entity instead of the slot if it has a slot.</summary>
    public ScopeConstraint Filled(EntityUid? entity) => IsSlot && entity is { } uid ? this with { Entities = [uid], IsSlot = false } : this;

    public bool Matches(Subject subject) => Kind switch
    {
        ScopeKind.Any => true,
        ScopeKind.Equal => subject.Value.Uid.Equals(Entities[0]),
        ScopeKind.In => IsInOne(subject),
        ScopeKind.Is => subject.Value.Uid.Type == Type,
        ScopeKind.IsIn => subject.Value.Uid.Type == Type && IsInOne(subject),
    };

    private bool IsInOne(Subject subject)
    {
        foreach (var entity in Entities)
        {
            if (subject.IsIn(entity))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The three constraints of a policy's scope.</summary>
internal sealed record Scope(ScopeConstraint Principal, ScopeConstraint Action, ScopeConstraint Resource)
{
    /// <summary>Whether the scope belongs to a template. INVARIANT: no policy that decides has such a scope.</summary>
    public bool HasSlots => Principal.IsSlot || Resource.IsSlot;

    public bool Matches(Subjects subjects) =>
        Action.Matches(subjects.Action) && Resource.Matches(subjects.Resource) && Principal.Matches(subjects.Principal);
}
