using System.Buffers.Binary;
using System.Text;

namespace DelningsNav.AuditLog;

/// <summary>Writes and reads the bytes that are described at <see cref="EntryLeaf"/>.</summary>
internal static class EntryLeafFormat
{
    private const byte First = 1;
    private const byte Second = EntryLeaf.CurrentVersion;
    private const int TimeLength = sizeof(long);

    internal static byte[] Write(EntryLeaf leaf)
    {
        var isFirst = leaf.Version == First;
        var length = 1 + TimeLength + 1 + leaf.Kind.Length + 1 + leaf.PolicySetVersion.Length
            + (isFirst
                ? 1 + leaf.Verdict.Length + 1 + leaf.Commitments.Sum(c => 1 + c.Field.Length + FieldCommitment.Length)
                : FieldCommitment.Length);
        var bytes = new byte[length];
        bytes[0] = (byte)leaf.Version;
        BinaryPrimitives.WriteInt64BigEndian(
            bytes.AsSpan(1), isFirst ? leaf.At.ToUnixTimeMilliseconds() : leaf.At.ToUnixTimeSeconds() / EntryLeaf.SecondsOfMinute);
        var rest = bytes.AsSpan(1 + TimeLength);
        WriteWord(ref rest, leaf.Kind);
        if (isFirst)
        {
            WriteWord(ref rest, leaf.Verdict);
        }

        WriteWord(ref rest, leaf.PolicySetVersion);
        if (!isFirst)
        {
            leaf.Commitments[0].Commitment.Span.CopyTo(rest);
            return bytes;
        }

        rest[0] = (byte)leaf.Commitments.Count;
        rest = rest[1..];
        foreach (var commitment in leaf.Commitments)
        {
            WriteWord(ref rest, commitment.Field);
            commitment.Commitment.Span.CopyTo(rest);
            rest = rest[FieldCommitment.Length..];
        }

        return bytes;
    }

    internal static EntryLeaf? Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 1 + TimeLength ? null : bytes[0] switch
        {
            First => ReadFirst(bytes),
            Second => ReadSecond(bytes),
            _ => null,
        };

    private static EntryLeaf? ReadFirst(ReadOnlySpan<byte> bytes)
    {
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        var rest = bytes[(1 + TimeLength)..];
        if (milliseconds < 0
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            || !TryReadWord(ref rest, out var kind)
            || !EntryToken.IsValid(kind)
            || !TryReadWord(ref rest, out var verdict)
            || !TryReadWord(ref rest, out var policySetVersion)
            || ReadCommitments(rest) is not { } commitments)
        {
            return null;
        }

        return new EntryLeaf(
            First, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), kind, verdict, policySetVersion, commitments);
    }

    private static EntryLeaf? ReadSecond(ReadOnlySpan<byte> bytes)
    {
        var minutes = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        var rest = bytes[(1 + TimeLength)..];
        if (minutes < 0
            || minutes > DateTimeOffset.MaxValue.ToUnixTimeSeconds() / EntryLeaf.SecondsOfMinute
            || !TryReadWord(ref rest, out var kind)
            || !EntryToken.IsValid(kind)
            || !TryReadWord(ref rest, out var policySetVersion)
            || rest.Length != FieldCommitment.Length)
        {
            return null;
        }

        return new EntryLeaf(
            Second, DateTimeOffset.FromUnixTimeSeconds(minutes * EntryLeaf.SecondsOfMinute), kind, "", policySetVersion,
            [new FieldCommitment(FieldCommitment.AllFields, rest)]);
    }

    private static FieldCommitment[]? ReadCommitments(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return null;
        }

        var commitments = new FieldCommitment[rest[0]];
        rest = rest[1..];
        for (var i = 0; i < commitments.Length; i++)
        {
            if (!TryReadWord(ref rest, out var field)
                || !EntryToken.IsValid(field)
                || rest.Length < FieldCommitment.Length
                || (i > 0 && string.CompareOrdinal(commitments[i - 1].Field, field) >= 0))
            {
                return null;
            }

            commitments[i] = new FieldCommitment(field, rest[..FieldCommitment.Length]);
            rest = rest[FieldCommitment.Length..];
        }

        return rest.IsEmpty ? commitments : null;
    }

    private static void WriteWord(ref Span<byte> rest, string word)
    {
        rest[0] = (byte)word.Length;
        Encoding.ASCII.GetBytes(word, rest[1..]);
        rest = rest[(1 + word.Length)..];
    }

    private static bool TryReadWord(ref ReadOnlySpan<byte> rest, out string word)
    {
        word = "";
        if (rest.IsEmpty || rest.Length < 1 + rest[0])
        {
            return false;
        }

        word = Encoding.Latin1.GetString(rest.Slice(1, rest[0]));
        rest = rest[(1 + word.Length)..];
        return EntryToken.IsValidOrEmpty(word);
    }
}
