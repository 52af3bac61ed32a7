namespace DelningsNav.Signing;

/// <summary>The result of checking a request's signature. Each result except <see cref="Valid"/> is one problem type of the API.</summary>
/// <remarks>
/// There are no other results than the types below. <see cref="Valid"/> does not mean that the call is new or that the key's owner may
/// make it. The caller must check both, because it has the registry of keys and the record of used nonces.
/// </remarks>
public abstract record RequestVerdict
{
    private RequestVerdict()
    {
    }

    /// <summary>The owner of the key signed exactly this request, both head and body, within the window.</summary>
    /// <param name="KeyId">The id of the registered key.</param>
    /// <param name="Nonce">The nonce, which is unique for the key. A second request with the same nonce is a replay.</param>
    /// <param name="Created">When, according to the client, the signature was made.</param>
    /// <param name="RefusedAfter">The last moment at which the signature is accepted. After that moment its nonce may be deleted.</param>
    public sealed record Valid(string KeyId, string Nonce, DateTimeOffset Created, DateTimeOffset RefusedAfter) : RequestVerdict;

    /// <summary>No signature has our tag. Problem type <c>signature-missing</c>.</summary>
    /// <param name="Why">What was expected, in words that may be shown to the caller.</param>
    public sealed record Missing(string Why) : RequestVerdict;

    /// <summary>The signature does not follow the profile or is not valid. Problem type <c>signature-invalid</c>.</summary>
    /// <param name="Why">What is wrong, in words that may be shown to the caller.</param>
    public sealed record Invalid(string Why) : RequestVerdict;

    /// <summary>The signature is too old, or from the future. Problem type <c>signature-expired</c>.</summary>
    /// <param name="Why">By how much, in words that may be shown to the caller.</param>
    public sealed record Expired(string Why) : RequestVerdict;

    /// <summary>The signature is valid but the body does not match its digest. Problem type <c>digest-mismatch</c>.</summary>
    /// <param name="Why">What is wrong, in words that may be shown to the caller.</param>
    public sealed record DigestMismatch(string Why) : RequestVerdict;

    /// <summary>The registry has no key with this id. Problem type <c>key-unknown</c>.</summary>
    /// <param name="KeyId">The id that the signature names.</param>
    public sealed record KeyUnknown(string KeyId) : RequestVerdict;
}
