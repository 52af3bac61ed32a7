using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DelningsNav.AuditLog;
using DelningsNav.Cli.Log;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Receipts;

/// <summary><c>delningsnav receipt verify</c>: checks a signed receipt of consent offline.</summary>
/// <remarks>The exit codes are those of <see cref="ExitCodes"/>. Each fault is written to the error stream.</remarks>
internal sealed class VerifyReceipt(TextWriter output, TextWriter error)
{
    internal static Command Create()
    {
        var file = new Argument<string?>("file")
        {
            Description = "A signed receipt of consent (.json), as it was downloaded from the hub",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var keys = new Option<string[]>("--key")
        {
            Description =
                "A verifier key line of the log (name+id+key), or a file with one on each line. Obtain it separately from the receipt",
            HelpName = "line or file",
        };

        var list = VerifierKeys.List();
        var command = new Command(
            "verify",
            "Check a receipt of consent: who signed it, that the text is the one that was shown, and that the log contains the answer")
        {
            file, keys, list,
        };
        command.SetAction((parsed, ct) =>
            new VerifyReceipt(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error).RunAsync(
                parsed.GetValue(file), parsed.GetValue(keys) ?? [], parsed.GetValue(list), ct));
        return command;
    }

    private async Task<int> RunAsync(string? file, string[] keyTexts, string? keyList, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(file))
        {
            return Unreadable("name the receipt to check: `delningsnav receipt verify <file> --key <line or file>`");
        }

        try
        {
            if (VerifierKeys.Read(keyTexts, keyList, out var unreadable) is not { } keys)
            {
                return Unreadable(unreadable);
            }

            return keys.Count == 0
                ? Unreadable("a receipt contains no key, so it proves nothing without one: give `--key`")
                : Tell(ConsentReceiptVerifier.Verify(await ReadAsync(file, ct), keys));
        }
        catch (IOException unreadable)
        {
            return Unreadable(unreadable.Message);
        }
        catch (UnauthorizedAccessException unreadable)
        {
            return Unreadable(unreadable.Message);
        }
    }

    // Reads at most one byte more than the longest receipt. That is enough to find that a file is too long.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string file, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        var bytes = new byte[ConsentReceipt.MaxLength + 1];
        return bytes.AsMemory(0, await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct));
    }

    private int Tell(ConsentReceiptVerdict verdict)
    {
        switch (verdict)
        {
            case ConsentReceiptVerdict.Sound sound:
                output.WriteLine($"sound: {Words(sound.Receipt)}, signed by {Names(sound.Signers)}");
                return ExitCodes.Sound;
            case ConsentReceiptVerdict.Unsound { Faults: var faults }:
                foreach (var fault in faults)
                {
                    error.WriteLine(fault);
                }

                output.WriteLine($"unsound: {faults.Count} fault{(faults.Count == 1 ? "" : "s")}");
                return ExitCodes.Unsound;
            case ConsentReceiptVerdict.Unreadable unreadable:
                return Unreadable($"{unreadable.Why}; a receipt of the log itself (.tlog-proof) is checked by `delningsnav log verify`");
            default:
                throw new UnreachableException();
        }
    }

    private int Unreadable(string why)
    {
        error.WriteLine($"cannot check: {why}");
        return ExitCodes.Unreadable;
    }

    private static string Words(ConsentReceipt receipt)
    {
        var (statement, proof) = (receipt.Statement, receipt.Proofs.Answer);
        var capacity = statement.Capacity == ConsentSignerCapacity.Guardian ? "a guardian" : "the one it is about";
        return $"consent {statement.Consent}, answered {(statement.IsGranted ? "yes" : "no")} by {capacity} "
            + $"to the text {statement.TextHash} (version {statement.TextVersion}, {statement.TextLanguage}), "
            + $"entry {proof.Index} of {proof.Checkpoint.Checkpoint.Size}, "
            + string.Create(
                CultureInfo.InvariantCulture,
                $"as it stood at {receipt.IssuedAt.UtcDateTime:yyyy-MM-dd'T'HH':'mm':'ss'Z'}: {receipt.Status}");
    }

    private static string Names(IEnumerable<NoteVerifier> signers) =>
        string.Join(", ", signers.Select(key => $"`{key.Name}` ({key.KeyId:x8})"));
}
