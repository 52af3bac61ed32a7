namespace DelningsNav.Cedar;

/// <summary>JSON that does not describe entities or values as Cedar expects.</summary>
public sealed class CedarJsonException : FormatException
{
    internal CedarJsonException(IReadOnlyList<string> problems)
        : base(string.Join("; ", problems))
    {
        Problems = problems;
    }

    /// <summary>Never empty. Each names the place in the JSON and what is wrong there.</summary>
    public IReadOnlyList<string> Problems { get; }
}
