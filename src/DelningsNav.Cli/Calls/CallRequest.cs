namespace DelningsNav.Cli.Calls;

/// <summary>What the command line asks to send.</summary>
internal sealed record CallRequest(
    string Method, Uri Url, FileInfo Key, string? Body, string ContentType, string? IdempotencyKey, IReadOnlyList<string> Headers);
