using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing;

/// <summary>The structured fields and their kinds. Only these fields can be covered in canonical form (<c>sf</c>).</summary>
internal static class KnownFields
{
    /// <summary>The canonical text of a structured field; null when the field is unknown or its value is malformed.</summary>
    public static string? Reserialise(string name, string value) => name switch
    {
        "accept-signature" or "content-digest" or "priority" or "repr-digest" or "signature" or "signature-input"
            or "want-content-digest" or "want-repr-digest"
            => FieldDictionary.TryParse(value, out var dictionary) ? dictionary.ToString() : null,
        "accept-ch" or "cache-status" or "client-cert-chain" or "proxy-status"
            => FieldList.TryParse(value, out var list) ? list.ToString() : null,
        "client-cert" => Item.TryParse(value, out var item) ? item.ToString() : null,
        _ => null,
    };
}
