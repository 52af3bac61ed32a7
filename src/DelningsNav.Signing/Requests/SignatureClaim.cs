using System.Globalization;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing;

/// <summary>
/// A signature that has the profile's form and names one key. It is checked in two steps, so that the body of a request by an unknown
/// caller is never read:
/// <code>
///   1. VerifyHead   the window and the signature, with the key that KeyId names.
///   2. VerifyBody   the body against the digest that the signature covers.
/// </code>
/// </summary>
public sealed class SignatureClaim
{
    private readonly HttpMessage _request;
    private readonly InnerList _covered;
    private readonly ReadOnlyMemory<byte> _signature;
    private readonly string? _algorithm;
    private bool _headHolds;

    internal SignatureClaim(HttpMessage request, InnerList covered, SignatureParameters parameters, ReadOnlyMemory<byte> signature)
    {
        _request = request;
        _covered = covered;
        _signature = signature;
        _algorithm = parameters.Algorithm;
        KeyId = parameters.KeyId;
        Nonce = parameters.Nonce;
        Created = parameters.Created;
        var window = Created + RequestSignature.Window;
        RefusedAfter = (parameters.Expires < window ? parameters.Expires.Value : window) + RequestSignature.Skew;
    }

    /// <summary>The id of the key that the signature names: 43 characters of base64url.</summary>
    public string KeyId { get; }

    /// <summary>The client's one-time value: 22 to 128 characters of base64 or base64url.</summary>
    public string Nonce { get; }

    /// <summary>When, according to the client, the signature was made.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>The last moment at which the signature is accepted.</summary>
    public DateTimeOffset RefusedAfter { get; }

    /// <summary>Makes both steps in one call.</summary>
    public RequestVerdict Verify(VerificationKey key, ReadOnlySpan<byte> body, DateTimeOffset now) =>
        VerifyHead(key, now) ?? VerifyBody(body);

    /// <summary>Step 1: checks the head. Returns null when it is valid, and otherwise why the request is refused.</summary>
    public RequestVerdict? VerifyHead(VerificationKey key, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(key);
        _headHolds = false;
        if (now > RefusedAfter)
        {
            return new RequestVerdict.Expired(
                $"the signature was accepted until {Time(RefusedAfter)} and it is {Time(now)}; sign each call anew");
        }

        if (now < Created - RequestSignature.Skew)
        {
            return new RequestVerdict.Expired($"the signature was created at {Time(Created)} and it is {Time(now)}; set the clock");
        }

        // The key determines the algorithm. A message may repeat the algorithm but not choose it.
        if (_algorithm is not null && _algorithm != VerificationKey.Algorithm)
        {
            return new RequestVerdict.Invalid($"the key is registered for `{VerificationKey.Algorithm}`, not for what `alg` says");
        }

        if (!string.Equals(key.KeyId, KeyId, StringComparison.Ordinal))
        {
            return new RequestVerdict.Invalid("the signature names another key");
        }

        if (!SignedText.TryBuild(_request, _covered, out var text, out var problem))
        {
            return new RequestVerdict.Invalid(problem);
        }

        _headHolds = key.Verify(text, _signature.Span);
        return _headHolds ? null : new RequestVerdict.Invalid(
            "the signature does not hold for this request and key; compare the method, the target and each covered field with what was "
            + "signed");
    }

    /// <summary>
    /// Step 2: compares the body with the digest. It returns <see cref="RequestVerdict.Valid"/> only if step 1 succeeded.
    /// </summary>
    /// <exception cref="InvalidOperationException">Step 1 was not made, or its result was a refusal.</exception>
    public RequestVerdict VerifyBody(ReadOnlySpan<byte> body)
    {
        if (!_headHolds)
        {
            throw new InvalidOperationException("the head must hold before the body is looked at");
        }

        if (!_request.HasBody)
        {
            return body.IsEmpty ? Valid() : new RequestVerdict.DigestMismatch("a body came with a request that was signed without one");
        }

        return ContentDigest.Compare(_request.Fields.Combined(ContentDigest.FieldName)!, body) switch
        {
            DigestComparison.Equal => Valid(),
            DigestComparison.Different => new RequestVerdict.DigestMismatch("the body is not the one that `Content-Digest` names"),
            DigestComparison.Unusable => new RequestVerdict.DigestMismatch("`Content-Digest` must hold a digest by sha-256 or sha-512"),
        };
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private RequestVerdict.Valid Valid() => new(KeyId, Nonce, Created, RefusedAfter);
}
