using System.Buffers.Binary;
using System.Security.Cryptography;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>What a log entry is found by: the person it is about, who acted, or the case.</summary>
internal enum SearchKind
{
    /// <summary>The person that the entry is about.</summary>
    Child,

    /// <summary>Who acted: a member of staff, a system, a person or the hub.</summary>
    Actor,

    /// <summary>The case.</summary>
    Case,
}

/// <summary>The key by which the log entries about one person, actor or case are found (ADR 0047).</summary>
/// <remarks>
/// The entries of a subject are numbered 1, 2, 3 and so on. The token of an entry is its number, encrypted as one block of AES with the
/// subject's own key. Without this key no two tokens look related, so that a reader of the database cannot see which entries are about the
/// same child. With it, all tokens of a subject can be computed, and a stored token can be checked.
/// AES of a single block is a permutation, which is what is needed here: each number has one token. The zeros in the block show whether a
/// token was made with the key. No block is encrypted for two purposes.
/// </remarks>
internal sealed class SearchKey
{
    /// <summary>The length of a token in bytes.</summary>
    public const int TokenLength = 16;

    private const byte OfToken = 1;
    private const byte OfCount = 2;

    private readonly byte[] _key;

    private SearchKey(byte[] derived)
    {
        (Subject, _key) = (new Guid(derived.AsSpan(0, 16)), derived[16..]);
    }

    /// <summary>By what the count of the subject's entries is stored. It reveals nothing without the hub's key.</summary>
    public Guid Subject { get; }

    /// <summary>The key of a subject.</summary>
    public static SearchKey Of(HubKeys keys, SearchKind kind, Guid id) => new(keys.SearchKeyOf(kind.ToString(), id));

    /// <summary>The token of the subject's entry with this number, from 1.</summary>
    public byte[] Token(long number) => Encrypt(OfToken, number);

    /// <summary>The tokens of the first entries of the subject.</summary>
    public IReadOnlyList<byte[]> Tokens(long count)
    {
        using var aes = NewAes();
        var tokens = new List<byte[]>((int)count);
        for (var number = 1L; number <= count; number++)
        {
            tokens.Add(aes.EncryptEcb(Block(OfToken, number), PaddingMode.None));
        }

        return tokens;
    }

    /// <summary>The number of the entry with this token. Null when the token is not one of this subject.</summary>
    public long? NumberOf(byte[]? token) => Decrypt(OfToken, token);

    /// <summary>The number of the subject's entries, as it is stored.</summary>
    public byte[] SealCount(long count) => Encrypt(OfCount, count);

    /// <summary>The stored number of the subject's entries.</summary>
    /// <exception cref="LogForkedException">It was changed outside the hub.</exception>
    public long OpenCount(byte[] sealedCount) => Decrypt(OfCount, sealedCount)
        ?? throw new LogForkedException(
            "a count of log entries was changed outside the hub, so that a search would not find them all; restore the database from its "
            + "backup");

    /// <summary>Whether a stored number of entries is one, and is not below a number that an entry has.</summary>
    public bool Reaches(byte[] sealedCount, long number) => Decrypt(OfCount, sealedCount) >= number;

    private byte[] Encrypt(byte purpose, long number)
    {
        using var aes = NewAes();
        return aes.EncryptEcb(Block(purpose, number), PaddingMode.None);
    }

    private long? Decrypt(byte purpose, byte[]? token)
    {
        if (token is not { Length: TokenLength })
        {
            return null;
        }

        using var aes = NewAes();
        var block = aes.DecryptEcb(token, PaddingMode.None);
        var number = BinaryPrimitives.ReadInt64BigEndian(block.AsSpan(8));
        return number > 0 && block.AsSpan(0, 8).SequenceEqual(Block(purpose, 0).AsSpan(0, 8)) ? number : null;
    }

    private Aes NewAes()
    {
        var aes = Aes.Create();
        aes.Key = _key;
        return aes;
    }

    private static byte[] Block(byte purpose, long number)
    {
        var block = new byte[TokenLength];
        block[0] = purpose;
        BinaryPrimitives.WriteInt64BigEndian(block.AsSpan(8), number);
        return block;
    }
}
