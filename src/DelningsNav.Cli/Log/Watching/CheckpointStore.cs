using System.Text;
using DelningsNav.AuditLog;

namespace DelningsNav.Cli.Log.Watching;

/// <summary>The store cannot be used: it cannot be read or written, or does not contain what this program wrote.</summary>
internal sealed class StoreException(string message) : Exception(message);

/// <summary>Every checkpoint that a log has shown, in one file that only grows.</summary>
/// <remarks>
/// <para>
/// An event counts when its line has been flushed to the disk with its line feed. A line without one was being written at a crash; it
/// never counted, and is removed.
/// </para>
/// <para>
/// The file is locked from <see cref="OpenAsync"/> until the return value is disposed of, so that a checkpoint is stored next to the one
/// that it was compared with. Between rounds it is free, so that a person can accept an alarm while the monitor runs.
/// </para>
/// </remarks>
internal sealed class CheckpointStore(string folder, TimeProvider clock)
{
    private const string FileName = "checkpoints.jsonl";

    /// <summary>How often a file that another program has open is tried, a second apart.</summary>
    private const int Tries = 10;

    private readonly string _path = Path.Combine(Path.GetFullPath(folder), FileName);
    private long _read;

    /// <summary>The last checkpoint that counts, or null while there is none.</summary>
    internal SignedCheckpoint? Newest { get; private set; }

    /// <summary>When the newest checkpoint was stored.</summary>
    internal DateTimeOffset NewestAt { get; private set; }

    /// <summary>The rollback or fork that no person has accepted yet, or null.</summary>
    internal Alarm? Unaccepted { get; private set; }

    /// <summary>The last checkpoint that the hub has shown, which differs from <see cref="Newest"/> only during an alarm.</summary>
    internal SignedCheckpoint? LastSeen { get; private set; }

    /// <summary>The list of keys that the hub has shown and that was sound, or empty.</summary>
    internal string KeyStatements { get; private set; } = "";

    /// <summary>Locks the store and reads what was added to it.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    internal async Task<Access> OpenAsync(CancellationToken ct)
    {
        var file = await WhenFreeAsync(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, ct);
        try
        {
            await ReadAsync(file, ct);
            return new Access(this, file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The stored checkpoint of the largest log with at most this many entries, or null. It needs no right to write.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal async Task<SignedCheckpoint?> FindAsync(long atMost, CancellationToken ct)
    {
        SignedCheckpoint? found = null;
        try
        {
            using var text = new StreamReader(await WhenFreeAsync(FileMode.Open, FileAccess.Read, FileShare.ReadWrite, ct));
            while (await text.ReadLineAsync(ct) is { } line)
            {
                // A last line that a crash cut off is no event.
                if (StoredEvent.Parse(line) is var (stored, checkpoint)
                    && stored.Event is (StoredEvent.Stored or StoredEvent.Accepted)
                    && checkpoint.Checkpoint.Size <= atMost
                    && checkpoint.Checkpoint.Size >= (found?.Checkpoint.Size ?? 0))
                {
                    found = checkpoint;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw Unusable(broken);
        }

        return found;
    }

    private async Task<FileStream> WhenFreeAsync(FileMode mode, FileAccess access, FileShare share, CancellationToken ct)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                if (mode == FileMode.OpenOrCreate)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
                }

                return new FileStream(_path, mode, access, share);
            }
            catch (IOException locked) when (tried < Tries && IsLock(locked))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock, ct);
            }
            catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
            {
                throw Unusable(broken);
            }
        }
    }

    private async Task ReadAsync(FileStream file, CancellationToken ct)
    {
        try
        {
            if (file.Length < _read)
            {
                throw new StoreException($"`{_path}` has become shorter; its lines are evidence and must not be removed");
            }

            file.Position = _read;
            var unfinished = new List<byte>();
            var buffer = new byte[65_536];
            for (int count; (count = await file.ReadAsync(buffer, ct)) > 0;)
            {
                foreach (var octet in buffer.AsSpan(0, count))
                {
                    if (octet != '\n')
                    {
                        unfinished.Add(octet);
                        continue;
                    }

                    Apply(Encoding.UTF8.GetString([.. unfinished]));
                    _read += unfinished.Count + 1;
                    unfinished.Clear();
                }
            }

            file.SetLength(_read);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw Unusable(broken);
        }
    }

    private void Apply(string line)
    {
        if (StoredEvent.Parse(line) is not ({ } stored, { } checkpoint))
        {
            throw new StoreException($"`{_path}` contains a line after byte {_read} that this program did not write");
        }

        if (stored.Event == StoredEvent.Keys)
        {
            KeyStatements = stored.Text ?? "";
            return;
        }

        LastSeen = checkpoint;
        switch (stored.Event)
        {
            case StoredEvent.Stored:
            case StoredEvent.Accepted:
                (Newest, NewestAt, Unaccepted) = (checkpoint, stored.At, null);
                break;
            case StoredEvent.Alarm:
                var kind = stored.Code == Alarm.CodeOf(AlarmKind.Rollback) ? AlarmKind.Rollback : AlarmKind.Fork;
                Unaccepted = new Alarm(kind, stored.Text ?? "");
                break;
        }
    }

    // A lock of another process has the number of Linux, of Windows or of macOS.
    private static bool IsLock(IOException broken) => (broken.HResult & 0xFFFF) is 11 or 32 or 35;

    private StoreException Unusable(Exception broken) => new($"`{_path}` cannot be used: {broken.Message.ReplaceLineEndings(" ")}");

    /// <summary>The locked store.</summary>
    internal sealed class Access(CheckpointStore store, FileStream file) : IAsyncDisposable
    {
        /// <summary>Adds an event. It is on the disk when this returns.</summary>
        /// <exception cref="StoreException">It could not be written.</exception>
        internal void Append(StoredEvent added)
        {
            try
            {
                var line = added.ToLine();
                file.Position = store._read;
                file.Write(Encoding.UTF8.GetBytes(line + '\n'));
                file.Flush(flushToDisk: true);
                store.Apply(line);
                store._read = file.Position;
            }
            catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
            {
                throw store.Unusable(broken);
            }
        }

        /// <summary>Unlocks the store.</summary>
        public ValueTask DisposeAsync() => file.DisposeAsync();
    }
}
