using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using DelningsNav.Hub.Storage;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace DelningsNav.Web.Api;

/// <summary>Lets a client safely repeat a call that creates something, by its <c>Idempotency-Key</c>.</summary>
/// <remarks>
/// The answer of a successful call is stored for a day and returned again. A call that ended in a problem changed nothing, so its key is
/// released and the call may be repeated with it.
/// </remarks>
internal static class Idempotency
{
    /// <summary>The name of the header field.</summary>
    public const string FieldName = "Idempotency-Key";

    private const int ShortestKey = 16;
    private const int LongestKey = 128;

    /// <summary>Requires the key for every call to this endpoint.</summary>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(RunAsync)
            .WithMetadata(new DemandsIdempotencyKey())
            .Fails(Problems.IdempotencyKeyMissing, Problems.IdempotencyKeyReused, Problems.IdempotencyKeyInProgress);

    private static async ValueTask<object?> RunAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Headers[FieldName] is not [{ Length: >= ShortestKey and <= LongestKey } key] || key.Any(c => c is <= ' ' or > '~'))
        {
            return Problems.IdempotencyKeyMissing.Say();
        }

        var call = http.Features.GetRequiredFeature<SignedCall>();
        var answers = http.RequestServices.GetRequiredService<IdempotentAnswers>();
        return await answers.ReserveAsync(call.Client, key, HashOf(http, call), http.RequestAborted) switch
        {
            KeyReservation.Reserved => await CarryOutAsync(answers, call, key, context, next),
            KeyReservation.Answered { Answer: var kept } => new WireAnswer(kept.Status, kept.Body, kept.Location) { Replayed = true },
            KeyReservation.InProgress => Problems.IdempotencyKeyInProgress.Say(),
            KeyReservation.OfAnotherCall => Problems.IdempotencyKeyReused.Say(),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<object?> CarryOutAsync(
        IdempotentAnswers answers, SignedCall call, string key, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var kept = false;
        try
        {
            var result = await next(context);
            if (result is WireAnswer answer)
            {
                // The change is committed, so the answer is stored even if the client has disconnected.
                await answers.KeepAsync(
                    call.Client, key, new StoredAnswer(answer.Status, answer.Body, answer.Location), CancellationToken.None);
                kept = true;
            }

            return result;
        }
        finally
        {
            if (!kept)
            {
                await answers.GiveBackAsync(call.Client, key, CancellationToken.None);
            }
        }
    }

    private static string HashOf(HttpContext http, SignedCall call)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}\n"));
        hash.AppendData(call.Body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Marks an endpoint that requires an <c>Idempotency-Key</c>.</summary>
internal sealed record DemandsIdempotencyKey;
