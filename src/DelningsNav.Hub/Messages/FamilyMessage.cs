using DelningsNav.Hub.Consents;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage.Log;

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

    /// <summary>What a step in a consent's life tells those who sign it, all but the one who took the step.</summary>
    /// <remarks>That one is over is told once: what has run out may be taken back too. How a question ended that never became a consent is told to nobody, since it could tell what another has answered (ADR 0023).</remarks>
    internal static IEnumerable<FamilyMessage> OfStep(string step, Consent consent, bool beganToHold, Actor by)
    {
        (FamilyMessageKind Kind, DateTimeOffset At)? told = step switch
        {
            EntryKinds.ConsentRequested => (FamilyMessageKind.Asked, consent.RequestedAt),
            EntryKinds.ConsentSigned or EntryKinds.PreventionConfirmed when beganToHold => (FamilyMessageKind.Holds, consent.ActiveFrom!.Value),
            EntryKinds.ConsentWithdrawn or EntryKinds.ConsentEnded or EntryKinds.ConsentLapsed or EntryKinds.ConsentAnnulled
                when consent is { ActiveFrom: not null, ExpiryToldAt: null } =>
                (FamilyMessageKind.Over, consent.WithdrawnAt ?? consent.EndedAt!.Value),
            EntryKinds.ConsentExpired => (FamilyMessageKind.Over, consent.ValidUntil),
            _ => null,
        };
        return told is not var (kind, at)
            ? []
            : consent.Signatures
                .Where(signature => signature.Person.Value != by.Id)
                .Select(signature => new FamilyMessage { Person = signature.Person, Consent = consent.Id, Kind = kind, At = at });
    }
}
