using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing;

/// <summary>Checks the signature under one label of a message by RFC 9421 alone, without the rules of our profile.</summary>
internal static class MessageSignature
{
    /// <summary>Whether the message has a signature under this label that passes the check.</summary>
    public static bool Verify(HttpMessage message, string label, SignatureCheck check) =>
        message.Fields.Combined("signature-input") is { } inputField
        && message.Fields.Combined("signature") is { } signatureField
        && FieldDictionary.TryParse(inputField, out var inputs)
        && FieldDictionary.TryParse(signatureField, out var signatures)
        && inputs.TryGet(label, out var input) && input is InnerList covered
        && signatures.TryGet(label, out var member) && member is Item { Value: BareItem.ByteSequence signature }
        && SignedText.TryBuild(message, covered, out var text, out _)
        && check(text, signature.Value.Span);
}
