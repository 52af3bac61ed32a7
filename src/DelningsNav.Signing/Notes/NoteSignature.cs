using System.Buffers.Binary;

namespace DelningsNav.Signing.Notes;

/// <summary>One signature line of a note: the key that is said to have signed, and the signature itself, which may be invalid.</summary>
public sealed class NoteSignature
{
    internal const string Prefix = "— ";
    private const int KeyIdLength = 4;
    private readonly byte[] _signature;

    internal NoteSignature(string name, uint keyId, byte[] signature)
    {
        Name = name;
        KeyId = keyId;
        _signature = signature;
    }

    /// <summary>The name of the key that is said to have signed.</summary>
    public string Name { get; }

    /// <summary>The short identifier of the key. It distinguishes keys and is not a secure hash.</summary>
    public uint KeyId { get; }

    /// <summary>The signature without its key id.</summary>
    public ReadOnlyMemory<byte> Signature => _signature;

    /// <summary>The line as written in a note, without its line feed.</summary>
    public override string ToString()
    {
        var bytes = new byte[KeyIdLength + _signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        _signature.CopyTo(bytes, KeyIdLength);
        return $"{Prefix}{Name} {Convert.ToBase64String(bytes)}";
    }

    internal static NoteSignature? TryParse(string line)
    {
        if (!line.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var space = line.IndexOf(' ', Prefix.Length);
        if (space < 0)
        {
            return null;
        }

        var name = line[Prefix.Length..space];
        var bytes = StrictBase64.TryDecode(line.AsSpan(space + 1));
        return NoteName.IsValid(name) && bytes is { Length: > KeyIdLength }
            ? new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[KeyIdLength..])
            : null;
    }
}
