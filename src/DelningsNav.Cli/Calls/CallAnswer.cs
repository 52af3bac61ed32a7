using System.Text.Encodings.Web;
using System.Text.Json;
using DelningsNav.Client;

namespace DelningsNav.Cli.Calls;

/// <summary>Shows a hub's answer. A success is written to the output, and a problem to the error output.</summary>
internal sealed class CallAnswer(Surroundings surroundings)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,

        // People read this text, and not a browser. Letters such as å are therefore not escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task<int> ShowAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (!response.IsSuccessStatusCode)
        {
            await ShowProblemAsync(response, ct);
            return ExitCode.Failed;
        }

        var body = await response.Content.ReadAsByteArrayAsync(ct);
        var type = response.Content.Headers.ContentType?.MediaType ?? string.Empty;
        if (!surroundings.IsTerminal)
        {
            await surroundings.Output.WriteAsync(body, ct);
        }
        else if (IsJson(type) && Pretty(body) is { } pretty)
        {
            await surroundings.Output.WriteAsync(pretty, ct);
            await surroundings.Output.WriteAsync("\n"u8.ToArray(), ct);
        }
        else if (body.Length == 0)
        {
            await surroundings.Error.WriteLineAsync($"{(int)response.StatusCode} {response.ReasonPhrase}, without a body");
        }
        else if (type.StartsWith("text/", StringComparison.Ordinal) || IsJson(type))
        {
            await surroundings.Output.WriteAsync(body, ct);
        }
        else
        {
            await surroundings.Error.WriteLineAsync($"the answer is {body.Length} bytes of {type}; send the output to a file to save it");
        }

        return ExitCode.Done;
    }

    private async Task ShowProblemAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var problem = await Problem.ReadAsync(response, ct);
        await surroundings.Error.WriteLineAsync($"{(int)problem.Status} {problem.Slug}: {problem.Title}");
        if (problem.Detail is { } detail)
        {
            await surroundings.Error.WriteLineAsync(detail);
        }

        foreach (var (place, faults) in problem.Errors)
        {
            foreach (var fault in faults)
            {
                await surroundings.Error.WriteLineAsync($"  {place}: {fault}");
            }
        }

        foreach (var (name, value) in problem.Extensions)
        {
            await surroundings.Error.WriteLineAsync($"  {name}: {JsonSerializer.Serialize(value, Indented).ReplaceLineEndings("\n  ")}");
        }
    }

    private static bool IsJson(string type) => type is "application/json" || type.EndsWith("+json", StringComparison.Ordinal);

    private static byte[]? Pretty(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonSerializer.SerializeToUtf8Bytes(document, Indented);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
