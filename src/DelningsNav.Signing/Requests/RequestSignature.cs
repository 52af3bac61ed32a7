using System.Diagnostics;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing;

/// <summary>
/// The profile of RFC 9421 that every call to the hub follows: one signature with our tag, over the method, the target,
/// the body's digest and type, and the fields <c>Authorization</c> and <c>Idempotency-Key</c> when they are sent.
/// </summary>
/// <remarks>
/// Its parameters are <c>created</c>, <c>nonce</c>, <c>keyid</c> and <c>tag</c>; <c>expires</c> and <c>alg</c> are optional. Other
/// parameters are refused. Signatures with other tags are allowed and ignored. ADR 0008 gives the reasons.
/// </remarks>
public static class RequestSignature
{
    /// <summary>The tag that marks a signature of this profile.</summary>
    public const string Tag = "delningsnav-request";

    private const string InputField = "signature-input";
    private const string SignatureField = "signature";
    private const string Label = "delningsnav";

    // This is enough for about twenty signatures. A longer field is an attempt to cause work.
    private const int LongestField = 8192;

    /// <summary>How long after <c>created</c> a signature is accepted, its last moment included.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How much the clocks may differ, in either direction, on top of the window.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Signs a request: sets <c>Content-Digest</c> when there is a body, <c>Signature-Input</c> and <c>Signature</c>,
    /// and replaces existing fields of these names.
    /// </summary>
    /// <exception cref="ArgumentException">The nonce is too short, a body has no <c>Content-Type</c>, or the message does not
    /// declare that it has a body.</exception>
    public static void Sign(HttpMessage request, ReadOnlySpan<byte> body, SigningKey key, string nonce, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(key);
        if (!SignatureParameters.IsNonce(nonce))
        {
            throw new ArgumentException("a nonce is 22 to 128 characters of base64 or base64url", nameof(nonce));
        }

        if (request.HasBody != !body.IsEmpty)
        {
            throw new ArgumentException("the message and the body do not agree on whether there is one", nameof(body));
        }

        request.Fields.Remove(ContentDigest.FieldName);
        if (request.HasBody)
        {
            request.Fields.Set(ContentDigest.FieldName, ContentDigest.Sha256(body));
        }

        var covered = new InnerList(
            [.. CoveredComponents.DemandedOf(request).Select(name => new Item(new BareItem.String(name)))],
            FieldParameters.Of(
                KeyValuePair.Create<string, BareItem>("created", new BareItem.Integer(now.ToUnixTimeSeconds())),
                KeyValuePair.Create<string, BareItem>("nonce", new BareItem.String(nonce)),
                KeyValuePair.Create<string, BareItem>("keyid", new BareItem.String(key.KeyId)),
                KeyValuePair.Create<string, BareItem>("tag", new BareItem.String(Tag))));
        if (!SignedText.TryBuild(request, covered, out var text, out var problem))
        {
            throw new ArgumentException(problem, nameof(request));
        }

        request.Fields.Set(InputField, $"{Label}={covered}");
        request.Fields.Set(SignatureField, $"{Label}=:{Convert.ToBase64String(key.Sign(text))}:");
    }

    /// <summary>Reads a request's signature without checking it, so that the key that it names can be looked up.</summary>
    public static SignatureReading Read(HttpMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Fields.Combined(InputField) is not { } inputField)
        {
            return new SignatureReading.Refused(
                new RequestVerdict.Missing($"the request has no `Signature-Input`; sign it with the tag `{Tag}`"));
        }

        if (request.Fields.Combined(SignatureField) is not { } signatureField)
        {
            return Invalid("the request has `Signature-Input` but no `Signature`");
        }

        if (inputField.Length > LongestField || signatureField.Length > LongestField)
        {
            return Invalid($"`Signature-Input` and `Signature` may hold {LongestField} characters each");
        }

        if (!FieldDictionary.TryParse(inputField, out var inputs) || !FieldDictionary.TryParse(signatureField, out var signatures))
        {
            return Invalid("`Signature-Input` or `Signature` is not a dictionary of RFC 9651");
        }

        return inputs.HasRepeatedKeys || signatures.HasRepeatedKeys
            ? Invalid("`Signature-Input` or `Signature` holds the same label twice")
            : ReadOurs(request, inputs, signatures);
    }

    /// <summary>
    /// Reads and checks a signature in one call, for a caller that already has its keys. The key is looked up only for a well-formed
    /// signature.
    /// </summary>
    public static RequestVerdict Verify(
        HttpMessage request, ReadOnlySpan<byte> body, Func<string, VerificationKey?> findKey, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(findKey);
        return Read(request) switch
        {
            SignatureReading.Refused refused => refused.Verdict,
            SignatureReading.Claimed { Claim: var claim } when findKey(claim.KeyId) is { } key => claim.Verify(key, body, now),
            SignatureReading.Claimed { Claim: var claim } => new RequestVerdict.KeyUnknown(claim.KeyId),
            _ => throw new UnreachableException(),
        };
    }

    private static SignatureReading ReadOurs(HttpMessage request, FieldDictionary inputs, FieldDictionary signatures)
    {
        string? label = null;
        InnerList? covered = null;
        foreach (var (key, member) in inputs)
        {
            if (member is not InnerList list)
            {
                return Invalid($"the member `{key}` of `Signature-Input` is not a list of components");
            }

            if (!list.Parameters.TryGet("tag", out var tag) || tag is not BareItem.String { Value: Tag })
            {
                continue;
            }

            if (label is not null)
            {
                return Invalid($"two signatures carry the tag `{Tag}`");
            }

            (label, covered) = (key, list);
        }

        if (label is null || covered is null)
        {
            return new SignatureReading.Refused(new RequestVerdict.Missing($"no signature carries the tag `{Tag}`"));
        }

        if (!signatures.TryGet(label, out var found) || found is not Item { Value: BareItem.ByteSequence signature })
        {
            return Invalid("`Signature` has no bytes under the label of our signature");
        }

        if (!SignatureParameters.TryRead(covered.Parameters, out var parameters, out var problem))
        {
            return Invalid(problem);
        }

        return CoveredComponents.ProblemOf(request, covered) is { } uncovered
            ? Invalid(uncovered)
            : new SignatureReading.Claimed(new SignatureClaim(request, covered, parameters, signature.Value));
    }

    private static SignatureReading.Refused Invalid(string why) => new(new RequestVerdict.Invalid(why));
}
