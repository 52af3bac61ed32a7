using System.Text.Json;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>An entry that closed a door, as it is kept outside the database. It names nobody, only ids.</summary>
/// <param name="Index">The index of the entry.</param>
/// <param name="At">When the entry was made.</param>
/// <param name="Kind">The kind of the entry.</param>
/// <param name="Leaf">The hash of the leaf in base64, by which the entry is recognized in the database.</param>
/// <param name="About">The person whom the entry is about, or null.</param>
/// <param name="Actor">The actor's id.</param>
internal sealed record Closing(long Index, DateTimeOffset At, string Kind, string Leaf, Guid? About, Guid Actor)
{
    /// <summary>
    /// The kinds of entries that can close a door: after a restore of an older database, the door would be open again.
    /// </summary>
    public static IReadOnlySet<string> Kinds { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        EntryKinds.ConsentWithdrawn, EntryKinds.ConsentRefused, EntryKinds.ConsentEnded, EntryKinds.ConsentLapsed,
        EntryKinds.ConsentAnnulled, EntryKinds.ConsentSuperseded, EntryKinds.DisclosureBlockPlaced, EntryKinds.EmergencyRevoked,
        EntryKinds.RecordWithdrawn, EntryKinds.RelationsRegistered, EntryKinds.CaseChanged, EntryKinds.PartyRegistered,
        EntryKinds.PolicySetAdoptionEnded, EntryKinds.PolicySetRetired,
    };
}

/// <summary>
/// The entries that closed a door, one line of JSON each, in a file outside the database. After a restore they tell what was lost.
/// </summary>
/// <remarks>The file keeps the newest entries. When it has grown too long, the older half is left out.</remarks>
internal sealed class ClosingsFile(string path)
{
    private const int LongestFile = 4_000_000;

    /// <summary>Appends entries. They are durable when this returns.</summary>
    public void Append(IReadOnlyList<Closing> closings)
    {
        if (closings.Count == 0)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Shorten();
        using var file = new FileStream(path, PrivateFile.New(FileMode.OpenOrCreate));
        file.Seek(0, SeekOrigin.End);
        foreach (var closing in closings)
        {
            JsonSerializer.Serialize(file, closing);
            file.WriteByte((byte)'\n');
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>The stored entries, oldest first. A line that a crash left unfinished is left out.</summary>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public IReadOnlyList<Closing> Read()
    {
        try
        {
            return File.Exists(path) ? [.. File.ReadLines(path).Select(Parse).OfType<Closing>()] : [];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the file `{path}` cannot be read: {cause.Message}");
        }
    }

    private static Closing? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Closing>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Shorten()
    {
        if (!File.Exists(path) || new FileInfo(path).Length < LongestFile)
        {
            return;
        }

        var lines = File.ReadAllLines(path);
        var draft = $"{path}.{Environment.ProcessId}.new";
        using (var file = new FileStream(draft, PrivateFile.New(FileMode.Create)))
        using (var text = new StreamWriter(file))
        {
            foreach (var line in lines.Skip(lines.Length / 2))
            {
                text.Write(line + "\n");
            }

            text.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
