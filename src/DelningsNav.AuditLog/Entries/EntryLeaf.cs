using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.AuditLog;

/// <summary>The part of an entry that is in the tree and never erased. Nothing in it identifies a person or links two entries.</summary>
/// <remarks>
/// <para>
/// The bytes in format version 1 (ADR 0007). Numbers are big-endian. A word is one byte for its length, followed by its ASCII characters.
/// </para>
/// <code>
///   1 byte    format version, 1
///   8 bytes   time, milliseconds since 1970-01-01T00:00:00Z, not negative
///   word      kind, not empty
///   word      verdict, empty when the kind has none
///   word      policy-set version, empty when no policy set was used
///   1 byte    number of fields
///   fields    each: word (name, not empty), 32 bytes (commitment), in ascending byte order of the names, no name twice
/// </code>
/// <para>Nothing may follow, so that each leaf has exactly one encoding and each encoding one meaning.</para>
/// </remarks>
public sealed class EntryLeaf
{
    /// <summary>The most fields an entry may have.</summary>
    public const int MaxFields = byte.MaxValue;

    private readonly byte[] _bytes;

    internal EntryLeaf(
        DateTimeOffset at, string kind, string verdict, string policySetVersion, IReadOnlyList<FieldCommitment> commitments)
    {
        At = at;
        Kind = kind;
        Verdict = verdict;
        PolicySetVersion = policySetVersion;
        Commitments = commitments;
        _bytes = EntryLeafFormat.Write(this);
        Hash = MerkleTree.LeafHash(_bytes);
    }

    /// <summary>When the entry was made, in UTC and whole milliseconds.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The kind of event.</summary>
    public string Kind { get; }

    /// <summary>How it was decided, or empty when the kind has no verdict.</summary>
    public string Verdict { get; }

    /// <summary>The version of the policy set that was used for the decision, or empty when none was used.</summary>
    public string PolicySetVersion { get; }

    /// <summary>A commitment to each field of the payload, in ascending order of the names of the fields.</summary>
    public IReadOnlyList<FieldCommitment> Commitments { get; }

    /// <summary>The leaf hash that proofs start from.</summary>
    public MerkleHash Hash { get; }

    /// <summary>Reads a leaf. Returns false for bytes that are not exactly the encoding described above.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out EntryLeaf? leaf)
    {
        leaf = EntryLeafFormat.Read(bytes);
        return leaf is not null;
    }

    /// <summary>Reads a leaf.</summary>
    /// <exception cref="FormatException">The bytes are not the one encoding of a leaf.</exception>
    public static EntryLeaf FromBytes(ReadOnlySpan<byte> bytes) => TryParse(bytes, out var leaf)
        ? leaf
        : throw new FormatException("the bytes are not a log entry of a known format version");

    /// <summary>The leaf's only encoding, in a new array.</summary>
    public byte[] ToBytes() => [.. _bytes];
}
