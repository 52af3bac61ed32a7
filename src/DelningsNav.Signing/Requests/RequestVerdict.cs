namespace DelningsNav.Signing;

/// <summary>The result of checking a request's signature. Each case but the first is one problem of the API.</summary>
/// <remarks>
/// The set is closed. <see cref="Valid"/> does not say that the call is new, nor that the key's owner may make it:
/// the caller has the registry of keys and the record of used nonces.
/// </remarks>
public abstract record RequestVerdict
{
    private RequestVerdict()
    {
    }

    /// <summary>The holder of the key signed exactly this request, head and body, within the window.</summary>
    /// <param name="KeyId">Which registered key.</param>
    /// <param name="Nonce">Unique for the key: a second request with the same nonce is a replay.</param>
    /// <param name="Created">When the client says it signed.</param>
    /// <param name="RefusedAfter">The last moment the signature is accepted; after it, its nonce may be forgotten.</param>
    public sealed record Valid(string KeyId, string Nonce, DateTimeOffset Created, DateTimeOffset RefusedAfter) : RequestVerdict;

    /// <summary>No signature has our tag. Problem type <c>signature-missing</c>.</summary>
    /// <param name="Why">What was looked for, fit to show the caller.</param>
    public sealed record Missing(string Why) : RequestVerdict;

    /// <summary>The signature does not follow the profile or is not valid. Problem type <c>signature-invalid</c>.</summary>
    /// <param name="Why">What is wrong, fit to show the caller.</param>
    public sealed record Invalid(string Why) : RequestVerdict;

    /// <summary>The signature is too old, or from the future. Problem type <c>signature-expired</c>.</summary>
    /// <param name="Why">By how much, fit to show the caller.</param>
    public sealed record Expired(string Why) : RequestVerdict;

    /// <summary>The signature is valid but the body does not match its digest. Problem type <c>digest-mismatch</c>.</summary>
    /// <param name="Why">What is wrong, fit to show the caller.</param>
    public sealed record DigestMismatch(string Why) : RequestVerdict;

    /// <summary>No key of this id is known. Problem type <c>key-unknown</c>.</summary>
    /// <param name="KeyId">The id that the signature names.</param>
    public sealed record KeyUnknown(string KeyId) : RequestVerdict;
}
