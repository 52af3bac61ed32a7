using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DelningsNav.Signing.Notes;

/// <summary>A text with signatures under it, in the format of c2sp.org/signed-note.</summary>
/// <remarks>
/// Reading checks only the form. Trust nothing in a note until <see cref="Verify"/> has returned <see cref="NoteVerdict.SignedBy"/> for
/// keys that you trust.
/// </remarks>
public sealed class SignedNote
{
    /// <summary>The largest number of signatures of a note. The format demands that at least 16 are accepted.</summary>
    public const int MaxSignatures = 100;

    private const int MaxLength = 1 << 20;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private SignedNote(string text, IReadOnlyList<NoteSignature> signatures)
    {
        Text = text;
        Signatures = signatures;
    }

    /// <summary>The text that is signed, including its last line feed.</summary>
    public string Text { get; }

    /// <summary>The signature lines in their order, both of known and of unknown keys. Never empty.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Signs a text with one key. <see cref="With"/> adds further signatures.</summary>
    /// <exception cref="ArgumentException">The text does not end in a line feed, or contains control characters.</exception>
    public static SignedNote Sign(string text, NoteSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        if (!IsText(text))
        {
            throw new ArgumentException("a note's text ends in a line feed and holds no other control character", nameof(text));
        }

        return new SignedNote(text, [signer.Sign(text)]);
    }

    /// <summary>This note with one more signature.</summary>
    public SignedNote With(NoteSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return new SignedNote(Text, [.. Signatures, signer.Sign(Text)]);
    }

    /// <summary>Reads a note. Every deviation from the format is refused.</summary>
    public static bool TryParse(string? note, [NotNullWhen(true)] out SignedNote? parsed)
    {
        parsed = null;
        if (note is null || note.Length > MaxLength || !IsText(note))
        {
            return false;
        }

        // The text may itself contain empty lines. The last empty line separates it from the signatures.
        var divide = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (divide < 0)
        {
            return false;
        }

        var lines = note[(divide + 2)..].Split('\n');
        var signatures = lines[..^1].Select(NoteSignature.TryParse).ToList();
        if (signatures.Count is 0 or > MaxSignatures || signatures.Contains(null))
        {
            return false;
        }

        parsed = new SignedNote(note[..(divide + 1)], signatures!);
        return true;
    }

    /// <summary>Checks the signatures by the known keys.</summary>
    /// <remarks>Signatures by unknown keys are ignored. One bad signature that names a known key makes the whole note bad.</remarks>
    public NoteVerdict Verify(IEnumerable<NoteVerifier> known)
    {
        var verifiers = known.ToList();
        var signers = new List<NoteVerifier>();
        foreach (var signature in Signatures)
        {
            if (verifiers.Find(v => v.Claims(signature)) is not { } verifier)
            {
                continue;
            }

            if (!verifier.Verifies(Text, signature))
            {
                return new NoteVerdict.BadSignature(verifier);
            }

            signers.Add(verifier);
        }

        return signers.Count > 0 ? new NoteVerdict.SignedBy(signers.Distinct().ToList()) : new NoteVerdict.NoKnownSigner();
    }

    /// <summary>The note as it is stored and sent.</summary>
    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            note.Append(signature).Append('\n');
        }

        return note.ToString();
    }

    private static bool IsText(string? text)
    {
        if (text is null || !text.EndsWith('\n') || text.Any(c => c < ' ' && c != '\n'))
        {
            return false;
        }

        try
        {
            return StrictUtf8.GetByteCount(text) > 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
