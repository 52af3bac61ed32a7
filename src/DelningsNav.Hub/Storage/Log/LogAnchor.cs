using DelningsNav.AuditLog;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// The newest head that this node has signed or read, in memory and in a <see cref="CheckpointFile"/>. The database must never be behind
/// it. What closed a door is stored next to it in a <see cref="ClosingsFile"/>.
/// </summary>
/// <remarks>
/// The file is written in the background after each commit, one write at a time and always the newest checkpoint, so that no append waits
/// for it. A file that is behind the database is therefore normal. A database that is behind the file is not.
/// </remarks>
internal sealed class LogAnchor : IAsyncDisposable
{
    private readonly CheckpointFile _file;
    private readonly Lock _lock = new();
    private readonly ClosingsFile _closings;
    private readonly Queue<Closing> _unwrittenClosings = new();
    private AnchoredHead? _newest;
    private AnchoredHead? _written;
    private Task _writing = Task.CompletedTask;

    private LogAnchor(CheckpointFile file, AnchoredHead? stored)
    {
        _file = file;
        _closings = new ClosingsFile(file.Path + ".closings");
        _newest = _written = stored;
    }

    /// <summary>The newest head, or null when this node has not signed or read any.</summary>
    public AnchoredHead? Newest
    {
        get
        {
            lock (_lock)
            {
                return _newest;
            }
        }
    }

    /// <summary>The place of the file.</summary>
    public string Place => _file.Path;

    /// <summary>
    /// Why the file could not be written the last time, or null. Until it can be written, a restart forgets what came later.
    /// </summary>
    public string? WriteFault { get; private set; }

    /// <summary>Reads the file, and checks that this hub signed it.</summary>
    /// <exception cref="StorageException">The file cannot be read, or this hub did not sign its checkpoint.</exception>
    public static LogAnchor Open(string path, LogIdentity identity)
    {
        var file = new CheckpointFile(path);
        var stored = file.Read();
        return stored is null || identity.HasSigned(stored.Checkpoint)
            ? new LogAnchor(file, stored)
            : throw new StorageException(
                $"the checkpoint file `{file.Path}` was not signed with this hub's key for `{identity.Origin}`; "
                + "the key file, the checkpoint file and Hub:LogOrigin must be of the same hub");
    }

    /// <summary>Takes a checkpoint that is committed and verified. A checkpoint of a smaller log than the newest changes nothing.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="closings">The entries that closed a door, and that the checkpoint covers for the first time.</param>
    public void Take(SignedCheckpoint checkpoint, IEnumerable<Closing> closings)
    {
        lock (_lock)
        {
            foreach (var closing in closings)
            {
                _unwrittenClosings.Enqueue(closing);
            }

            var head = new AnchoredHead(_newest?.Incarnation ?? 0, checkpoint);
            _newest = head.IsAfter(_newest) ? head : _newest;
            StartWriting();
        }
    }

    /// <summary>Takes the first head of a new incarnation, which may be of a smaller log.</summary>
    public void Restart(AnchoredHead head)
    {
        lock (_lock)
        {
            _newest = head;
            StartWriting();
        }
    }

    /// <summary>The entries that closed a door, as far as this node has seen them, oldest first.</summary>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public IReadOnlyList<Closing> Closings() => _closings.Read();

    /// <summary>Returns when the newest checkpoint is in the file, or could not be written.</summary>
    public async ValueTask DisposeAsync()
    {
        Task writing;
        lock (_lock)
        {
            writing = _writing;
        }

        await writing;
    }

    // The caller holds the lock.
    private void StartWriting()
    {
        if (_writing.IsCompleted && (_written != _newest || _unwrittenClosings.Count > 0))
        {
            _writing = Task.Run(Write);
        }
    }

    private void Write()
    {
        while (Unwritten() is { } next)
        {
            try
            {
                _closings.Append(next.Closings);
                _file.Write(next.Head);
                WriteFault = null;
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                WriteFault = $"the checkpoint file `{_file.Path}` cannot be written: {cause.Message}";
                GiveBack(next.Closings);
                return;
            }
        }
    }

    // The next checkpoint tries again.
    private void GiveBack(IReadOnlyList<Closing> closings)
    {
        lock (_lock)
        {
            _written = null;
            var later = _unwrittenClosings.ToArray();
            _unwrittenClosings.Clear();
            foreach (var closing in closings.Concat(later))
            {
                _unwrittenClosings.Enqueue(closing);
            }

            _writing = Task.CompletedTask;
        }
    }

    // Ends the writing in the same lock in which nothing new was found, so that no checkpoint is left behind.
    private (AnchoredHead Head, IReadOnlyList<Closing> Closings)? Unwritten()
    {
        lock (_lock)
        {
            if (_newest is null || (_written == _newest && _unwrittenClosings.Count == 0))
            {
                _writing = Task.CompletedTask;
                return null;
            }

            _written = _newest;
            Closing[] closings = [.. _unwrittenClosings];
            _unwrittenClosings.Clear();
            return (_newest, closings);
        }
    }
}
