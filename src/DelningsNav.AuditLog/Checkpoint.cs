using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>
/// The head of a log at one moment: the log's name, its size, and the root over all its entries (c2sp.org/tlog-checkpoint).
/// </summary>
/// <remarks>
/// A checkpoint must have exactly three lines, with numbers and base64 in their only spelling. The format allows extension lines, but
/// this log neither writes nor accepts them, so that a signed checkpoint contains exactly these three values.
/// </remarks>
/// <param name="Origin">The log's name, <c>host/tenant/audit</c>.</param>
/// <param name="Size">How many entries the log has.</param>
/// <param name="Root">The root over all entries.</param>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root)
{
    /// <summary>The text that is signed.</summary>
    /// <exception cref="InvalidOperationException">The origin is not valid in a checkpoint, or the size is negative.</exception>
    public string ToNoteText() => NoteName.IsValid(Origin) && Size >= 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.ToBase64()}\n")
        : throw new InvalidOperationException("an origin has no white space and no plus sign, and a size is not negative");

    /// <summary>Reads a checkpoint's text.</summary>
    public static bool TryParse(string? noteText, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = noteText?.Split('\n') is [var origin, var size, var root, ""]
            && NoteName.IsValid(origin)
            && Decimals.TryParse(size, out var leaves)
            && MerkleHash.TryParse(root, out var hash)
                ? new Checkpoint(origin, leaves, hash.Value)
                : null;
        return checkpoint is not null;
    }

    /// <summary>Reads a checkpoint's text.</summary>
    /// <exception cref="FormatException">The text is not exactly three lines with the origin, the size and the root.</exception>
    public static Checkpoint Parse(string noteText) => TryParse(noteText, out var checkpoint)
        ? checkpoint
        : throw new FormatException("a checkpoint is three lines: origin, size and base64 root");

    /// <summary>Signs this head. The log must never sign two heads that are not consistent.</summary>
    public SignedCheckpoint Sign(NoteSigner signer) => new(this, SignedNote.Sign(ToNoteText(), signer));

    /// <summary>Signs this head with several keys, a line for each, while one key replaces another.</summary>
    public SignedCheckpoint Sign(IReadOnlyList<NoteSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        return new(this, signers.Skip(1).Aggregate(SignedNote.Sign(ToNoteText(), signers[0]), (note, signer) => note.With(signer)));
    }
}
