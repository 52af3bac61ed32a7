using System.Security.Cryptography;

namespace DelningsNav.AuditLog;

/// <summary>One logged event, in its two parts.</summary>
/// <param name="Leaf">The part in the tree, which is never erased.</param>
/// <param name="Payload">The part outside the tree, encrypted, which can be erased.</param>
public sealed record LogEntry(EntryLeaf Leaf, EntryPayload Payload)
{
    private const int MostFieldsOfOurs = 32;

    /// <summary>When the event happened, in UTC and whole milliseconds. The leaf has the minute only.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>How it was decided, or empty when the kind has no verdict. The leaf does not have it.</summary>
    public string Verdict { get; private init; } = "";

    /// <summary>Makes an entry with a fresh key.</summary>
    /// <exception cref="ArgumentException">The same reasons as in the other overload.</exception>
    public static LogEntry Make(
        DateTimeOffset at, string kind, string verdict, string policySetVersion, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var key = new byte[EntryPayload.KeyLength];
        RandomNumberGenerator.Fill(key);
        return Make(at, kind, verdict, policySetVersion, fields, key);
    }

    /// <summary>Makes an entry with a key that no other entry has.</summary>
    /// <remarks>
    /// Kind and version stay readable for ever, together with the minute. They, the verdict and the names of fields are words of at most 64
    /// ASCII letters, digits and <c>. - _ : / +</c>, and must not depend on the person. The time is cut to whole milliseconds.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// A word or time is not valid in an entry, a field is repeated or has a name that the entry itself uses, there are more than 255
    /// fields, a value is not Unicode, or the key is not 32 bytes.
    /// </exception>
    public static LogEntry Make(
        DateTimeOffset at,
        string kind,
        string verdict,
        string policySetVersion,
        IEnumerable<KeyValuePair<string, string>> fields,
        ReadOnlySpan<byte> key)
    {
        var sorted = Sorted(at, kind, verdict, policySetVersion, fields, key);
        var time = Moment(at);
        if (!sorted.TryAdd(EntryPayload.AtField, ReceiptTimes.Write(time))
            || (verdict.Length > 0 && !sorted.TryAdd(EntryPayload.VerdictField, verdict))
            || (verdict.Length == 0 && sorted.ContainsKey(EntryPayload.VerdictField))
            || sorted.Count > EntryLeaf.MaxFields)
        {
            throw new ArgumentException("the time and the verdict are no fields of their own, and 255 fields are the most", nameof(fields));
        }

        using var committer = new FieldCommitter(key);
        var leaf = new EntryLeaf(
            EntryLeaf.CurrentVersion, EntryLeaf.MinuteOf(time), kind, "", policySetVersion, [committer.Commit(sorted)]);
        return new LogEntry(leaf, new EntryPayload(key.ToArray(), sorted)) { At = time, Verdict = verdict };
    }

    /// <summary>Makes an entry as it was made in format version 1. It exists for the vectors of that version.</summary>
    internal static LogEntry MakeFirst(
        DateTimeOffset at,
        string kind,
        string verdict,
        string policySetVersion,
        IEnumerable<KeyValuePair<string, string>> fields,
        ReadOnlySpan<byte> key)
    {
        var sorted = Sorted(at, kind, verdict, policySetVersion, fields, key);
        using var committer = new FieldCommitter(key);
        var commitments = new FieldCommitment[sorted.Count];
        for (var i = 0; i < commitments.Length; i++)
        {
            commitments[i] = committer.Commit(sorted.GetKeyAtIndex(i), sorted.GetValueAtIndex(i));
        }

        return new LogEntry(
            new EntryLeaf(1, Moment(at), kind, verdict, policySetVersion, commitments), new EntryPayload(key.ToArray(), sorted))
        {
            At = Moment(at),
            Verdict = verdict,
        };
    }

    private static DateTimeOffset Moment(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    private static SortedList<string, string> Sorted(
        DateTimeOffset at,
        string kind,
        string verdict,
        string policySetVersion,
        IEnumerable<KeyValuePair<string, string>> fields,
        ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(policySetVersion);
        ArgumentNullException.ThrowIfNull(fields);
        var sorted = new SortedList<string, string>(MostFieldsOfOurs, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (!EntryToken.IsValid(name) || !sorted.TryAdd(name, value))
            {
                throw new ArgumentException($"`{name}` cannot be the name of a field, or comes twice", nameof(fields));
            }
        }

        if (!EntryToken.IsValid(kind) || !EntryToken.IsValidOrEmpty(verdict) || !EntryToken.IsValidOrEmpty(policySetVersion))
        {
            throw new ArgumentException($"`{kind}`, `{verdict}` or `{policySetVersion}` is not valid in an entry", nameof(kind));
        }

        return key.Length != EntryPayload.KeyLength || sorted.Count > EntryLeaf.MaxFields || at < DateTimeOffset.UnixEpoch
            ? throw new ArgumentException("an entry has a key of 32 bytes, at most 255 fields and a time since 1970", nameof(key))
            : sorted;
    }
}
