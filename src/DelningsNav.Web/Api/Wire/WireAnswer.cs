using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Web.Api.Wire;

/// <summary>An answer in its wire form, so that it can be stored under an idempotency key and returned again.</summary>
internal sealed class WireAnswer(int status, byte[] body, string location = "") : IResult
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The JSON.</summary>
    public byte[] Body { get; } = body;

    /// <summary>The address of what was created, or empty.</summary>
    public string Location { get; } = location;

    /// <summary>Whether this is the stored answer of an earlier call.</summary>
    public bool Replayed { get; init; }

    /// <summary>An answer of 200.</summary>
    public static WireAnswer Ok<T>(T value, JsonTypeInfo<T> type) =>
        new(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>An answer of 201.</summary>
    public static WireAnswer Created<T>(T value, JsonTypeInfo<T> type, string location = "") =>
        new(StatusCodes.Status201Created, JsonSerializer.SerializeToUtf8Bytes(value, type), location);

    /// <summary>A stored answer. One that was stored when a call changed something may be a problem.</summary>
    public static WireAnswer Of(StoredAnswer stored, bool replayed = false) =>
        new(stored.Status, stored.Body, stored.Location) { Replayed = replayed };

    /// <summary>The answer in the form in which it is stored.</summary>
    public StoredAnswer ToStored() => new(Status, Body, Location);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = Status < StatusCodes.Status400BadRequest ? "application/json" : ApiProblem.MediaType;
        response.ContentLength = Body.Length;
        response.Headers.CacheControl = "no-store";
        if (Location.Length > 0)
        {
            response.Headers.Location = Location;
        }

        if (Replayed)
        {
            response.Headers["Idempotency-Replayed"] = "true";
        }

        return response.Body.WriteAsync(Body, httpContext.RequestAborted).AsTask();
    }
}
