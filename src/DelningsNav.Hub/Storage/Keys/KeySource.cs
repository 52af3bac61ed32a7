namespace DelningsNav.Hub.Storage.Keys;

/// <summary>The source of the hub's root keys: a file by default, a key vault in production.</summary>
public interface IKeySource
{
    /// <summary>The root keys.</summary>
    /// <exception cref="KeySourceException">The keys cannot be read, or are invalid.</exception>
    Task<RootKeys> ReadAsync(CancellationToken ct);
}

/// <summary>The root keys are unavailable. The hub does not start without them.</summary>
public sealed class KeySourceException : Exception
{
    /// <summary>Creates the exception. The message says what is wrong and what to do.</summary>
    public KeySourceException(string message)
        : base(message) { }

    /// <summary>Creates the exception with its cause.</summary>
    public KeySourceException(string message, Exception cause)
        : base(message, cause) { }
}

/// <summary>Root keys in a file that only its owner may read. The file is made at the first start of a new hub, and never again.</summary>
public sealed class KeyFile(string path) : IKeySource
{
    private const int LockAttempts = 600;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <inheritdoc/>
    public async Task<RootKeys> ReadAsync(CancellationToken ct)
    {
        try
        {
            if (!Exists)
            {
                throw new KeySourceException($"there is no key file `{path}`; put the hub's own key file back from its backup");
            }

            AssertPrivate();
            return KeyFileFormat.Read(await File.ReadAllBytesAsync(path, ct));
        }
        catch (FormatException cause)
        {
            throw new KeySourceException($"the key file `{path}` {cause.Message}; restore it from its backup", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new KeySourceException($"the key file `{path}` cannot be read or made: {cause.Message}", cause);
        }
    }

    /// <summary>Whether there is a key file.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>The keys of a hub that starts for the first time. The file is made, unless another node has made it.</summary>
    /// <exception cref="KeySourceException">The file cannot be made or read.</exception>
    public async Task<RootKeys> MakeAsync(CancellationToken ct)
    {
        try
        {
            await CreateAsync(ct);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new KeySourceException($"the key file `{path}` cannot be read or made: {cause.Message}", cause);
        }

        return await ReadAsync(ct);
    }

    /// <summary>
    /// Changes the keys. Nobody else changes the file meanwhile, and every node finds either the earlier keys or the new ones.
    /// </summary>
    /// <returns>The keys that are in the file now.</returns>
    /// <exception cref="KeySourceException">The file cannot be read or written; nothing was changed.</exception>
    public async Task<RootKeys> ChangeAsync(Func<RootKeys, RootKeys> change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        var draft = $"{path}.{Path.GetRandomFileName()}.new";
        try
        {
            await ReadAsync(ct);
            await using var locked = await LockAsync(ct);
            var changed = change(await ReadAsync(ct));
            await WriteAsync(draft, changed, ct);
            File.Move(draft, path, overwrite: true);
            return changed;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
            throw new KeySourceException($"the key file `{path}` cannot be changed: {cause.Message}", cause);
        }
    }

    private static async Task WriteAsync(string draft, RootKeys keys, CancellationToken ct)
    {
        await using var file = new FileStream(draft, PrivateFile.New(FileMode.CreateNew));
        await file.WriteAsync(KeyFileFormat.Write(keys), ct);
        file.Flush(flushToDisk: true);
    }

    // Somebody else who can read the keys can read everything that the hub stores, and may already have done so.
    private void AssertPrivate()
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new KeySourceException(
                $"the key file `{path}` can be read by others than its owner; run `chmod 600 {path}`, and replace the keys if others have "
                + "accounts on this machine");
        }
    }

    // The file is written completely next to its final place, flushed, and then moved there. A crash therefore leaves no half-written file,
    // which would make the data unreadable. Of several nodes that start for the first time on one folder, one makes the file under the
    // lock, and the others use it. Moving without overwriting is not enough: on Unix the framework looks first and moves then.
    private async Task CreateAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using var locked = await LockAsync(ct);
        if (File.Exists(path))
        {
            return;
        }

        var draft = $"{path}.{Path.GetRandomFileName()}.new";
        await WriteAsync(draft, RootKeys.Create(), ct);
        File.Move(draft, path, overwrite: false);
    }

    // The lock file stays. A file that is deleted while another opens it would be two locks. A lock ends with the process that has it.
    private async Task<FileStream> LockAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path + ".lock", PrivateFile.New(FileMode.OpenOrCreate));
            }
            catch (IOException) when (attempt < LockAttempts && File.Exists(path + ".lock"))
            {
                await Task.Delay(BetweenAttempts, ct);
            }
        }
    }
}
