using System.Text.Json;
using DelningsNav.Hub.Foundation;
using DelningsNav.Web.Api.Releases;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api;

/// <summary>One kind of problem.</summary>
/// <param name="Slug">The last part of the problem's <c>type</c>. It is stable.</param>
/// <param name="Status">The HTTP status. It is stable.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Detail">What happened and what to do, unless the answer gives a more specific detail.</param>
internal sealed record ProblemType(string Slug, int Status, string Title, string Detail)
{
    /// <summary>The problem as an answer.</summary>
    public ApiProblem Say(string? detail = null) => new(new ProblemBody
    {
        Type = $"urn:delningsnav:problem:{Slug}",
        Title = Title,
        Status = Status,
        Detail = detail ?? Detail,
    });
}

/// <summary>A problem on the wire (RFC 9457).</summary>
internal sealed record ProblemBody
{
    /// <summary>The stable name: <c>urn:delningsnav:problem:</c> and a short name. Programs should act on this member.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What happened and what to do. The text may change.</summary>
    public required string Detail { get; init; }

    /// <summary>
    /// Every fault, by its place: in the body a JSON pointer (RFC 6901), in the query <c>?</c> and the parameter's name.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>What is missing for a release that was refused.</summary>
    public IReadOnlyList<MissingBody>? Missing { get; init; }

    /// <summary>What would open a record whose release was refused or referred.</summary>
    public IReadOnlyList<WayBody>? Opens { get; init; }

    /// <summary>The answer for each type of record, when a release of several was refused.</summary>
    public IReadOnlyList<OutcomeBody>? Outcomes { get; init; }

    /// <summary>Why a permitted document cannot be handed over: an obligation's code, or <c>document-unavailable</c>.</summary>
    public string? Failure { get; init; }

    /// <summary>The index of the log entry of the refusal.</summary>
    public long? LogIndex { get; init; }

    /// <summary>The id by which operators find the fault in the hub's technical log.</summary>
    public string? TraceId { get; init; }
}

/// <summary>A problem as an answer.</summary>
internal sealed class ApiProblem(ProblemBody body) : IResult
{
    /// <summary>The media type of a problem.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The body of the answer.</summary>
    public ProblemBody Body { get; } = body;

    /// <summary>The problem for a body with these faults.</summary>
    public static ApiProblem Of(BodyFaults faults) => Problems.InvalidRequest.Say().With(b => b with { Errors = faults.ByPlace() });

    /// <summary>
    /// The problem for faults that a use case found. A use case names a member by its dotted path. The pointer has only the first name of
    /// that path.
    /// </summary>
    public static ApiProblem Of(IEnumerable<Fault> faults)
    {
        var found = new BodyFaults();
        foreach (var fault in faults)
        {
            found.Add($"/{fault.Field.Split('.')[0]}", $"{fault.Detail} (`{fault.Code}`)");
        }

        return Of(found);
    }

    /// <summary>The same problem with more members.</summary>
    public ApiProblem With(Func<ProblemBody, ProblemBody> more) => new(more(Body));

    /// <summary>The JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(Body, WireJson.Strict.ProblemBody);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Set(this);
        var response = httpContext.Response;
        response.StatusCode = Body.Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        switch (Body.Status)
        {
            case StatusCodes.Status401Unauthorized:
                response.Headers.WWWAuthenticate = "Signature";
                response.Headers["Accept-Signature"] =
                    "delningsnav=(\"@method\" \"@target-uri\");created;nonce;keyid;tag=\"delningsnav-request\"";
                break;
            case StatusCodes.Status503ServiceUnavailable:
                response.Headers.RetryAfter = "5";
                break;
        }

        var bytes = ToJson();
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
