using System.Buffers.Binary;
using System.Text;

namespace DelningsNav.AuditLog;

/// <summary>Writes and reads the bytes that are described at <see cref="EntryLeaf"/>.</summary>
internal static class EntryLeafFormat
{
    private const byte Version = 1;
    private const int TimeLength = sizeof(long);

    internal static byte[] Write(EntryLeaf leaf)
    {
        var length = 1 + TimeLength + 3 + leaf.Kind.Length + leaf.Verdict.Length + leaf.PolicySetVersion.Length + 1
            + leaf.Commitments.Sum(c => 1 + c.Field.Length + FieldCommitment.Length);
        var bytes = new byte[length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), leaf.At.ToUnixTimeMilliseconds());
        var rest = bytes.AsSpan(1 + TimeLength);
        WriteWord(ref rest, leaf.Kind);
        WriteWord(ref rest, leaf.Verdict);
        WriteWord(ref rest, leaf.PolicySetVersion);
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

    internal static EntryLeaf? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 1 + TimeLength || bytes[0] != Version)
        {
            return null;
        }

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
            DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), kind, verdict, policySetVersion, commitments);
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
