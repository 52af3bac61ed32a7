using System.Diagnostics.CodeAnalysis;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>
/// A checkpoint with the note that signs it. It is well formed, but must not be trusted before <see cref="Verify"/> has checked it.
/// </summary>
public sealed class SignedCheckpoint
{
    internal SignedCheckpoint(Checkpoint checkpoint, SignedNote note)
    {
        Checkpoint = checkpoint;
        Note = note;
    }

    /// <summary>The checkpoint that is signed.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The note with its signatures.</summary>
    public SignedNote Note { get; }

    /// <summary>Reads a signed note whose text is a checkpoint.</summary>
    public static bool TryParse(string? note, [NotNullWhen(true)] out SignedCheckpoint? checkpoint)
    {
        checkpoint = SignedNote.TryParse(note, out var parsed) && Checkpoint.TryParse(parsed.Text, out var head)
            ? new SignedCheckpoint(head, parsed)
            : null;
        return checkpoint is not null;
    }

    /// <summary>Checks the signatures by the known keys.</summary>
    /// <remarks>
    /// A log signs under its origin. Only keys of that name are therefore used. A signature by another log or by a witness alone proves
    /// nothing about this log, even if the key is trusted.
    /// </remarks>
    public NoteVerdict Verify(IEnumerable<NoteVerifier> known) => Note.Verify(known.Where(key => key.Name == Checkpoint.Origin));

    /// <summary>The note as it is stored and sent.</summary>
    public override string ToString() => Note.ToString();
}
