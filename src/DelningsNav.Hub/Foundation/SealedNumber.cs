namespace DelningsNav.Hub.Foundation;

/// <summary>An identity number as it is stored: encrypted, together with the keyed index by which it is found.</summary>
public sealed record SealedNumber(byte[] Sealed, byte[] Index);
