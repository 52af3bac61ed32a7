using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Drafts;

/// <summary>The id of one draft of a form. It is in the address of the page and reveals nothing about what was typed.</summary>
public readonly record struct DraftId(Guid Value) : IId<DraftId>
{
    /// <inheritdoc/>
    public static DraftId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
