namespace DelningsNav.Cedar;

/// <summary>JSON that does not describe entities, values or policies as Cedar expects.</summary>
public sealed class CedarJsonException : FormatException
{
    internal CedarJsonException(IReadOnlyList<string> problems, string? source = null)
        : base($"{(source is null ? string.Empty : $"{source}: ")}{string.Join("; ", problems)}")
    {
        Problems = problems;
    }

    /// <summary>Never empty, and at most a hundred. Each names the place in the JSON and what is wrong there.</summary>
    public IReadOnlyList<string> Problems { get; }
}
