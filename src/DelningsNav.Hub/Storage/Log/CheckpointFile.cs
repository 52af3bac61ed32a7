using System.Globalization;
using DelningsNav.AuditLog;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>The newest head that a node knows.</summary>
/// <param name="Incarnation">How many times the log has gone on from an older database after people confirmed it. Usually 0.</param>
/// <param name="Checkpoint">The signed checkpoint.</param>
internal sealed record AnchoredHead(int Incarnation, SignedCheckpoint Checkpoint)
{
    /// <summary>Whether this head is later than another.</summary>
    public bool IsAfter(AnchoredHead? other) =>
        other is null
        || Incarnation > other.Incarnation
        || (Incarnation == other.Incarnation && Checkpoint.Checkpoint.Size > other.Checkpoint.Checkpoint.Size);
}

/// <summary>
/// The newest head in a file outside the database, next to the hub's keys. An attacker who can write only the database
/// cannot change it.
/// </summary>
/// <remarks>
/// The first line has the number of the incarnation; the signed checkpoint follows after an empty line. The file is written completely next
/// to its place, flushed to the disk, and then moved there, so that a crash leaves the earlier file. Several nodes may share the file. If
/// two write at once, the file may be one checkpoint behind, which is normal.
/// </remarks>
internal sealed class CheckpointFile(string path)
{
    private const string FirstWord = "incarnation ";

    /// <summary>The longest text that is read. A checkpoint with one signature has about 250 characters.</summary>
    private const int LongestText = 16_384;

    /// <summary>The file's place.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The stored head, or null when there is no file. The signature is not checked here.</summary>
    /// <exception cref="StorageException">The file cannot be read, or is not a checkpoint.</exception>
    public AnchoredHead? Read()
    {
        try
        {
            if (!File.Exists(Path))
            {
                return null;
            }

            if (new FileInfo(Path).Length <= LongestText && Parse(File.ReadAllText(Path)) is { } head)
            {
                return head;
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the checkpoint file `{Path}` cannot be read: {cause.Message}");
        }

        throw new StorageException(
            $"the checkpoint file `{Path}` does not contain a signed checkpoint; copy the file of another node or of a backup here");
    }

    /// <summary>Writes a head, unless the file already has a later one. It is durable when this returns.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The hub may not write in the folder.</exception>
    public void Write(AnchoredHead head)
    {
        if (File.Exists(Path) && !head.IsAfter(Parse(File.ReadAllText(Path))))
        {
            return;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var draft = $"{Path}.{Environment.ProcessId}.new";
        using (var file = new FileStream(draft, PrivateFile.New(FileMode.Create)))
        using (var text = new StreamWriter(file))
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{FirstWord}{head.Incarnation}\n\n{head.Checkpoint}"));
            text.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, Path, overwrite: true);
    }

    private static AnchoredHead? Parse(string text) =>
        text.Split("\n\n", 2) is [var first, var note]
        && first.StartsWith(FirstWord, StringComparison.Ordinal)
        && int.TryParse(first.AsSpan(FirstWord.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var incarnation)
        && SignedCheckpoint.TryParse(note, out var checkpoint)
            ? new AnchoredHead(incarnation, checkpoint)
            : null;
}
