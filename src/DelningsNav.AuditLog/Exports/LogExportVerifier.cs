namespace DelningsNav.AuditLog;

/// <summary>Checks an export without the hub that wrote it, in one pass and in constant memory.</summary>
/// <remarks>
/// The checks, and what each would find:
/// <code>
///   1. Head      the checkpoint is of the named log and signed by a known key       a forged log, or another log
///                that had not ended before the last entry
///   2. Entries   each has its index in turn and a leaf of a known format            entries left out or moved
///   3. Payloads  each payload is the one that its leaf is committed to              a changed who, whom, what or why
///   4. Root      the entries give the root and the size of the checkpoint           any changed, added or missing entry
///   5. History   the first entries give the root of an earlier checkpoint           a log written again and signed again
/// </code>
/// The check continues after a fault and names all of them.
/// </remarks>
public sealed class LogExportVerifier
{
    /// <summary>The number of faults that are listed. Further faults are only counted.</summary>
    public const int MaxFaults = 1000;

    private const int ProgressEvery = 10_000;

    private readonly LogExportHeader _header;
    private readonly LogTrust _trust;
    private readonly GrowingTree _tree = new();
    private readonly List<LogFault> _faults = [];
    private long _faultCount;
    private long _payloads;
    private long _withoutPayload;
    private bool _anyLeafLost;
    private MerkleHash? _earlierRoot;
    private DateTimeOffset? _lastAt;

    private LogExportVerifier(LogExportHeader header, LogTrust trust)
    {
        _header = header;
        _trust = trust;
    }

    /// <summary>Checks the export, from the stream's current position to its end.</summary>
    /// <param name="export">The file, as <see cref="LogExportWriter"/> writes it.</param>
    /// <param name="trust">The keys and the earlier checkpoint that the caller already trusts.</param>
    /// <param name="progress">Receives the number of entries from time to time.</param>
    /// <param name="ct">Ends the check early.</param>
    public static async Task<LogExportVerdict> VerifyAsync(
        Stream export, LogTrust trust, IProgress<long>? progress, CancellationToken ct)
    {
        var lines = new LineReader(export);
        try
        {
            if (!await lines.ReadAsync(ct))
            {
                return new LogExportVerdict.Unreadable("the file is empty");
            }

            if (LogExportHeader.TryParse(lines.Line, out var why) is not { } header)
            {
                return new LogExportVerdict.Unreadable(why);
            }

            return await new LogExportVerifier(header, trust).VerifyAsync(lines, progress, ct);
        }
        catch (InvalidDataException tooLong)
        {
            return new LogExportVerdict.Unreadable(tooLong.Message);
        }
    }

    private async Task<LogExportVerdict> VerifyAsync(LineReader lines, IProgress<long>? progress, CancellationToken ct)
    {
        // Step 1: Head.
        var isSelfAsserted = _trust.Keys.Count == 0;
        var keys = isSelfAsserted ? _header.Keys : _trust.Keys;
        var checkpoint = _header.Checkpoint.Checkpoint;
        if (_header.Origin != checkpoint.Origin)
        {
            Report(LogFaultKind.UnknownOrigin, null, $"the header says log `{_header.Origin}`, its checkpoint `{checkpoint.Origin}`");
        }

        Report(CheckpointTrust.Judge(_header.Checkpoint, keys, out var signers));

        // Steps 2 and 3: Entries and Payloads.
        var count = 0L;
        for (; await lines.ReadAsync(ct); count++)
        {
            Check(count, lines);
            if ((count + 1) % ProgressEvery == 0)
            {
                progress?.Report(count + 1);
            }
        }

        if (_lastAt is { } at)
        {
            Report(CheckpointTrust.JudgeTime(keys, signers, count - 1, at));
        }

        // Step 4: Root.
        CheckRoot(checkpoint, count);

        // Step 5: History.
        if (_trust.Earlier is { } earlier)
        {
            Report(CheckpointTrust.Judge(earlier, keys, out _));
            CheckHistory(earlier.Checkpoint, checkpoint, count);
        }

        var summary = new LogExportCount(checkpoint, count, _payloads, _withoutPayload, _tree.Root, signers, isSelfAsserted);
        return _faultCount == 0
            ? new LogExportVerdict.Sound(summary)
            : new LogExportVerdict.Unsound(summary, _faults, _faultCount);
    }

