using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>
/// What a log key says about another key: that it is the hub's for a purpose from a moment on, and until when the key that it replaces
/// signs. Signed as a note, it lets somebody who has an old key follow to the new one (ADR 0042).
/// </summary>
/// <remarks>
/// <code>
/// hub.example/stad/audit/keys
/// delningsnav-key@v1
/// purpose log
/// key hub.example/stad/audit+1a2b3c4d+…
/// from 2027-01-01T00:00:00Z
/// replaces hub.example/stad/audit+0f0e0d0c+… until 2027-01-31T00:00:00Z
/// at 2026-12-31T23:00:00Z
/// </code>
/// The first key of a purpose has <c>replaces nothing</c>. The first line differs from that of a checkpoint, so that neither signature is
/// valid for the other text.
/// </remarks>
/// <param name="Origin">The log's name.</param>
/// <param name="Purpose">What the key signs.</param>
/// <param name="Key">The key, under the name of its purpose.</param>
/// <param name="From">The first moment at which the key signs.</param>
/// <param name="Replaces">The key before it, or null when there was none.</param>
/// <param name="At">When the statement was made.</param>
public sealed record KeyStatement(
    string Origin, KeyPurpose Purpose, NoteVerifier Key, DateTimeOffset From, ReplacedKey? Replaces, DateTimeOffset At)
{
    private const string Format = "delningsnav-key@v1";
    private const string Time = "yyyy-MM-dd'T'HH':'mm':'ss'Z'";

    /// <summary>The name under which a hub's keys of a purpose sign.</summary>
    public static string NameOf(string origin, KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.Log => origin,
        KeyPurpose.Receipts => ConsentReceipt.SignerNameOf(origin),
        KeyPurpose.Policies => origin + "/policies",
        KeyPurpose.Events => origin + "/events",
    };

    /// <summary>The name under which the log keys sign statements.</summary>
    public static string SignerNameOf(string origin) => origin + "/keys";

    /// <summary>The statement's word for a purpose.</summary>
    public static string WordOf(KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.Log => "log",
        KeyPurpose.Receipts => "receipts",
        KeyPurpose.Policies => "policies",
        KeyPurpose.Events => "events",
    };

    /// <summary>The text that is signed.</summary>
    public string ToNoteText() => string.Create(
        CultureInfo.InvariantCulture,
        $"{SignerNameOf(Origin)}\n{Format}\npurpose {WordOf(Purpose)}\nkey {Key}\nfrom {Written(From)}\n"
        + $"replaces {(Replaces is { } old ? $"{old.Key} until {Written(old.Until)}" : "nothing")}\nat {Written(At)}\n");

    /// <summary>Reads a statement. Every deviation from the format is refused. Before the note is verified, it proves nothing.</summary>
    public static bool TryParse(SignedNote note, [NotNullWhen(true)] out KeyStatement? statement)
    {
        ArgumentNullException.ThrowIfNull(note);
        statement = Read(note.Text.Split('\n'));
        if (statement?.ToNoteText() != note.Text)
        {
            statement = null;
        }

        return statement is not null;
    }

    private static KeyStatement? Read(string[] lines)
    {
        if (lines is not [var name, Format, var purpose, var key, var from, var replaces, var at, ""]
            || !name.EndsWith("/keys", StringComparison.Ordinal)
            || !NoteVerifier.TryParse(After("key ", key), out var verifier)
            || MomentOf(After("from ", from)) is not { } begins
            || MomentOf(After("at ", at)) is not { } made)
        {
            return null;
        }

        var origin = name[..^"/keys".Length];
        KeyPurpose? known = Enum.GetValues<KeyPurpose>().Cast<KeyPurpose?>().FirstOrDefault(p => purpose == $"purpose {WordOf(p!.Value)}");
        if (known is not { } meant || verifier.Name != NameOf(origin, meant))
        {
            return null;
        }

        if (replaces == "replaces nothing")
        {
            return new KeyStatement(origin, meant, verifier, begins, null, made);
        }

        return After("replaces ", replaces)?.Split(" until ") is [var old, var until]
            && NoteVerifier.TryParse(old, out var replaced) && replaced.Name == verifier.Name && !replaced.Equals(verifier)
            && MomentOf(until) is { } end
                ? new KeyStatement(origin, meant, verifier, begins, new ReplacedKey(replaced, end), made)
                : null;
    }

    private static string? After(string prefix, string line) =>
        line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..] : null;

    /// <summary>A moment as statements write it (RFC 3339, UTC, whole seconds).</summary>
    public static string Written(DateTimeOffset at) => at.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);

    private static DateTimeOffset? MomentOf(string? text) =>
        DateTimeOffset.TryParseExact(
            text, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : null;
}

/// <summary>A key that another has replaced.</summary>
/// <param name="Key">The key.</param>
/// <param name="Until">The first moment at which it no longer signs.</param>
public sealed record ReplacedKey(NoteVerifier Key, DateTimeOffset Until);
