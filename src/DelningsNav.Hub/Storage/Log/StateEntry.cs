namespace DelningsNav.Hub.Storage.Log;

/// <summary>The digests of changed states in the entry of their change, so that the log itself shows what the state should be.</summary>
internal static class StateEntry
{
    /// <summary>The field with the digests: for each subject its id, a colon and the digest in base64, with spaces between.</summary>
    public const string Field = "state";

    /// <summary>The entries, with the digests in the last one.</summary>
    public static IReadOnlyList<NewEntry> With(IReadOnlyList<NewEntry> entries, IReadOnlyList<(SubjectId Subject, byte[] Digest)> states) =>
        states.Count == 0 ? entries : [.. entries.Take(entries.Count - 1), With(entries[^1], states)];

    /// <summary>The subjects and digests in a field.</summary>
    public static IEnumerable<(SubjectId Subject, string Digest)> Read(string field) =>
        from part in field.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let colon = part.IndexOf(':', StringComparison.Ordinal)
        where colon > 0 && Guid.TryParse(part.AsSpan(0, colon), out _)
        select (new SubjectId(Guid.Parse(part.AsSpan(0, colon))), part[(colon + 1)..]);

    private static NewEntry With(NewEntry entry, IReadOnlyList<(SubjectId Subject, byte[] Digest)> states) => entry with
    {
        Fields = new Dictionary<string, string?>(entry.Fields)
        {
            [Field] = string.Join(' ', states.Select(s => $"{s.Subject.Value}:{Convert.ToBase64String(s.Digest)}")),
        },
    };
}
