using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>A self-contained receipt: one text file with a proof and a signed checkpoint (c2sp.org/tlog-proof@v1).</summary>
/// <remarks>
/// The format does not authenticate <see cref="Extra"/>. This log writes the entry's leaf there. The verifier hashes the leaf, and the
/// proof authenticates it as it would a leaf from any other source.
/// </remarks>
/// <param name="Index">The entry's index in the log, from 0.</param>
/// <param name="Hashes">The hashes of the inclusion proof, starting with the leaf's sibling.</param>
/// <param name="Checkpoint">The signed head that the proof leads to.</param>
/// <param name="Extra">The leaf's bytes, or empty.</param>
public sealed record TlogProof(
    long Index, IReadOnlyList<MerkleHash> Hashes, SignedCheckpoint Checkpoint, ReadOnlyMemory<byte> Extra)
{
    /// <summary>The first line of every proof file.</summary>
    public const string FirstLine = "c2sp.org/tlog-proof@v1";

    private const int FixedLength = 80;
    private const string ExtraPrefix = "extra ";
    private const string IndexPrefix = "index ";

    /// <summary>The proof with the tree size that its checkpoint gives.</summary>
    public InclusionProof Proof => new(Index, Checkpoint.Checkpoint.Size, Hashes);

    /// <summary>Reads a proof file. Every deviation from the format is refused.</summary>
    public static bool TryParse(string? file, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        var divide = file?.IndexOf("\n\n", StringComparison.Ordinal) ?? -1;
        if (divide < 0 || !SignedCheckpoint.TryParse(file![(divide + 2)..], out var checkpoint))
        {
            return false;
        }

        var lines = new Queue<string>(file[..divide].Split('\n'));
        byte[]? extra = [];
        if (lines.Dequeue() != FirstLine)
        {
            return false;
        }

        if (lines.TryPeek(out var line) && line.StartsWith(ExtraPrefix, StringComparison.Ordinal))
        {
            extra = StrictBase64.TryDecode(lines.Dequeue().AsSpan(ExtraPrefix.Length));
        }

        if (extra is null
            || !lines.TryDequeue(out line)
            || !line.StartsWith(IndexPrefix, StringComparison.Ordinal)
            || !Decimals.TryParse(line.AsSpan(IndexPrefix.Length), out var index))
        {
            return false;
        }

        var hashes = lines.Select(text => MerkleHash.TryParse(text, out var hash) ? hash : null).ToList();
        if (hashes.Count > 63 || hashes.Contains(null))
        {
            return false;
        }

        proof = new TlogProof(index, hashes.ConvertAll(hash => hash!.Value), checkpoint, extra);
        return true;
    }

    /// <summary>Whether the leaf is in the tree of the checkpoint. The signatures on the checkpoint are not checked.</summary>
    public bool Includes(MerkleHash leaf) => MerkleTree.VerifyInclusion(Proof, leaf, Checkpoint.Checkpoint.Root);

    /// <summary>The file's text.</summary>
    public override string ToString()
    {
        var checkpoint = Checkpoint.ToString();
        var file = new StringBuilder(FirstLine, FixedLength + (Extra.Length * 3 / 2) + (Hashes.Count * 45) + checkpoint.Length)
            .Append('\n');
        if (!Extra.IsEmpty)
        {
            file.Append(ExtraPrefix).Append(Convert.ToBase64String(Extra.Span)).Append('\n');
        }

        file.Append(CultureInfo.InvariantCulture, $"{IndexPrefix}{Index}\n");
        foreach (var hash in Hashes)
        {
            file.Append(hash.ToBase64()).Append('\n');
        }

        return file.Append('\n').Append(checkpoint).ToString();
    }
}
