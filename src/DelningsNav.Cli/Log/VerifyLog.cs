using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using DelningsNav.AuditLog;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Log;

/// <summary><c>delningsnav log verify</c>: checks an exported log, or a single receipt, offline.</summary>
/// <remarks>The exit codes are those of <see cref="ExitCodes"/>. Each fault is written to the error stream.</remarks>
internal sealed class VerifyLog(TextWriter output, TextWriter error)
{
    internal static Command Create()
    {
        var file = new Argument<string?>("file")
        {
            Description = "An export of the log (.jsonl) or a receipt (.tlog-proof)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var keys = new Option<string[]>("--key")
        {
            Description =
                "A verifier key line of the log (name+id+key), or a file with one on each line. Obtain it separately from the file",
            HelpName = "line or file",
        };
        var list = VerifierKeys.List();
        var since = new Option<string?>("--since")
        {
            Description = "A file with an earlier checkpoint of the log, which it must still begin with",
            HelpName = "checkpoint file",
        };
        var payload = new Option<string?>("--payload")
        {
            Description = "A file with the entry's payload, to compare with a receipt",
            HelpName = "payload file",
        };

        var command = new Command("verify", "Check an exported log or a receipt: proofs, signatures, and that nothing was changed")
        {
            file, keys, list, since, payload,
        };
        command.SetAction((parsed, ct) =>
            new VerifyLog(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error).RunAsync(
                parsed.GetValue(file), parsed.GetValue(keys) ?? [], parsed.GetValue(list), parsed.GetValue(since),
                parsed.GetValue(payload), ct));
        return command;
    }

    private async Task<int> RunAsync(
        string? file, string[] keyTexts, string? keyList, string? since, string? payload, CancellationToken ct)
    {
        try
        {
            if (string.IsNullOrEmpty(file))
            {
                return Unreadable("name the export or the receipt to check: `delningsnav log verify <file>`");
            }

            if (VerifierKeys.Read(keyTexts, keyList, out var unreadable) is not { } keys)
            {
                return Unreadable(unreadable);
            }

            await using var stream = new FileStream(
                file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return await IsReceiptAsync(stream, ct)
                ? await VerifyReceiptAsync(stream, keys, since, payload, ct)
                : await VerifyExportAsync(stream, keys, since, payload, ct);
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

    private async Task<int> VerifyExportAsync(
        FileStream stream, IReadOnlyList<NoteVerifier> keys, string? since, string? payload, CancellationToken ct)
    {
        if (payload is not null)
        {
            return Unreadable("`--payload` goes with a receipt; an export has its payloads in it");
        }

        SignedCheckpoint? earlier = null;
        if (since is not null && !SignedCheckpoint.TryParse(await File.ReadAllTextAsync(since, ct), out earlier))
        {
            return Unreadable($"`{since}` is not a signed checkpoint");
        }

        var progress = Console.IsErrorRedirected ? null : new EntriesChecked(error, stream);
        var verdict = await LogExportVerifier.VerifyAsync(stream, new LogTrust { Keys = keys, Earlier = earlier }, progress, ct);
        progress?.Clear();
        switch (verdict)
        {
            case LogExportVerdict.Sound sound:
                WarnIfSelfAsserted(sound.Count);
                output.WriteLine($"sound: {Words(sound.Count)}{Since(earlier)}");
                return ExitCodes.Sound;
            case LogExportVerdict.Unsound unsound:
                ReportFaults(unsound.Faults, unsound.FaultCount);
                WarnIfSelfAsserted(unsound.Count);
                output.WriteLine($"unsound: {Plural(unsound.FaultCount, "fault")}; {Words(unsound.Count)}");
                return ExitCodes.Unsound;
            case LogExportVerdict.Unreadable unreadable:
                return Unreadable(unreadable.Why);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<int> VerifyReceiptAsync(
        FileStream stream, IReadOnlyList<NoteVerifier> keys, string? since, string? payloadFile, CancellationToken ct)
    {
        if (since is not null)
        {
            return Unreadable("`--since` goes with an export; a receipt does not contain the entries between two checkpoints");
        }

        if (keys.Count == 0)
        {
            return Unreadable("a receipt contains no key, so it proves nothing without one: give `--key`");
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (!TlogProof.TryParse(await reader.ReadToEndAsync(ct), out var proof))
        {
            return Unreadable($"the file is not a receipt of the format `{TlogProof.FirstLine}`");
        }

        EntryPayload? payload = null;
        if (payloadFile is not null && !EntryPayload.TryParse(await File.ReadAllBytesAsync(payloadFile, ct), out payload))
        {
            return Unreadable($"`{payloadFile}` is not an entry's payload in canonical JSON");
        }

        var checkpoint = proof.Checkpoint.Checkpoint;
        switch (ProofFileVerifier.Verify(proof, keys, payload))
        {
            case ProofFileVerdict.Sound { Leaf: var leaf } sound:
                output.WriteLine(
                    $"sound: entry {proof.Index} of {checkpoint.Size}, "
                    + $"`{leaf.Kind}`{Verdict(leaf, payload)} at {Rfc3339(payload?.At ?? leaf.At)}, "
                    + $"{(payload is null ? "payload not given" : "payload bound")}, "
                    + $"root {checkpoint.Root.ToBase64()}, signed by {Names(sound.Signers)}");
                return ExitCodes.Sound;
            case ProofFileVerdict.Unsound unsound:
                ReportFaults(unsound.Faults, unsound.Faults.Count);
                output.WriteLine($"unsound: {Plural(unsound.Faults.Count, "fault")}; entry {proof.Index} of {checkpoint.Size}");
                return ExitCodes.Unsound;
            case ProofFileVerdict.Unreadable unreadable:
                return Unreadable(unreadable.Why);
            default:
                throw new UnreachableException();
        }
    }

    // The leaf says the minute, and older leaves the verdict. The payload, when it is given and bound, says the rest.
    private static string Verdict(EntryLeaf leaf, EntryPayload? payload) =>
        (payload?.Fields.GetValueOrDefault(EntryPayload.VerdictField) ?? leaf.Verdict) is { Length: > 0 } verdict ? $" ({verdict})" : "";

    private static async Task<bool> IsReceiptAsync(FileStream stream, CancellationToken ct)
    {
        var start = new byte[TlogProof.FirstLine.Length];
        var read = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        stream.Position = 0;
        return Encoding.ASCII.GetString(start, 0, read) == TlogProof.FirstLine;
    }

    private void ReportFaults(IReadOnlyList<LogFault> faults, long count)
    {
        foreach (var fault in faults)
        {
            error.WriteLine(fault);
        }

        if (count > faults.Count)
        {
            error.WriteLine($"and {count - faults.Count} more");
        }
    }

    private void WarnIfSelfAsserted(LogExportCount count)
    {
        if (count.SelfAsserted)
        {
            error.WriteLine(
                "note: the signature was checked only against the key inside the export (self-asserted), which shows that the "
                + "file is complete but not which hub wrote it; give `--key` with the log's key, obtained separately");
        }
    }

    private int Unreadable(string why)
    {
        error.WriteLine($"cannot check: {why}");
        return ExitCodes.Unreadable;
    }

    private static string Words(LogExportCount count) =>
        $"{Plural(count.Entries, "entry", "entries")}, {Plural(count.PayloadsChecked, "payload")} checked, "
        + $"{count.WithoutPayload} without payload, "
        + $"root {count.Root.ToBase64()}, signed by {(count.Signers.Count == 0 ? "nobody known" : Names(count.Signers))}"
        + (count.SelfAsserted ? " (self-asserted)" : "");

    private static string Since(SignedCheckpoint? earlier) =>
        earlier is null ? "" : $", begins with the {Plural(earlier.Checkpoint.Size, "entry", "entries")} of the earlier checkpoint";

    private static string Rfc3339(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH':'mm':'ss'.'fff'Z'", CultureInfo.InvariantCulture);

    private static string Names(IEnumerable<NoteVerifier> signers) =>
        string.Join(", ", signers.Select(key => $"`{key.Name}` ({key.KeyId:x8})"));

    private static string Plural(long count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";
}
