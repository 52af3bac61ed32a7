using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Signing;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Http.Features;

namespace DelningsNav.Web.Api.Signed;

/// <summary>Proves that a registered system made this very call, now and for the first time.</summary>
/// <remarks>
/// <code>
///   1. Target   the raw request line under the configured origin; a line that could mean another target is refused.
///   2. Claim    the signature's form, and the key that it names.
///   3. Key      read from the registry each time, so that a revocation takes effect at once.
///   4. Head     the time window and the signature. The body is read only after this step, and only as many bytes as the endpoint takes.
///   5. Body     compared with the digest that the signature covers.
///   6. Nonce    committed before the call is handled; a nonce that exists already is a replay.
///   7. Use      the first accepted call of a key is logged before it is handled.
/// </code>
/// </remarks>
internal sealed class CallCheck(HubOrigin origin, FindClientKey registry, Nonces nonces, NoteKeyUse use, TimeProvider clock)
{
    /// <summary>The largest body in bytes of a call that sends a document: 10 MiB in base64, and its description.</summary>
    public const int LargestBody = 15 * 1024 * 1024;

    /// <summary>The largest body in bytes of any other call.</summary>
    public const int UsualBody = 256 * 1024;

    private static readonly string[] SignedFields =
        ["signature-input", "signature", ContentDigest.FieldName, "content-type", "authorization", "idempotency-key"];

    // Parsing a key costs more than checking a signature, so the parsed public key is cached. Whether the key is valid is never cached.
    private readonly ConcurrentDictionary<string, VerificationKey> _parsed = new(StringComparer.Ordinal);

    /// <summary>The verified call, or the problem to answer with.</summary>
    public async Task<(SignedCall? Call, ApiProblem? Refusal)> RunAsync(HttpContext http, CancellationToken ct)
    {
        // Step 1: Target.
        var request = http.Request;
        var rawTarget = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!origin.For(http.Connection.LocalPort).TryTarget(rawTarget, out var target, out var ambiguity))
        {
            return Refuse(Problems.SignatureInvalid, ambiguity);
        }

        // Step 2: Claim.
        var hasBody = http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength > 0;
        var reading = RequestSignature.Read(MessageOf(request, target, hasBody));
        if (reading is SignatureReading.Refused refused)
        {
            return Refuse(refused.Verdict);
        }

        // Step 3: Key.
        var claim = ((SignatureReading.Claimed)reading).Claim;
        http.Features.Set(new ClaimedKey(claim.KeyId));
        var now = clock.GetUtcNow();
        if (await registry.ReadAsync(claim.KeyId, ct) is not { } key)
        {
            return Refuse(Problems.KeyUnknown);
        }

        if (key.IsRevoked(now))
        {
            return Refuse(Problems.KeyRevoked);
        }

        // Step 4: Head.
        if (claim.VerifyHead(_parsed.GetOrAdd(key.PublicKeyPem, VerificationKey.FromPem), now) is { } wrong)
        {
            return Refuse(wrong);
        }

        var largest = http.GetEndpoint()?.Metadata.GetMetadata<TakesDocument>() is null ? UsualBody : LargestBody;
        if (await ReadBodyAsync(request, hasBody, largest, ct) is not { } body)
        {
            return Refuse(Problems.RequestTooLarge);
        }

        // Step 5: Body.
        var verdict = claim.VerifyBody(body.Span);
        if (verdict is not RequestVerdict.Valid valid)
        {
            return Refuse(verdict);
        }

        // Step 6: Nonce.
        if (!await nonces.RememberAsync(valid.KeyId, valid.Nonce, ct))
        {
            return Refuse(Problems.SignatureReplayed);
        }

        // Step 7: First use.
        if (!key.HasBeenUsed)
        {
            await use.HandleAsync(key.Client, valid.KeyId, ct);
        }

        return (new SignedCall(key.Client, body, request.ContentType, key.Operations, key.Roles), null);
    }

    private static HttpMessage MessageOf(HttpRequest request, string target, bool hasBody)
    {
        var message = HttpMessage.ForRequest(request.Method, target, hasBody);
        foreach (var name in SignedFields)
        {
            foreach (var line in request.Headers[name])
            {
                message.Fields.Add(name, line ?? "");
            }
        }

        return message;
    }

    /// <summary>The body, or null when it is too large.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, bool hasBody, int largest, CancellationToken ct)
    {
        if (!hasBody)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        if (request.ContentLength is { } length)
        {
            if (length > largest)
            {
                return null;
            }

            var whole = GC.AllocateUninitializedArray<byte>((int)length);
            await request.Body.ReadExactlyAsync(whole, ct);
            return whole;
        }

        var parts = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await request.Body.ReadAsync(parts.GetMemory(64 * 1024), ct);
            parts.Advance(read);
            if (read == 0)
            {
                return parts.WrittenMemory;
            }

            if (parts.WrittenCount > largest)
            {
                return null;
            }
        }
    }

    private static (SignedCall?, ApiProblem?) Refuse(RequestVerdict verdict) => verdict switch
    {
        RequestVerdict.Missing missing => Refuse(Problems.SignatureMissing, missing.Why),
        RequestVerdict.Invalid invalid => Refuse(Problems.SignatureInvalid, invalid.Why),
        RequestVerdict.Expired expired => Refuse(Problems.SignatureExpired, expired.Why),
        RequestVerdict.DigestMismatch mismatch => Refuse(Problems.DigestMismatch, mismatch.Why),
        RequestVerdict.KeyUnknown => Refuse(Problems.KeyUnknown),
        RequestVerdict.Valid => throw new UnreachableException("a valid call is not refused"),
        _ => throw new UnreachableException(),
    };

    private static (SignedCall?, ApiProblem?) Refuse(ProblemType problem, string? why = null) => (null, problem.Say(why));
}
