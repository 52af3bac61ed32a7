using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
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
        SealedColumn.Of("email_links", "id", "sealed_address", id => EmailLink.PurposeOf(id, "address")),
        SealedColumn.Of("email_links", "id", "sealed_code", id => EmailLink.PurposeOf(id, "code")),
        SealedColumn.OfShortLife("idempotent_answers", "key_digest", "sealed_body"),
        SealedColumn.OfShortLife("drafts", "id", "sealed"),
        SealedColumn.OfShortLife("sessions", "id", "sealed"),
    ];
}
