using System.Security.Cryptography;
using DelningsNav.AuditLog;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>What a rotation changes in the root keys. Nothing is read or written here (ADR 0042).</summary>
public static class KeyRotation
{
    /// <summary>
    /// How long before its first use a new key is in the key file, at least. Every node reads the file each minute, so that no node meets
    /// a signature or a sealed value of a key that it does not know.
    /// </summary>
    public static readonly TimeSpan KnownBefore = TimeSpan.FromMinutes(2);

    /// <summary>How long after the first use of a wrapping key it is certain that no node uses the key before it.</summary>
    public static readonly TimeSpan UsedByAllAfter = TimeSpan.FromMinutes(3);

    /// <summary>
    /// The keys with a new signing key. The log key that signs now vouches for it; a new log key also signs itself.
    /// </summary>
    /// <param name="keys">The present keys.</param>
    /// <param name="purpose">What the new key signs.</param>
    /// <param name="origin">The log's name.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="from">The first moment at which the new key signs.</param>
    /// <param name="overlap">How long the key before it stays valid after that.</param>
    /// <exception cref="KeySourceException">The last rotation of this purpose has not come into force yet.</exception>
    public static RootKeys Sign(
        RootKeys keys, KeyPurpose purpose, string origin, DateTimeOffset now, DateTimeOffset from, TimeSpan overlap)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var old = keys.For(purpose).Last();
        AssertInForce(KeyStatement.WordOf(purpose), old.From, now);
        (now, from) = (Seconds(now), Seconds(from));
        var made = HubSigningKey.Create(purpose, from);
        var name = KeyStatement.NameOf(origin, purpose);
        var statement = new KeyStatement(
            origin, purpose, NoteVerifier.Ecdsa(name, made.PublicKey), from,
            new ReplacedKey(NoteVerifier.Ecdsa(name, old.PublicKey), from + overlap), now);
        var signer = KeyStatement.SignerNameOf(origin);
        var note = SignedNote.Sign(statement.ToNoteText(), keys.For(KeyPurpose.Log).Last(key => key.Signs(now)).SignerUnder(signer));
        if (purpose == KeyPurpose.Log)
        {
            note = note.With(made.SignerUnder(signer));
        }

        return keys with
        {
            Signing =
            [
                .. keys.Signing.Select(key => key == old ? key with { Until = from + overlap } : key),
                made with { Statement = note.ToString() },
            ],
        };
    }

    /// <summary>The keys with a new wrapping key.</summary>
    /// <exception cref="KeySourceException">The last rotation has not come into force yet.</exception>
    public static RootKeys Wrap(RootKeys keys, DateTimeOffset now, DateTimeOffset from)
    {
        ArgumentNullException.ThrowIfNull(keys);
        AssertInForce("wrapping", keys.Wrapping[^1].From, now);
        return keys with
        {
            Wrapping = [.. keys.Wrapping, new WrappingKey(RandomNumberGenerator.GetBytes(WrappingKey.Length), Seconds(from))],
        };
    }

    /// <summary>The keys without the private halves that have ended. What they signed can still be verified.</summary>
    public static RootKeys WithoutEnded(RootKeys keys, KeyPurpose purpose, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys with
        {
            Signing = [.. keys.Signing.Select(key => key.Purpose == purpose && now >= key.Until ? key with { PrivateKey = null } : key)],
        };
    }

    /// <summary>The keys with the newest wrapping key alone. What an older one has sealed can never be opened again.</summary>
    public static RootKeys WithNewestWrappingAlone(RootKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys with { Wrapping = [keys.Wrapping[^1]] };
    }

    private static void AssertInForce(string purpose, DateTimeOffset from, DateTimeOffset now)
    {
        if (from > now)
        {
            throw new KeySourceException(
                $"the newest key for `{purpose}` begins at {from:yyyy-MM-dd'T'HH:mm:ss'Z'}; rotate again after that");
        }
    }

    private static DateTimeOffset Seconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
