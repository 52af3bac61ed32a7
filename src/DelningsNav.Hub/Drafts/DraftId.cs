using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Drafts;

/// <summary>Names one draft of a form. Its address holds it, and says nothing about what was typed.</summary>
public readonly record struct DraftId(Guid Value) : IId<DraftId>
{
    /// <inheritdoc/>
    public static DraftId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
