using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Messages;

/// <summary>What a family member is told.</summary>
public enum FamilyMessageKind
{
    /// <summary>A question waits for your answer.</summary>
    Asked,

    /// <summary>The question has waited for a week.</summary>
    Reminded,

    /// <summary>The question has waited for three weeks.</summary>
    RemindedAgain,

    /// <summary>Everybody who must sign has signed: it holds now.</summary>
    Holds,

    /// <summary>What held holds no more.</summary>
    Over,
}

/// <summary>One thing that one family member is told, once. What it is about is read of the consent when it is shown, so that nothing of it is kept twice.</summary>
public sealed class FamilyMessage
{
    private FamilyMessage() { }

    /// <summary>To whom.</summary>
    public PersonId Person { get; private init; }

    /// <summary>About which consent.</summary>
    public ConsentId Consent { get; private init; }

    /// <summary>What.</summary>
    public FamilyMessageKind Kind { get; private init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>When it was read, or null.</summary>
    public DateTimeOffset? ReadAt { get; internal set; }

    /// <summary>When a link by e-mail told of it, or null.</summary>
    public DateTimeOffset? MailedAt { get; internal set; }

    /// <summary>A message that nobody has read or been mailed about yet.</summary>
    internal static FamilyMessage To(PersonId person, ConsentId consent, FamilyMessageKind kind, DateTimeOffset at) =>
        new() { Person = person, Consent = consent, Kind = kind, At = at };
}
