using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Signing;

/// <summary>Signs every request that an <see cref="HttpClient"/> sends, as the hub requires.</summary>
/// <remarks>
/// The body is read into memory to compute its digest. The inner handler must not follow redirects by itself
/// (<see cref="HttpClientHandler.AllowAutoRedirect"/>), because the signature would then be sent to a target that it does not name. A
/// request that is sent again is signed again, with a fresh nonce.
/// </remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Handler is what .NET calls it.")]
public sealed class SigningHandler : DelegatingHandler
{
    private static readonly string[] Covered = ["authorization", "idempotency-key"];
    private static readonly string[] Written = ["signature-input", "signature"];
    private readonly Func<SigningKey> _key;
    private readonly TimeProvider _clock;
    private readonly Func<string> _nonces;

    /// <summary>Signs with a key, which the handler does not dispose, and random nonces from the operating system.</summary>
    public SigningHandler(SigningKey key, TimeProvider clock)
        : this(key, clock, Nonce.Create)
    {
    }

    /// <summary>Signs each request with the key that is in use at that moment, for a caller that rotates its keys.</summary>
    public SigningHandler(Func<SigningKey> key, TimeProvider clock)
        : this(key, clock, Nonce.Create)
    {
    }

    /// <summary>Signs with nonces from the caller's own source, which must never repeat a nonce.</summary>
    public SigningHandler(SigningKey key, TimeProvider clock, Func<string> nonces)
        : this(() => key, clock, nonces) => ArgumentNullException.ThrowIfNull(key);

    private SigningHandler(Func<SigningKey> key, TimeProvider clock, Func<string> nonces)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(nonces);
        _key = key;
        _clock = clock;
        _nonces = nonces;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Sign(request, body);
        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>Not supported: signed calls are sent asynchronously.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("signed requests are sent asynchronously");

    private void Sign(HttpRequestMessage request, byte[] body)
    {
        var message = HttpMessage.ForRequest(request.Method.Method, Target(request), body.Length > 0);
        foreach (var name in Covered)
        {
            if (request.Headers.NonValidated.TryGetValues(name, out var values))
            {
                message.Fields.Add(name, values.ToString());
            }
        }

        if (request.Content is { } content && content.Headers.NonValidated.TryGetValues("content-type", out var type))
        {
            message.Fields.Add("content-type", type.ToString());
        }

        RequestSignature.Sign(message, body, _key(), _nonces(), _clock.GetUtcNow());

        request.Content?.Headers.Remove(ContentDigest.FieldName);
        request.Headers.Remove(ContentDigest.FieldName);
        if (message.Fields.Combined(ContentDigest.FieldName) is { } digest)
        {
            request.Headers.TryAddWithoutValidation(ContentDigest.FieldName, digest);
        }

        foreach (var name in Written)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, message.Fields.Combined(name));
        }
    }

    // These are the same characters as in the request line, so that the hub checks what was signed.
    private static string Target(HttpRequestMessage request) =>
        request.RequestUri is { IsAbsoluteUri: true } uri
            ? uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + uri.PathAndQuery
            : throw new InvalidOperationException("a signed request needs an absolute address");
}
