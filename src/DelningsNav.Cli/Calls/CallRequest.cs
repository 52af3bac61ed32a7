namespace DelningsNav.Cli.Calls;

/// <summary>The call that the command line describes.</summary>
internal sealed record CallRequest(
    string Method, Uri Url, FileInfo Key, string? Body, string ContentType, string? IdempotencyKey, IReadOnlyList<string> Headers);
