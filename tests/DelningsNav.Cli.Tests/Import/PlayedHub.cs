using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DelningsNav.Cli.Tests.Import;

/// <summary>Answers look-ups and deposits as a hub does, and remembers what was deposited.</summary>
internal sealed class PlayedHub
{
    public Dictionary<string, Guid> Known { get; } = new()
    {
        [School.NumberOfAda] = new Guid("0d000000-0000-4000-8000-000000000001"),
        [School.NumberOfBo] = new Guid("0d000000-0000-4000-8000-000000000002"),
    };

    public Dictionary<string, JsonObject> Deposited { get; } = [];

    public int BreakAfter { get; set; } = int.MaxValue;

    public HttpResponseMessage Answer(HttpRequestMessage request)
    {
        if (BreakAfter-- <= 0)
        {
            return Problem(HttpStatusCode.ServiceUnavailable, "log-unavailable");
        }

        var body = JsonNode.Parse(request.Content!.ReadAsStream())!.AsObject();
        if (request.RequestUri!.AbsolutePath == "/api/v1/person-lookups")
        {
            return Known.TryGetValue((string)body["identityNumber"]!, out var id)
                ? Json(HttpStatusCode.OK, new JsonObject { ["person"] = id })
                : Problem(HttpStatusCode.NotFound, "unknown-person");
        }

        var reference = (string)body["reference"]!;
        var isNew = !Deposited.TryGetValue(reference, out var old) || !JsonNode.DeepEquals(old, body);
        Deposited[reference] = body;
        return Json(isNew ? HttpStatusCode.Created : HttpStatusCode.OK, new JsonObject { ["record"] = Guid.Empty, ["isNew"] = isNew });
    }

    public JsonObject ContentOf(string pupil) => JsonNode.Parse(BytesOf(pupil))!.AsObject();

    public byte[] BytesOf(string pupil) =>
        Convert.FromBase64String((string)Deposited.Single(d => d.Key.EndsWith(pupil, StringComparison.Ordinal)).Value["content"]!);

    private static HttpResponseMessage Json(HttpStatusCode status, JsonObject body) =>
        new(status) { Content = new StringContent(body.ToJsonString(JsonSerializerOptions.Default), Encoding.UTF8, "application/json") };

    private static HttpResponseMessage Problem(HttpStatusCode status, string slug) => new(status)
    {
        Content = new StringContent(
            $$"""{"type":"urn:delningsnav:problem:{{slug}}","title":"{{slug}}"}""", Encoding.UTF8, "application/problem+json"),
    };
}
