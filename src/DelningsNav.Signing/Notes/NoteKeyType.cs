namespace DelningsNav.Signing.Notes;

/// <summary>The signature type byte of a note key (c2sp.org/signed-note, "Signature types").</summary>
public enum NoteKeyType : byte
{
    /// <summary>Ed25519 over the note's text.</summary>
    Ed25519 = 0x01,

    /// <summary>ECDSA over the SHA-256 of the note's text, ASN.1 DER encoded. The hub signs with this type.</summary>
    Ecdsa = 0x02,
}
