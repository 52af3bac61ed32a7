using System.Text.Json;

namespace DelningsNav.Cli.Import;

/// <summary>Reads the pages of an SS12000 endpoint: <c>{"data": [...], "pageToken": ...}</c>, one page in a file.</summary>
internal sealed class Pages(List<FileFault> faults) : IDisposable
{
    private readonly List<JsonDocument> _documents = [];

    /// <summary>The entities of all pages, in order. They are valid until this object is disposed.</summary>
    public async Task<IReadOnlyList<Place>> ReadAsync(IReadOnlyList<FileInfo> files, CancellationToken ct)
    {
        var entities = new List<Place>();
        foreach (var (file, number) in files.Select((file, i) => (file, i)))
        {
            if (await OpenAsync(file, ct) is not { } root || !root.IsObject())
            {
                continue;
            }

            entities.AddRange((root.Required("data")?.Items() ?? []).Where(entity => entity.IsObject()));
            if (number == files.Count - 1)
            {
                root.Optional("pageToken")?.Fault("there is a further page; fetch it from the source and give its file too");
            }
        }

        return entities;
    }

    public void Dispose() => _documents.ForEach(d => d.Dispose());

    private async Task<Place?> OpenAsync(FileInfo file, CancellationToken ct)
    {
        try
        {
            await using var stream = file.OpenRead();
            var document = await JsonDocument.ParseAsync(stream, cancellationToken: ct);
            _documents.Add(document);
            return new Place(file.Name, "", document.RootElement, faults);
        }
        catch (JsonException broken)
        {
            faults.Add(new FileFault(file.Name, "", $"is not JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            faults.Add(new FileFault(file.Name, "", $"cannot be read: {problem.Message}"));
        }

        return null;
    }
}
