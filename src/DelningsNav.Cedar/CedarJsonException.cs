namespace DelningsNav.Cedar;

/// <summary>Thrown for JSON that is not in Cedar's form of entities, values or policies.</summary>
public sealed class CedarJsonException : FormatException
{
    internal CedarJsonException(IReadOnlyList<string> problems, string? source = null)
        : base($"{(source is null ? string.Empty : $"{source}: ")}{string.Join("; ", problems)}")
    {
        Problems = problems;
    }

    /// <summary>Each problem with its place in the JSON. There is at least one, and at most a hundred are listed.</summary>
    public IReadOnlyList<string> Problems { get; }
}
