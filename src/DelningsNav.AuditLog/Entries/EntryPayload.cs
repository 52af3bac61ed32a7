using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.AuditLog;

/// <summary>The part of an entry that says who acted, whom it concerned, what happened and why, together with the key of the leaf's
/// commitments to it. It is stored outside the tree and can be erased without a change to any proof.</summary>
/// <remarks>
/// It is stored as canonical JSON (RFC 8785), <c>{"fields":{…},"key":"…"}</c>, with the key in base64. <see cref="ToString"/> shows
/// nothing, so that no log line or exception can leak a value.
/// </remarks>
public sealed class EntryPayload
{
    /// <summary>The field with the exact moment (RFC 3339, UTC, milliseconds), because the leaf has the minute only.</summary>
    public const string AtField = "at";

    /// <summary>The field with the verdict, which the leaf does not have. It is missing when the kind has none.</summary>
    public const string VerdictField = "verdict";

    /// <summary>The length of an entry's key in bytes.</summary>
    public const int KeyLength = 32;

    private readonly byte[] _key;
    private readonly SortedList<string, string> _fields;

    internal EntryPayload(byte[] key, SortedList<string, string> fields)
    {
        _key = key;
        _fields = fields;
    }

    /// <summary>The key of this entry's commitments. No other entry has it.</summary>
    public ReadOnlyMemory<byte> Key => _key;

    /// <summary>The fields in ascending order of their names.</summary>
    public IReadOnlyDictionary<string, string> Fields => _fields;

    /// <summary>The exact moment of the entry, or null in a payload of a leaf of version 1, which has it itself.</summary>
    public DateTimeOffset? At =>
        _fields.TryGetValue(AtField, out var text) && ReceiptTimes.TryRead(text, out DateTimeOffset at) ? at : null;

    /// <summary>Reads a payload. Only canonical JSON is accepted.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out EntryPayload? payload)
    {
        payload = EntryPayloadFormat.Read(json);
        return payload is not null;
    }

    /// <summary>Reads a payload.</summary>
    /// <exception cref="FormatException">The bytes are not a payload in canonical JSON.</exception>
    public static EntryPayload FromBytes(ReadOnlySpan<byte> json) => TryParse(json, out var payload)
        ? payload
        : throw new FormatException("the bytes are not a log entry's payload in canonical JSON");

    /// <summary>The payload's only encoding: canonical JSON in UTF-8.</summary>
    public byte[] ToBytes() => EntryPayloadFormat.Write(_key, _fields);

    /// <summary>
    /// The names of the fields in which this payload and the leaf differ, because a field was changed, is missing or was added. A leaf of
    /// version 2 binds all fields together, so that the only name is then <see cref="FieldCommitment.AllFields"/>.
    /// </summary>
    /// <remarks>An empty list means that the leaf was committed to this payload, and to no other, when it was written.</remarks>
    public IReadOnlyList<string> DifferencesFrom(EntryLeaf leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        using var committer = new FieldCommitter(_key);
        if (leaf.Version != 1)
        {
            return Fits(leaf) && committer.Bound(leaf.Commitments[0], _fields) ? [] : [FieldCommitment.AllFields];
        }

        var bound = leaf.Commitments
            .Where(c => _fields.TryGetValue(c.Field, out var value) && committer.Bound(c, value))
            .Select(c => c.Field)
            .ToHashSet(StringComparer.Ordinal);
        return leaf.Commitments.Select(c => c.Field).Concat(_fields.Keys)
            .Where(field => !bound.Contains(field))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    // The leaf's minute is that of the exact moment in the payload, so that neither can say another time than the other.
    private bool Fits(EntryLeaf leaf) => At is { } at && leaf.IsOf(at);

    /// <summary>A placeholder that is safe to log.</summary>
    public override string ToString() => "[payload]";
}