    private void Check(long place, LineReader lines)
    {
        if (!lines.IsWhole || ExportedEntry.TryParse(lines.Line) is not { } entry)
        {
            _anyLeafLost = true;
            Report(LogFaultKind.UnreadableLine, place, "the line is not a whole entry of the export's format");
            return;
        }

        if (entry.Index != place)
        {
            Report(LogFaultKind.WrongIndex, place, $"the entry in this place says index {entry.Index}");
        }

        _tree.Add(MerkleTree.LeafHash(entry.Leaf));
        if (_tree.Size == _trust.Earlier?.Checkpoint.Size)
        {
            _earlierRoot = _tree.Root;
        }

        CheckContent(place, entry);
    }

    private void CheckContent(long place, ExportedEntry entry)
    {
        var isLeaf = EntryLeaf.TryParse(entry.Leaf, out var leaf);
        _lastAt = leaf?.At ?? _lastAt;
        if (!isLeaf)
        {
            Report(LogFaultKind.BadLeaf, place, "the leaf is not an entry of a known format version");
        }

        if (entry.Payload is not { } bytes)
        {
            _withoutPayload++;
            return;
        }

        _payloads++;
        if (!EntryPayload.TryParse(bytes.Span, out var payload))
        {
            Report(LogFaultKind.BadPayload, place, "the payload is not in its canonical form");
        }
        else if (isLeaf && payload.DifferencesFrom(leaf!) is { Count: > 0 } fields)
        {
            Report(LogFaultKind.PayloadDiffers, place, $"the payload is not the one its leaf binds{LogFault.In(fields)}");
        }
    }

    private void CheckRoot(Checkpoint checkpoint, long count)
    {
        if (count != checkpoint.Size)
        {
            Report(LogFaultKind.SizeDiffers, null, $"there are {count} entries, but the checkpoint covers {checkpoint.Size}");
        }

        if (_anyLeafLost || _tree.Root != checkpoint.Root)
        {
            Report(
                LogFaultKind.RootDiffers, null,
                $"the entries give the root {_tree.Root.ToBase64()}, the checkpoint says {checkpoint.Root.ToBase64()}");
        }
    }

    private void CheckHistory(Checkpoint earlier, Checkpoint checkpoint, long count)
    {
        if (earlier.Origin != checkpoint.Origin)
        {
            Report(LogFaultKind.UnknownOrigin, null, $"the earlier checkpoint is of another log, `{earlier.Origin}`");
        }
        else if (earlier.Size == 0)
        {
            Report(
                LogFaultKind.NotConsistent, null,
                "the earlier checkpoint is of the empty log, which every log begins with: it shows nothing");
        }
        else if (_anyLeafLost || _earlierRoot is null)
        {
            Report(
                LogFaultKind.NotConsistent, null,
                $"the earlier checkpoint covers {earlier.Size} entries, of which {Math.Min(count, _tree.Size)} can be read here");
        }
        else if (_earlierRoot != earlier.Root)
        {
            Report(LogFaultKind.NotConsistent, null, $"the first {earlier.Size} entries are not those that the earlier checkpoint covers");
        }
    }

    private void Report(LogFaultKind kind, long? index, string message) => Report(new LogFault(kind, index, message));

    private void Report(LogFault? fault)
    {
        if (fault is null)
        {
            return;
        }

        _faultCount++;
        if (_faults.Count < MaxFaults)
        {
            _faults.Add(fault);
        }
    }
}
