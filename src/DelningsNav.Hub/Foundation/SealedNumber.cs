namespace DelningsNav.Hub.Foundation;

/// <summary>An identity number as it is stored: encrypted, with the keyed index that finds it.</summary>
public sealed record SealedNumber(byte[] Sealed, byte[] Index);
