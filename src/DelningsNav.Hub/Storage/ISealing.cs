namespace DelningsNav.Hub.Storage;

/// <summary>What the storage needs of the hub's keys, which lie on the floor above it.</summary>
internal interface ISealing
{
    /// <summary>Seals bytes for a purpose.</summary>
    byte[] Wrap(byte[] plain, string purpose);

    /// <summary>Opens what <see cref="Wrap"/> has sealed for the same purpose.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was sealed for something else, or changed.</exception>
    byte[] Unwrap(byte[] wrapped, string purpose);

    /// <summary>The keyed digest by which a text is recognised, in lower-case hexadecimal.</summary>
    string Digest(string text);
}
