using System.Security.Cryptography;
using System.Text;
using DelningsNav.Hub.Foundation;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>
/// The data key of one person, sealed with the wrapping key. What is stored about the person in words, and the person's documents, are
/// sealed with it. If the key is destroyed, all of that is permanently unreadable (ADR 0046).
/// </summary>
/// <remarks>
/// Each person gets a key when they are registered. A value is sealed for its row and column, so that it cannot pass for another value of
/// the same person.
/// </remarks>
public sealed class PersonKey
{
    private readonly ISealing _keys;
    private readonly Action<SubjectId> _alarm;
    private DataKey? _opened;

    // The framework gives a row the unit of work that has read it.
    private PersonKey(HubDbContext db) => (_keys, _alarm) = (db.Keys, db.AlarmUnopened);

    /// <summary>The person.</summary>
    public PersonId Person { get; private init; }

    /// <summary>The key, sealed with the wrapping key.</summary>
    public byte[] Wrapped { get; private init; } = [];

    /// <summary>A new key for a new person.</summary>
    internal static PersonKey New(HubDbContext db, PersonId person) => new(db)
    {
        Person = person,
        Wrapped = db.Keys.Wrap(RandomNumberGenerator.GetBytes(32), Purpose(person)),
    };

    /// <summary>The key with which values are sealed and opened.</summary>
    /// <exception cref="UnopenedValueException">The key was changed outside the hub. There is an alarm about the person.</exception>
    internal DataKey Key => _opened ??= DataKey.Of(_keys, Wrapped, Person, _alarm);

    /// <summary>What the wrapping key seals a person's key for.</summary>
    internal static string Purpose(PersonId person) => $"child-key:{person.Value:N}";
}

/// <summary>
/// What is sealed with a person's key does not open, because the value or the key was changed outside the hub. The person's rows count as
/// changed from then on (ADR 0038).
/// </summary>
public sealed class UnopenedValueException : CryptographicException
{
    /// <summary>Creates the exception with its cause.</summary>
    internal UnopenedValueException(CryptographicException cause)
        : base("a value that is sealed with a person's key, or the key, was changed outside the hub", cause) { }
}

/// <summary>A person's data key, opened.</summary>
/// <remarks>
/// It is the one place that finds that a value of a person does not open, whichever page or use case reads it. The alarm is raised here.
/// </remarks>
internal sealed class DataKey
{
    private readonly byte[] _key;
    private readonly SubjectId _person;
    private readonly Action<SubjectId>? _alarm;
    private readonly Lazy<byte[]> _digests;

    private DataKey(byte[] key, SubjectId person, Action<SubjectId>? alarm)
    {
        (_key, _person, _alarm) = (key, person, alarm);
        _digests = new(() => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "delningsnav digests"u8.ToArray()));
    }

    /// <summary>The key in a row of the table of keys.</summary>
    /// <param name="keys">The keys that open it.</param>
    /// <param name="wrapped">The sealed key.</param>
    /// <param name="person">The person.</param>
    /// <param name="alarm">
    /// Raises an alarm about the person when the key, or a value that is sealed with it, does not open. Null when the caller raises it.
    /// </param>
    /// <exception cref="UnopenedValueException">It is another person's, or it was changed outside the hub.</exception>
    public static DataKey Of(ISealing keys, byte[] wrapped, PersonId person, Action<SubjectId>? alarm = null)
    {
        try
        {
            return new(keys.Unwrap(wrapped, PersonKey.Purpose(person)), SubjectId.Of(person), alarm);
        }
        catch (CryptographicException cause)
        {
            throw Unopened(cause, SubjectId.Of(person), alarm);
        }
    }

    /// <summary>Seals a text for a column of a row.</summary>
    public byte[] Seal(string text, string column, Guid row) => Seal(Encoding.UTF8.GetBytes(text), For(column, row));

    /// <summary>Opens what <see cref="Seal(string, string, Guid)"/> has sealed for the same column of the same row.</summary>
    /// <exception cref="UnopenedValueException">It was sealed for something else, or changed outside the hub.</exception>
    public string Open(byte[] sealedText, string column, Guid row) => Encoding.UTF8.GetString(Open(sealedText, For(column, row)));

    /// <summary>Seals a document.</summary>
    public byte[] Seal(ReadOnlySpan<byte> content, string purpose) => Sealing.Seal(_key, content, purpose);

    /// <summary>Opens a document.</summary>
    /// <exception cref="UnopenedValueException">It was sealed for something else, or changed outside the hub.</exception>
    public byte[] Open(byte[] sealedContent, string purpose)
    {
        try
        {
            return Sealing.Open(_key, sealedContent, purpose);
        }
        catch (CryptographicException cause)
        {
            throw Unopened(cause, _person, _alarm);
        }
    }

    /// <summary>
    /// The keyed digest by which something of this person is recognised, in lower-case hexadecimal. It tells nothing without the key: not
    /// even somebody who knows what it may be of can try.
    /// </summary>
    public string DigestOf(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_digests.Value, Encoding.UTF8.GetBytes(text)));

    private static UnopenedValueException Unopened(CryptographicException cause, SubjectId person, Action<SubjectId>? alarm)
    {
        alarm?.Invoke(person);
        return new UnopenedValueException(cause);
    }

    private static string For(string column, Guid row) => $"{column}:{row:N}";
}

/// <summary>Finds the keys of persons.</summary>
internal static class PersonKeys
{
    extension(HubDbContext db)
    {
        /// <summary>The key of a person who is registered.</summary>
        public Task<PersonKey> KeyOfAsync(PersonId person, CancellationToken ct) =>
            db.Set<PersonKey>().SingleAsync(k => k.Person == person, ct);
    }
}
