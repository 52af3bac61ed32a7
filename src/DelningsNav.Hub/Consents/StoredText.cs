namespace DelningsNav.Hub.Consents;

/// <summary>A consent text that a signer has answered, stored under its hash for as long as an answer refers to it.</summary>
internal sealed class StoredText
{
    public string Hash { get; init; } = "";

    public string Version { get; init; } = "";

    public string Language { get; init; } = "";

    public string Text { get; init; } = "";
}
