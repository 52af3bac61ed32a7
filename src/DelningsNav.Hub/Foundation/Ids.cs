using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DelningsNav.Hub.Foundation;

/// <summary>The members that every id type of the hub has, so that one conversion maps them all.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    /// <summary>The id as it is in the database and on the wire.</summary>
    Guid Value { get; }

    /// <summary>The id that has this value.</summary>
    static abstract TSelf From(Guid value);
}

/// <summary>The one place where new ids are made.</summary>
/// <remarks>
/// Ids are UUIDs of version 7. They are ordered by time, which puts new rows next to each other in an index. They have 74 random bits, so
/// that nobody can guess an id (DIGG's REST profile demands unguessable ids). The demo city uses a seeded sequence, so that its addresses
/// are the same at each start. No key, nonce or other secret comes from here.
/// </remarks>
public sealed class IdSource
{
    private readonly TimeProvider _clock;
    private readonly byte[]? _seed;
    private long _count;

    /// <summary>Ids from the operating system's random source.</summary>
    public IdSource(TimeProvider clock) => _clock = clock;

    /// <summary>A repeatable sequence, for fictitious data only.</summary>
    public IdSource(TimeProvider clock, string seed)
    {
        _clock = clock;
        _seed = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(seed));
    }

    /// <summary>A new id.</summary>
    public TId New<TId>()
        where TId : struct, IId<TId>
    {
        Span<byte> bytes = stackalloc byte[32];
        if (_seed is null)
        {
            RandomNumberGenerator.Fill(bytes);
        }
        else
        {
            Span<byte> input = stackalloc byte[40];
            _seed.CopyTo(input);
            BinaryPrimitives.WriteInt64BigEndian(input[32..], Interlocked.Increment(ref _count));
            SHA256.HashData(input, bytes);
        }

        var milliseconds = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        bytes[0] = (byte)(milliseconds >> 40);
        bytes[1] = (byte)(milliseconds >> 32);
        BinaryPrimitives.WriteInt32BigEndian(bytes[2..], (int)milliseconds);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return TId.From(new Guid(bytes[..16], bigEndian: true));
    }
}
