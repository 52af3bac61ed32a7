using System.Security.Cryptography;

namespace DelningsNav.AuditLog;

/// <summary>One logged event, in its two parts.</summary>
/// <param name="Leaf">The part in the tree, which is never erased.</param>
/// <param name="Payload">The part outside the tree, encrypted, which can be erased.</param>
public sealed record LogEntry(EntryLeaf Leaf, EntryPayload Payload)
{
    private const int MostFieldsOfOurs = 32;

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
    /// Kind, verdict, version and field names stay readable for ever. They are words of at most 64 ASCII letters, digits and
    /// <c>. - _ : / +</c>, and must not depend on the person. The time is cut to whole milliseconds.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// A word or time is not valid in a leaf, a field is repeated, there are more than 255 fields, a value is not Unicode, or
    /// the key is not 32 bytes.
    /// </exception>
    public static LogEntry Make(
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
            throw new ArgumentException($"`{kind}`, `{verdict}` or `{policySetVersion}` is not valid in a leaf", nameof(kind));
        }

        if (key.Length != EntryPayload.KeyLength || sorted.Count > EntryLeaf.MaxFields || at < DateTimeOffset.UnixEpoch)
        {
            throw new ArgumentException("an entry has a key of 32 bytes, at most 255 fields and a time since 1970", nameof(key));
        }

        using var committer = new FieldCommitter(key);
        var commitments = new FieldCommitment[sorted.Count];
        for (var i = 0; i < commitments.Length; i++)
        {
            commitments[i] = committer.Commit(sorted.GetKeyAtIndex(i), sorted.GetValueAtIndex(i));
        }

        var time = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        return new LogEntry(
            new EntryLeaf(time, kind, verdict, policySetVersion, commitments), new EntryPayload(key.ToArray(), sorted));
    }
}
