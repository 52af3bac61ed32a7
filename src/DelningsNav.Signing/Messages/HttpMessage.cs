namespace DelningsNav.Signing;

/// <summary>The parts of a request or response that can be signed. The body is not one of them, and its digest represents it.</summary>
public sealed class HttpMessage
{
    private HttpMessage()
    {
    }

    /// <summary>The method of a request, in the case it was sent; null for a response.</summary>
    public string? Method { get; private init; }

    /// <summary>Where a request was sent: an absolute URI, character for character as the client wrote it; null for a response.</summary>
    public string? TargetUri { get; private init; }

    /// <summary>The status of a response; null for a request.</summary>
    public int? Status { get; private init; }

    /// <summary>Whether a body follows the head, or may follow it.</summary>
    public bool HasBody { get; private init; }

    /// <summary>The request that a response answers; null for a request, or when it is not known.</summary>
    public HttpMessage? Request { get; private init; }

    /// <summary>The message's fields.</summary>
    public HttpFields Fields { get; } = new();

    /// <summary>A request without fields yet. For a received request, <see cref="PublicOrigin"/> makes the target.</summary>
    public static HttpMessage ForRequest(string method, string targetUri, bool hasBody) =>
        new() { Method = method, TargetUri = targetUri, HasBody = hasBody };

    /// <summary>A response without fields yet.</summary>
    public static HttpMessage ForResponse(int status, bool hasBody, HttpMessage? request = null) =>
        new() { Status = status, HasBody = hasBody, Request = request };
}
