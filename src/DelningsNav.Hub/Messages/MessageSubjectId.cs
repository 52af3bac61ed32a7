using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Messages;

/// <summary>Names what a message to a family is about: a consent, or one answer that staff recorded. It has the value of that id.</summary>
public readonly record struct MessageSubjectId(Guid Value) : IId<MessageSubjectId>
{
    /// <inheritdoc/>
    public static MessageSubjectId From(Guid value) => new(value);

    /// <summary>The subject of a message about a consent.</summary>
    public static MessageSubjectId Of(ConsentId consent) => new(consent.Value);

    /// <summary>The subject of a message about a recorded answer.</summary>
    public static MessageSubjectId Of(RecordedAnswerId recorded) => new(recorded.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
