using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Messages;

/// <summary>
/// Names one <see cref="EmailLink"/>. It has the value of the person's or staff member's own id, so that each of them has exactly one link.
/// </summary>
public readonly record struct EmailLinkId(Guid Value) : IId<EmailLinkId>
{
    /// <inheritdoc/>
    public static EmailLinkId From(Guid value) => new(value);

    /// <summary>The id of the link of a guardian, pupil or member of staff.</summary>
    /// <exception cref="ArgumentException">The owner is a system or the hub itself, which have no mailbox.</exception>
    public static EmailLinkId Of(Caller owner) => owner switch
    {
        Caller.Family family => new(family.Id.Value),
        Caller.Staff staff => new(staff.Id.Value),
        Caller.System or Caller.Hub => throw new ArgumentException("only a person has a mailbox", nameof(owner)),
        _ => throw new UnreachableException(),
    };

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>
/// The address to which a link is sent when the person has something new to read. The person has entered the address and must confirm that
/// mail arrives there (ADR 0029).
/// </summary>
/// <remarks>
/// Only the hub's own key decrypts the address. A row without an address stores how many codes were sent, and nothing else.
/// </remarks>
public sealed class EmailLink
{
    /// <summary>How long a code is accepted.</summary>
    public static TimeSpan CodeStands { get; } = TimeSpan.FromHours(1);

    /// <summary>The number of digits of a code.</summary>
    public const int CodeLength = 6;

    /// <summary>The number of tries that are allowed for one code.</summary>
    public const int MostTries = 5;

    /// <summary>
    /// The greatest number of codes that are sent to one person within <see cref="CodesAreCountedFor"/>, so that nobody can flood another
    /// person's mailbox.
    /// </summary>
    public const int MostCodes = 10;

    /// <summary>How long a code counts against <see cref="MostCodes"/>.</summary>
    public static TimeSpan CodesAreCountedFor { get; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The shortest time between two links. Messages that arrive meanwhile are in the message box, and one link announces all of them.
    /// </summary>
    public static TimeSpan Between { get; } = TimeSpan.FromHours(1);

    /// <summary>The number of failures in a row after which the person is informed that mail does not arrive.</summary>
    public const int FailingFrom = 3;

    private EmailLink() { }

    /// <summary>The id of the link, which also names its owner.</summary>
    public EmailLinkId Id { get; private init; }

    /// <summary>The guardian or pupil, or null when the owner is a member of staff.</summary>
    public PersonId? Person { get; private init; }

    /// <summary>The member of staff, or null when the owner is a guardian or pupil.</summary>
    public StaffMemberId? Staff { get; private init; }

    /// <summary>The language that the person reads, by its tag (BCP 47).</summary>
    public string Language { get; private set; } = "";

    /// <summary>The encrypted address, or null when there is no address.</summary>
    public byte[]? SealedAddress { get; private set; }

    /// <summary>The code that was last sent to the address, encrypted. It is null when no code is expected.</summary>
    public byte[]? SealedCode { get; private set; }

    /// <summary>When the code was made.</summary>
    public DateTimeOffset? CodeAt { get; private set; }

    /// <summary>How many times the person has tried to enter this code.</summary>
    public int Tries { get; internal set; }

    /// <summary>How many codes were sent since <see cref="CodesFrom"/>.</summary>
    public int Codes { get; internal set; }

    /// <summary>The moment from which codes are counted.</summary>
    public DateTimeOffset CodesFrom { get; internal set; }

    /// <summary>When the correct code was entered, or null until then. Before that, nothing except codes is sent.</summary>
    public DateTimeOffset? ConfirmedAt { get; internal set; }

    /// <summary>Nothing is sent before this moment.</summary>
    public DateTimeOffset NextFrom { get; internal set; }

    /// <summary>How many times in a row sending has failed.</summary>
    public int Failures { get; internal set; }

    /// <summary>Stores an address and a new code that is expected for it. An earlier address is deleted.</summary>
    internal string Await(EmailAddress address, string language, HubKeys keys, DateTimeOffset now)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
        SealedAddress = keys.SealText(address.Reveal(), Purpose("address"));
        SealedCode = keys.SealText(code, Purpose("code"));
        (Language, CodeAt, Tries, ConfirmedAt, NextFrom, Failures) = (language, now, 0, null, now, 0);
        return code;
    }

    /// <summary>Whether the given code is the expected code. The comparison takes the same time for every input.</summary>
    internal bool IsCode(string code, HubKeys keys) =>
        SealedCode is not null
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(keys.OpenText(SealedCode, Purpose("code"))), Encoding.UTF8.GetBytes(code));

    internal void Confirm(DateTimeOffset now) => (SealedCode, CodeAt, ConfirmedAt, NextFrom, Failures) = (null, null, now, now, 0);

    internal void Forget() => (SealedAddress, SealedCode, CodeAt, ConfirmedAt, Language, Failures) = (null, null, null, null, "", 0);

    internal EmailAddress? AddressWith(HubKeys keys) =>
        SealedAddress is not null && EmailAddress.TryParse(keys.OpenText(SealedAddress, Purpose("address")), out var address)
            ? address
            : null;

    /// <summary>What the address or the code of a link is sealed for.</summary>
    internal static string PurposeOf(Guid id, string what) => $"email-{what}:{id:N}";

    private string Purpose(string what) => PurposeOf(Id.Value, what);
}
