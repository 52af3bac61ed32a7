using DelningsNav.AuditLog;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// A checkpoint in a file outside the database, beside the hub's keys. One who can write only the database cannot change it.
/// </summary>
/// <remarks>
/// The file is written completely next to its place, flushed to the disk, and then moved there, so that a crash leaves the earlier file.
/// Several nodes may share the file. If two write at once, the file may be one checkpoint behind, which is normal.
/// </remarks>
internal sealed class CheckpointFile(string path)
{
    /// <summary>The longest text that is read. A checkpoint with one signature has about 250 characters.</summary>
    private const int LongestText = 16_384;

    /// <summary>The file's place.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The stored checkpoint, or null when there is no file. Its signature is not checked here.</summary>
    /// <exception cref="StorageException">The file cannot be read, or is not a checkpoint.</exception>
    public SignedCheckpoint? Read()
    {
        try
        {
            if (!File.Exists(Path))
            {
                return null;
            }

            if (new FileInfo(Path).Length <= LongestText && SignedCheckpoint.TryParse(File.ReadAllText(Path), out var checkpoint))
            {
                return checkpoint;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the checkpoint file `{Path}` cannot be read: {cause.Message}");
        }

        throw new StorageException(
            $"the checkpoint file `{Path}` does not contain a signed checkpoint; copy the file of another node or of a backup here");
    }

    /// <summary>Writes a checkpoint, unless the file already has one of a larger log. It is durable when this returns.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The hub may not write in the folder.</exception>
    public void Write(SignedCheckpoint checkpoint)
    {
        if (SignedCheckpoint.TryParse(File.Exists(Path) ? File.ReadAllText(Path) : null, out var stored)
            && stored.Checkpoint.Size >= checkpoint.Checkpoint.Size)
        {
            return;
        }

        Replace(checkpoint);
    }

    /// <summary>Writes a checkpoint even if the file has one of a larger log. Only a confirmed restore does this.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The hub may not write in the folder.</exception>
    public void Overwrite(SignedCheckpoint checkpoint)
    {
        Replace(checkpoint);
    }

    private void Replace(SignedCheckpoint checkpoint)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var draft = $"{Path}.{Environment.ProcessId}.new";
        using (var file = new FileStream(draft, PrivateFile.New(FileMode.Create)))
        using (var text = new StreamWriter(file))
        {
            text.Write(checkpoint.ToString());
            text.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, Path, overwrite: true);
    }
}

/// <summary>How files with secrets, or with what the hub trusts, are opened: only the hub's own account may read or write them.</summary>
internal static class PrivateFile
{
    /// <summary>Options for a file that only its owner may read and write, and that nobody else may open at the same time.</summary>
    public static FileStreamOptions New(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
