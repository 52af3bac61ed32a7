using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.AuditLog;

/// <summary>The part of an entry that is in the tree and never erased. Nothing in it identifies a person or links two entries.</summary>
/// <remarks>
/// <para>
/// The bytes in format version 2 (ADR 0041), in which every entry is written. Numbers are big-endian. A word is one byte for its length,
/// followed by its ASCII characters.
/// </para>
/// <code>
///   1 byte    format version, 2
///   8 bytes   time, whole minutes since 1970-01-01T00:00:00Z, not negative
///   word      kind, not empty
///   word      policy-set version, empty when no policy set was used
///   32 bytes  commitment to all fields of the payload
/// </code>
/// <para>
/// So two entries of one kind under one policy set differ in their minute and their commitment only, whatever happened: the exact time, the
/// verdict, and which fields there are, are in the payload.
/// </para>
/// <para>Format version 1 (ADR 0007), in which older entries are stored. It is read and verified, and never written again.</para>
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

    /// <summary>The format version in which entries are written.</summary>
    public const int CurrentVersion = 2;

    internal const int SecondsOfMinute = 60;

    private readonly byte[] _bytes;

    internal EntryLeaf(
        int version, DateTimeOffset at, string kind, string verdict, string policySetVersion, IReadOnlyList<FieldCommitment> commitments)
    {
        Version = version;
        At = at;
        Kind = kind;
        Verdict = verdict;
        PolicySetVersion = policySetVersion;
        Commitments = commitments;
        _bytes = EntryLeafFormat.Write(this);
        Hash = MerkleTree.LeafHash(_bytes);
    }

    /// <summary>The format version of the bytes: 1 or 2.</summary>
    public int Version { get; }

    /// <summary>When the entry was made, in UTC: the beginning of the minute, and in version 1 the millisecond.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The kind of event.</summary>
    public string Kind { get; }

    /// <summary>How it was decided. Empty when the kind has no verdict, and always in version 2, where the payload has it.</summary>
    public string Verdict { get; }

    /// <summary>The version of the policy set that was used for the decision, or empty when none was used.</summary>
    public string PolicySetVersion { get; }

    /// <summary>
    /// One commitment to all fields of the payload. In version 1, one to each field, in ascending order of the names of the fields.
    /// </summary>
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

    /// <summary>Whether this leaf can be the leaf of an entry that was made at that moment.</summary>
    public bool IsOf(DateTimeOffset moment) => At == (Version == 1 ? moment : MinuteOf(moment));

    /// <summary>The beginning of the minute, which is all that a leaf says of a moment.</summary>
    internal static DateTimeOffset MinuteOf(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / SecondsOfMinute * SecondsOfMinute);

    /// <summary>The leaf's only encoding, in a new array.</summary>
    public byte[] ToBytes() => [.. _bytes];
}
