using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Consents;

/// <summary>The messages to the family that a step in the life of a consent produces.</summary>
internal static class ConsentMessages
{
    /// <summary>One message for each person who is asked to sign, except the person who took the step.</summary>
    /// <remarks>
    /// The end of a consent is announced only once, although an expired consent can still be withdrawn. A consent that ended before it
    /// became active produces no message, because the message could reveal how another person answered (ADR 0023).
    /// </remarks>
    public static IEnumerable<FamilyMessage> OfStep(string step, Consent consent, bool becameActive, Actor by)
    {
        (FamilyMessageKind Kind, DateTimeOffset At)? message = step switch
        {
            EntryKinds.ConsentRequested => (FamilyMessageKind.Asked, consent.RequestedAt),
            EntryKinds.ConsentAnswered or EntryKinds.PreventionDecided when becameActive =>
                (FamilyMessageKind.Holds, consent.ActiveFrom!.Value),
            EntryKinds.ConsentWithdrawn or EntryKinds.ConsentEnded or EntryKinds.ConsentLapsed or EntryKinds.ConsentAnnulled
                when consent is { ActiveFrom: not null, ExpiryToldAt: null } =>
                (FamilyMessageKind.Over, consent.WithdrawnAt ?? consent.EndedAt!.Value),
            EntryKinds.ConsentExpired => (FamilyMessageKind.Over, consent.ValidUntil),
            _ => null,
        };
        return message is not var (kind, at)
            ? []
            : consent.Signatures
                .Where(signature => signature.Person.Value != by.Id)
                .Select(signature => FamilyMessage.To(signature.Person, consent.Id, kind, at));
    }
}
