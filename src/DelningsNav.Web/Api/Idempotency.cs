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
/// The answer of a call is committed with the change that the call makes, stored for a day and returned again (ADR 0036). A problem of a
/// call that changed nothing is not stored, so the call may be repeated with its key.
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
            .Fails(Problems.IdempotencyKeyMissing, Problems.IdempotencyKeyReused);

    private static async ValueTask<object?> RunAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Headers[FieldName] is not [{ Length: >= ShortestKey and <= LongestKey } key] || key.Any(c => c is <= ' ' or > '~'))
        {
            return Problems.IdempotencyKeyMissing.Say();
        }

        var call = http.Features.GetRequiredFeature<SignedCall>();
        var answers = http.RequestServices.GetRequiredService<IdempotentAnswers>();
        call.Keyed = new KeyedCall(call.Client, key, HashOf(http, call));
        return Replay(await answers.FindAsync(call.Keyed, http.RequestAborted))
            ?? await CarryOutAsync(answers, call.Keyed, context, next);
    }

    private static async Task<object?> CarryOutAsync(
        IdempotentAnswers answers, KeyedCall keyed, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var ct = context.HttpContext.RequestAborted;
        object? result;
        try
        {
            result = await next(context);
        }
        catch (AnsweredMeanwhileException)
        {
            return Replay(await answers.FindAsync(keyed, ct)) ?? Problems.StorageUnavailable.Say();
        }

        if (keyed.Committed is { } committed)
        {
            return WireAnswer.Of(committed);
        }

        // The call changed nothing. If the same call was carried out at the same time, its answer counts, whatever this one found.
        return result is WireAnswer answer && await answers.KeepAsync(keyed, answer.ToStored(), ct)
            ? answer
            : Replay(await answers.FindAsync(keyed, ct)) ?? result;
    }

    private static IResult? Replay(EarlierAnswer earlier) => earlier switch
    {
        EarlierAnswer.None => null,
        EarlierAnswer.Answered { Answer: var stored } => WireAnswer.Of(stored, replayed: true),
        EarlierAnswer.OfAnotherCall => Problems.IdempotencyKeyReused.Say(),
        _ => throw new UnreachableException(),
    };

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
