using System.Net;
using System.Text.Json;

namespace DelningsNav.Client;

/// <summary>Why the hub did not do what was asked (RFC 9457).</summary>
/// <param name="Type"><c>urn:delningsnav:problem:</c> and a short name. It never changes, and programs should decide by this
/// member.</param>
/// <param name="Title">The kind of problem, for people.</param>
/// <param name="Detail">What happened and what to do, for people. The wording can change at any time.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Errors">Every fault in the body that was sent, by its location in the body. Empty for other problems.</param>
/// <param name="Extensions">Further members, for example <c>logIndex</c>.</param>
public sealed record Problem(
    string Type,
    string Title,
    string? Detail,
    HttpStatusCode Status,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Errors,
    IReadOnlyDictionary<string, JsonElement> Extensions)
{
    private const string MediaType = "application/problem+json";
    private const string Prefix = "urn:delningsnav:problem:";

    /// <summary>
    /// The last part of the hub's own types, for example <c>signature-expired</c>; for other types, the whole <see cref="Type"/>.
    /// </summary>
    public string Slug => Type.StartsWith(Prefix, StringComparison.Ordinal) ? Type[Prefix.Length..] : Type;

    /// <summary>
    /// Reads the problem in an answer that is not a success. An answer in another form gets the type <c>about:blank</c> and is not an
    /// error.
    /// </summary>
    public static async Task<Problem> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.Content.Headers.ContentType?.MediaType == MediaType)
        {
            try
            {
                await using var body = await response.Content.ReadAsStreamAsync(ct);
                using var document = await JsonDocument.ParseAsync(body, cancellationToken: ct);
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                {
                    return Read(document.RootElement, response.StatusCode);
                }
            }
            catch (JsonException)
            {
                // A proxy may truncate or replace the body. The status alone is still useful.
            }
        }

        return new Problem(
            "about:blank", response.ReasonPhrase ?? response.StatusCode.ToString(), null, response.StatusCode,
            new Dictionary<string, IReadOnlyList<string>>(), new Dictionary<string, JsonElement>());
    }

    private static Problem Read(JsonElement problem, HttpStatusCode status)
    {
        var extensions = problem.EnumerateObject()
            .Where(member => member.Name is not ("type" or "title" or "detail" or "status" or "errors"))
            .GroupBy(member => member.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Last().Value.Clone(), StringComparer.Ordinal);
        return new Problem(
            Text(problem, "type") ?? "about:blank", Text(problem, "title") ?? status.ToString(), Text(problem, "detail"), status,
            Faults(problem), extensions);
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, IReadOnlyList<string>> Faults(JsonElement problem)
    {
        var faults = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
        {
            foreach (var place in errors.EnumerateObject())
            {
                faults[place.Name] = place.Value.ValueKind == JsonValueKind.Array
                    ? [.. place.Value.EnumerateArray().Select(fault => fault.ToString())]
                    : [place.Value.ToString()];
            }
        }

        return faults;
    }
}
