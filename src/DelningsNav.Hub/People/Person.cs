using System.Globalization;
using System.Security.Cryptography;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Policies;

namespace DelningsNav.Hub.People;

/// <summary>A child or a guardian known to the hub.</summary>
/// <remarks>
/// The identity number, names and the day of birth are stored sealed with the person's own key, and are opened when they are read. The
/// person is found through <see cref="IdentityIndex"/>, a keyed hash that is worthless without the hub's key (docs/promises.md, 7).
/// </remarks>
public sealed class Person
{
    private Person() { }

    /// <summary>The person's id in the hub. It is safe in addresses, because it does not reveal who the person is.</summary>
    public PersonId Id { get; private init; }

    /// <summary>The identity number. Only for the person whose number it is, or a person with a right to it.</summary>
    /// <exception cref="CryptographicException">The stored value is not this person's number.</exception>
    public IdentityNumber Identity =>
        IdentityNumber.TryParse(Key.Key.Open(SealedIdentity, "identity", Id.Value), out var number)
            ? number
            : throw new CryptographicException("a stored value is not a valid identity number");

    /// <summary>The keyed hash of the identity number by which the person is found.</summary>
    public byte[] IdentityIndex { get; private init; } = [];

    /// <summary>The given name that the person uses.</summary>
    public string GivenName => Key.Key.Open(SealedGivenName, "given-name", Id.Value);

    /// <summary>The family name.</summary>
    public string FamilyName => Key.Key.Open(SealedFamilyName, "family-name", Id.Value);

    /// <summary>Given and family name.</summary>
    public string Name => $"{GivenName} {FamilyName}";

    /// <summary>The day of birth.</summary>
    public DateOnly BirthDate => BirthDateOf(Key.Key, SealedBirthDate, Id);

    /// <summary>The protection that the population register gives the person. An unknown protection is treated as the strictest.</summary>
    public SecurityMarking Marking { get; private set; }

    /// <summary>When custody, marking and names were last read from the register. It is null when they were never read.
    /// <see cref="RegisterFreshness"/> says how long a reading is trusted.</summary>
    public DateTimeOffset? RelationsReadAt { get; private set; }

    /// <summary>The data key with which the person's details are sealed.</summary>
    internal PersonKey Key { get; private init; } = null!;

    internal byte[] SealedIdentity { get; private init; } = [];

    internal byte[] SealedGivenName { get; private set; } = [];

    internal byte[] SealedFamilyName { get; private set; } = [];

    internal byte[] SealedBirthDate { get; private init; } = [];

    /// <summary>Registers a person whose relations were read now.</summary>
    /// <param name="id">The person's id.</param>
    /// <param name="key">The person's new data key.</param>
    /// <param name="number">The identity number.</param>
    /// <param name="index">The keyed hash of the number.</param>
    /// <param name="givenName">The given name that the person uses.</param>
    /// <param name="familyName">The family name.</param>
    /// <param name="marking">The marking in the register.</param>
    /// <param name="now">The present moment.</param>
    public static Person Register(
        PersonId id, PersonKey key, IdentityNumber number, byte[] index, string givenName, string familyName, SecurityMarking marking,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(number);
        return new()
        {
            Id = id,
            Key = key,
            SealedIdentity = key.Key.Seal(number.Reveal(), "identity", id.Value),
            IdentityIndex = index,
            SealedGivenName = key.Key.Seal(givenName, "given-name", id.Value),
            SealedFamilyName = key.Key.Seal(familyName, "family-name", id.Value),
            SealedBirthDate = key.Key.Seal(number.BirthDate.ToString("O", CultureInfo.InvariantCulture), "birth-date", id.Value),
            Marking = marking,
            RelationsReadAt = now,
        };
    }

    /// <summary>The day of birth in a row that was read without this class.</summary>
    /// <exception cref="CryptographicException">It was changed outside the hub.</exception>
    internal static DateOnly BirthDateOf(DataKey key, byte[] sealedBirthDate, PersonId person) =>
        DateOnly.ParseExact(key.Open(sealedBirthDate, "birth-date", person.Value), "O", CultureInfo.InvariantCulture);

    /// <summary>
    /// Whole years on <paramref name="day"/>. A person born on 29 February becomes a year older on 1 March in common years.
    /// </summary>
    public int AgeOn(DateOnly day) => Ages.WholeYears(BirthDate, day);

    /// <summary>Stores that the register was read again and states the same details.</summary>
    internal void ReadAgain(DateTimeOffset now) => RelationsReadAt = now;

    /// <summary>Stores the current details from the register.</summary>
    public void Refresh(string givenName, string familyName, SecurityMarking marking, DateTimeOffset now)
    {
        SealedGivenName = Key.Key.Seal(givenName, "given-name", Id.Value);
        SealedFamilyName = Key.Key.Seal(familyName, "family-name", Id.Value);
        Marking = marking;
        RelationsReadAt = now;
    }
}

/// <summary>Age as the law counts it.</summary>
public static class Ages
{
    /// <summary>Whole years from <paramref name="birth"/> to <paramref name="day"/>; never negative.</summary>
    public static int WholeYears(DateOnly birth, DateOnly day)
    {
        var years = day.Year - birth.Year;
        var hadBirthday = (day.Month, day.Day).CompareTo((birth.Month, birth.Day)) >= 0;
        return Math.Max(0, hadBirthday ? years : years - 1);
    }

    /// <summary>
    /// The first day on which a person born on <paramref name="birth"/> has this age in whole years. For a person born on 29 February, this
    /// is 1 March in common years.
    /// </summary>
    public static DateOnly BirthdayOf(DateOnly birth, int years)
    {
        var year = birth.Year + years;
        return birth is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year)
            ? new DateOnly(year, 3, 1)
            : new DateOnly(year, birth.Month, birth.Day);
    }
}
