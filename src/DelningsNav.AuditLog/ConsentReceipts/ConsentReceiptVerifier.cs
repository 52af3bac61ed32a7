using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DelningsNav.Signing;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>
/// Checks a receipt of consent without the hub that issued it, even after the hub has erased the entry's payload (gallring).
/// </summary>
/// <remarks>
/// The checks, and what each would find:
/// <code>
///   1. Form       JSON that has one canonical form, of the known format            a member twice, a cut file
///   2. Signature  by a known key of the log's hub, over the whole receipt          any change, another hub
///   3. Format     every member present, in its one spelling, and no other          a receipt assembled by somebody else
///   4. Text       its hash is the one in the answer                                another text than was shown
///   5. Entries    of the right kind, time and place, each in the log's signed tree an answer that was never logged
///   6. Statement  the entry is committed to these facts and to no others           one consent's receipt with another's proof
/// </code>
/// The check continues after a fault and names all of them.
/// </remarks>
public static class ConsentReceiptVerifier
{
    /// <summary>Checks a receipt.</summary>
    /// <param name="file">The signed file. Its layout may have changed, because only the canonical form is checked.</param>
    /// <param name="known">The trusted keys: the log's own keys, obtained separately from the receipt. Without a key nothing is
    /// proved.</param>
    public static ConsentReceiptVerdict Verify(ReadOnlyMemory<byte> file, IReadOnlyList<NoteVerifier> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (file.Length > ConsentReceipt.MaxLength)
        {
            return new ConsentReceiptVerdict.Unreadable($"it is longer than {ConsentReceipt.MaxLength} bytes, which no receipt is");
        }

        // Step 1: Form.
        try
        {
            using var document = CanonicalJson.Parse(file.Span.StartsWith(Encoding.UTF8.Preamble)
                ? file[Encoding.UTF8.Preamble.Length..]
                : file);
            var root = document.RootElement;
            var whole = CanonicalJson.Write(root);
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schema", out var schema)
                && schema.ValueKind == JsonValueKind.String && schema.GetString() == ConsentReceipt.Schema
                    ? Verify(root, whole, known)
                    : new ConsentReceiptVerdict.Unreadable($"the file is not a receipt of the format `{ConsentReceipt.Schema}`");
        }
        catch (FormatException notJson)
        {
            return new ConsentReceiptVerdict.Unreadable(notJson.Message);
        }
    }

    private static ConsentReceiptVerdict Verify(JsonElement root, byte[] whole, IReadOnlyList<NoteVerifier> known)
    {
        // Steps 2 and 3: Signature and Format.
        var faults = new List<ConsentReceiptFault>();
        var signature = root.TryGetProperty(ConsentReceiptFormat.SignatureMember, out var member)
            && member.ValueKind == JsonValueKind.String
            ? member.GetString()!
            : "";
        var reader = new ConsentReceiptReader(faults);
        reader.Read(root);
        var signers = CheckSignature(root, signature, reader.Issuer, known, faults);
        if (reader.Receipt is { } made && UnfitAt(made.IssuedAt, made.Issuer, signers, known) is { } unfit)
        {
            faults.Add(new(ConsentReceiptFaultKind.UnknownSigner, unfit));
        }

        if (reader.Receipt is { } read && !ConsentReceiptFormat.Write(read, signature).AsSpan().SequenceEqual(whole))
        {
            faults.Add(new(
                ConsentReceiptFaultKind.Format,
                "the receipt has a member that the format does not have, or a value in another spelling"));
        }

        // Step 4: Text.
        if (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reader.Text))) != reader.Statement.TextHash)
        {
            faults.Add(new(ConsentReceiptFaultKind.TextDiffers, "the text does not give the SHA-256 that the receipt states"));
        }

        // Steps 5 and 6: Entries and Statement.
        new ConsentReceiptLogCheck(reader, known, faults).Check();
        return faults.Count == 0
            ? new ConsentReceiptVerdict.Sound(reader.Receipt!, signers)
            : new ConsentReceiptVerdict.Unsound(faults);
    }

    private static string? UnfitAt(DateTimeOffset at, string issuer, IReadOnlyList<NoteVerifier> signers, IReadOnlyList<NoteVerifier> known)
    {
        var list = KeyList.Of(known);
        return signers.All(key => list.IsValidAt(list.Contains(key) ? key : key.Under(issuer), at))
            ? null
            : $"the key `{signers[0].Name}` ({signers[0].KeyId:x8}) was not valid when the receipt was made";
    }

    private static IReadOnlyList<NoteVerifier> CheckSignature(
        JsonElement root, string signature, string issuer, IReadOnlyList<NoteVerifier> known, List<ConsentReceiptFault> faults)
    {
        var name = ConsentReceipt.SignerNameOf(issuer);

        // The first hubs had one key for the log and for receipts. If keys for receipts are known, only these sign receipts.
        var own = known.Where(key => key.Name == name).ToList();
        var keys = own.Count > 0 || !NoteName.IsValid(issuer) ? own : known.Where(key => key.Name == issuer).Select(key => key.Under(name));
        var content = CanonicalJson.Write(root, leavingOut: ConsentReceiptFormat.SignatureMember);
        switch (DetachedJws.Verify(signature, ConsentReceipt.SignatureType, content, keys))
        {
            case NoteVerdict.SignedBy by:
                return by.Signers;
            case NoteVerdict.BadSignature bad:
                faults.Add(new(
                    ConsentReceiptFaultKind.BadSignature,
                    $"the signature by `{bad.Claimed.Name}` ({bad.Claimed.KeyId:x8}) is not over what the receipt says"));
                return [];
            case NoteVerdict.NoKnownSigner:
                faults.Add(
                    new(ConsentReceiptFaultKind.UnknownSigner, $"none of the given keys signed the receipt in the name of `{issuer}`"));
                return [];
            default:
                throw new UnreachableException();
        }
    }
}
