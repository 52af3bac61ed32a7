using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.HubModel;

/// <summary>
/// Every column whose values the wrapping key has sealed, and what each is sealed for. A test compares the list with the schema.
/// </summary>
internal static class SealedColumns
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<SealedColumn> All { get; } =
    [
        SealedColumn.Of("person_keys", "person_id", "wrapped", id => PersonKey.Purpose(new PersonId(id))),
        SealedColumn.Of("payload_keys", "id", "wrapped", id => $"payload-key:{id:N}"),
        SealedColumn.OfNamed("protection_keys", "name", "sealed", ProtectionKeys.Purpose),
        SealedColumn.Of("persons", "id", "sealed_identity", id => HubKeys.IdentityPurpose(new PersonId(id))),
        SealedColumn.Of("harm_assessments", "id", "sealed_reasoning", id => $"reasoning:{id:N}"),
        SealedColumn.Of("emergency_accesses", "id", "sealed_reason", id => EmergencyAccess.ReasonPurpose(new EmergencyAccessId(id))),
        SealedColumn.Of(
            "emergency_reviews", "emergency_id", "sealed_words", id => EmergencyReview.WordsPurpose(new EmergencyAccessId(id))),
        SealedColumn.Of("recorded_answers", "id", "sealed_identified", id => RecordedWords.Identified(new RecordedAnswerId(id))),
        SealedColumn.Of("recorded_answers", "id", "sealed_reason", id => RecordedWords.Reason(new RecordedAnswerId(id))),
        SealedColumn.Of("prevented_guardians", "id", "sealed_reason", id => PreventionWords.Reason(new PreventionId(id))),
        SealedColumn.Of("prevented_guardians", "id", "sealed_urgency", id => PreventionWords.Urgency(new PreventionId(id))),
        SealedColumn.Of("email_links", "id", "sealed_address", id => EmailLink.PurposeOf(id, "address")),
        SealedColumn.Of("email_links", "id", "sealed_code", id => EmailLink.PurposeOf(id, "code")),
        SealedColumn.OfShortLife("idempotent_answers", "key_digest", "sealed_body"),
        SealedColumn.OfShortLife("drafts", "id", "sealed"),
        SealedColumn.OfShortLife("sessions", "id", "sealed"),
    ];
}
