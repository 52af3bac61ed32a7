using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>Encrypts values and creates keyed indexes and tokens, with the hub's root keys.</summary>
/// <remarks>
/// A sealed value begins with the id of the wrapping key that sealed it, so that the values of a replaced key are found and sealed again.
/// Values from before there were ids have none, and are opened with the oldest key.
/// </remarks>
public sealed class HubKeys(RootKeys root, TimeProvider clock) : ISealing
{
    private const int MostOpened = 4_000;

    private readonly ConcurrentDictionary<PersonId, (byte[] Wrapped, DataKey Key)> _opened = new();

    private volatile RootKeys _root = root;

    // Derived from the key that is never replaced, so that a rotation breaks no seal.
    private readonly byte[] _stateKey = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, root.Index, 32, info: "delningsnav state seals"u8.ToArray());

    /// <summary>The root keys that this node knows now.</summary>
    public RootKeys Root => _root;

    /// <summary>The id of the wrapping key that seals now.</summary>
    internal byte[] SealingKeyId => Newest().Id;

    /// <summary>Takes the keys of a key file that was changed.</summary>
    /// <exception cref="KeySourceException">They are not the continuation of the keys that this node has.</exception>
    public void Take(RootKeys changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var now = clock.GetUtcNow();
        var known = _root;
        if (!changed.Index.AsSpan().SequenceEqual(known.Index))
        {
            throw new KeySourceException("the key file was replaced by the keys of another hub; put the hub's own key file back");
        }

        if (!known.Signing.All(key => changed.For(key.Purpose).Any(c => c.PublicKey.AsSpan().SequenceEqual(key.PublicKey)))
            || !changed.Wrapping.Any(key => key.From <= now)
            || !changed.Wrapping.Any(key => key.Id.AsSpan().SequenceEqual(known.Wrapping[^1].Id)))
        {
            throw new KeySourceException(
                "the key file lacks keys that this node uses; it is older than the last rotation: put the newest key file back");
        }

        _root = changed;
    }

    /// <summary>The keyed index by which a stored number is found.</summary>
    public byte[] IndexOf(IdentityNumber number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return Keyed("identity:" + number.Reveal());
    }

    /// <summary>The seal over the digest of a subject's rows.</summary>
    internal byte[] StateSeal(Guid subject, byte[] digest)
    {
        byte[] text = [.. subject.ToByteArray(), .. digest];
        return HMACSHA256.HashData(_stateKey, text);
    }

    /// <summary>A value of 16 bytes in place of an id, which reveals nothing without the hub's key.</summary>
    internal byte[] Token(string kind, Guid id) => Keyed($"{kind}:{id:N}")[..16];

    /// <summary>The 32 bytes from which the tokens of the log entries about something are made (ADR 0047).</summary>
    internal byte[] SearchKeyOf(string kind, Guid id) => Keyed($"log-search:{kind}:{id:N}");

    /// <summary>The hash by which the session with this secret is found. It cannot be computed without the hub's key.</summary>
    internal byte[] SessionHash(string secret) => Keyed("session-secret:" + secret);

    /// <inheritdoc/>
    string ISealing.Digest(string text) => Convert.ToHexStringLower(Keyed("digest:" + text));

    /// <inheritdoc/>
    byte[] ISealing.Wrap(byte[] plain, string purpose) => Wrap(plain, purpose);

    /// <inheritdoc/>
    byte[] ISealing.Unwrap(byte[] wrapped, string purpose) => Unwrap(wrapped, purpose);

    /// <summary>
    /// A person's data key, for a decision: it is opened once, and found again as long as the same sealed key is stored for the person.
    /// </summary>
    /// <exception cref="CryptographicException">It is another person's, or it was changed outside the hub.</exception>
    internal DataKey KeyOf(PersonId person, byte[] wrapped)
    {
        if (_opened.TryGetValue(person, out var before) && wrapped.AsSpan().SequenceEqual(before.Wrapped))
        {
            return before.Key;
        }

        var key = DataKey.Of(this, wrapped, person);
        if (_opened.Count >= MostOpened)
        {
            _opened.Clear();
        }

        _opened[person] = (wrapped, key);
        return key;
    }

    internal byte[] Wrap(byte[] dataKey, string purpose) => SealBytes(dataKey, purpose);

    internal byte[] Unwrap(byte[] wrapped, string purpose) => OpenBytes(wrapped, purpose);

    internal byte[] SealText(string text, string purpose) => SealBytes(Encoding.UTF8.GetBytes(text), purpose);

    internal string OpenText(byte[] sealedText, string purpose) => Encoding.UTF8.GetString(OpenBytes(sealedText, purpose));

    /// <summary>The same value, sealed with the key that seals now.</summary>
    /// <exception cref="CryptographicException">No key opens the value.</exception>
    internal byte[] SealAgain(byte[] sealedBytes, string purpose) => SealBytes(OpenBytes(sealedBytes, purpose), purpose);

    private byte[] SealBytes(ReadOnlySpan<byte> plain, string purpose)
    {
        var key = Newest();
        return [.. key.Id, .. Sealing.Seal(key.Secret, plain, purpose)];
    }

    private byte[] OpenBytes(byte[] sealedBytes, string purpose)
    {
        var keys = _root.Wrapping;
        foreach (var key in keys)
        {
            if (sealedBytes.AsSpan().StartsWith(key.Id))
            {
                return Sealing.Open(key.Secret, sealedBytes.AsSpan(WrappingKey.IdLength), purpose);
            }
        }

        // A value without an id. It was sealed before the first rotation, so the oldest key opens it.
        return Sealing.Open(keys[0].Secret, sealedBytes, purpose);
    }

    private WrappingKey Newest()
    {
        var (keys, now) = (_root.Wrapping, clock.GetUtcNow());
        for (var i = keys.Count - 1; i > 0; i--)
        {
            if (keys[i].From <= now)
            {
                return keys[i];
            }
        }

        return keys[0];
    }

    private byte[] Keyed(string text) => HMACSHA256.HashData(_root.Index, Encoding.UTF8.GetBytes(text));
}
