using DelningsNav.AuditLog;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// The newest checkpoint that this node has signed or read, in memory and in a <see cref="CheckpointFile"/>. The database must never be
/// behind it.
/// </summary>
/// <remarks>
/// The file is written in the background after each commit, one write at a time and always the newest checkpoint, so that no append waits
/// for it. A file that is behind the database is therefore normal. A database that is behind the file is not.
/// </remarks>
internal sealed class LogAnchor : IAsyncDisposable
{
    private readonly CheckpointFile _file;
    private readonly Lock _lock = new();
    private SignedCheckpoint? _newest;
    private SignedCheckpoint? _written;
    private Task _writing = Task.CompletedTask;

    private LogAnchor(CheckpointFile file, SignedCheckpoint? stored)
    {
        _file = file;
        _newest = _written = stored;
    }

    /// <summary>The newest checkpoint, or null when this node has not signed or read any.</summary>
    public SignedCheckpoint? Newest
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

    /// <summary>Why the file could not be written the last time, or null. Until it can be written, a restart forgets what came later.</summary>
    public string? WriteFault { get; private set; }

    /// <summary>Reads the file, and checks that this hub signed it.</summary>
    /// <exception cref="StorageException">The file cannot be read, or this hub did not sign its checkpoint.</exception>
    public static LogAnchor Open(string path, LogIdentity identity)
    {
        var file = new CheckpointFile(path);
        var stored = file.Read();
        return stored is null || identity.HasSigned(stored)
            ? new LogAnchor(file, stored)
            : throw new StorageException(
                $"the checkpoint file `{file.Path}` was not signed with this hub's key for `{identity.Origin}`; "
                + "the key file, the checkpoint file and Hub:LogOrigin must be of the same hub");
    }

    /// <summary>Takes a checkpoint that is committed and verified. A checkpoint of a smaller log than the newest changes nothing.</summary>
    public void Take(SignedCheckpoint checkpoint)
    {
        lock (_lock)
        {
            if (_newest is not null && _newest.Checkpoint.Size >= checkpoint.Checkpoint.Size)
            {
                return;
            }

            _newest = checkpoint;
            if (_writing.IsCompleted)
            {
                _writing = Task.Run(Write);
            }
        }
    }

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

    private void Write()
    {
        while (Unwritten() is { } newest)
        {
            try
            {
                _file.Write(newest);
                WriteFault = null;
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                // The next checkpoint tries again. Meanwhile readiness says it.
                WriteFault = $"the checkpoint file `{_file.Path}` cannot be written: {cause.Message}";
            }
        }
    }

    // Ends the writing in the same lock in which nothing new was found, so that no checkpoint is left behind.
    private SignedCheckpoint? Unwritten()
    {
        lock (_lock)
        {
            if (_written == _newest)
            {
                _writing = Task.CompletedTask;
                return null;
            }

            return _written = _newest;
        }
    }
}
