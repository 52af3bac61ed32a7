using System.Net.Http.Headers;
using System.Text;
using DelningsNav.Signing;

namespace DelningsNav.Cli.Calls;

/// <summary>Sends one call and shows the answer.</summary>
internal sealed class SignedCall(Surroundings surroundings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    public async Task<int> SendAsync(CallRequest call, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(new HttpMethod(call.Method), call.Url);
        if (await FillAsync(message, call, ct) is { } fault)
        {
            return await FailAsync(ExitCode.Usage, fault);
        }

        using var key = await ReadKeyAsync(call.Key, ct);
        if (key is null)
        {
            return ExitCode.Usage;
        }

        using var client = new HttpClient(new SigningHandler(key, surroundings.Clock) { InnerHandler = surroundings.Network() })
        {
            Timeout = Patience,
        };
        try
        {
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
            return await new CallAnswer(surroundings).ShowAsync(response, ct);
        }
        catch (HttpRequestException broken)
        {
            return await FailAsync(ExitCode.Failed, Explain(broken, call.Url));
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return await FailAsync(ExitCode.Failed, $"`{call.Url.Authority}` did not answer within {Patience.TotalSeconds} seconds");
        }
    }

    /// <summary>Sets the body and the headers. Returns what is wrong with them, or null when they are valid.</summary>
    private async Task<string?> FillAsync(HttpRequestMessage message, CallRequest call, CancellationToken ct)
    {
        if (call.Body is { } body)
        {
            try
            {
                message.Content = new ByteArrayContent(await ReadBodyAsync(body, ct));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                return $"the body could not be read: {problem.Message}";
            }

            if (!MediaTypeHeaderValue.TryParse(call.ContentType, out var type))
            {
                return $"`{call.ContentType}` is not a media type";
            }

            message.Content.Headers.ContentType = type;
        }

        if (call.IdempotencyKey is { } value && !message.Headers.TryAddWithoutValidation("Idempotency-Key", value))
        {
            return "the idempotency key cannot be sent as a header";
        }

        foreach (var header in call.Headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (!message.Headers.TryAddWithoutValidation(header[..colon].Trim(), header[(colon + 1)..].Trim()))
            {
                return $"`{header}` cannot be sent as a header of a request";
            }
        }

        return null;
    }

    private async Task<byte[]> ReadBodyAsync(string body, CancellationToken ct)
    {
        switch (body)
        {
            case "@-":
                using (var piped = new MemoryStream())
                {
                    await surroundings.Input.CopyToAsync(piped, ct);
                    return piped.ToArray();
                }

            case ['@', .. var file]:
                return await File.ReadAllBytesAsync(file, ct);
            default:
                return Encoding.UTF8.GetBytes(body);
        }
    }

    private async Task<SigningKey?> ReadKeyAsync(FileInfo file, CancellationToken ct)
    {
        try
        {
            return SigningKey.FromPem(await File.ReadAllTextAsync(file.FullName, ct));
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException)
        {
            await surroundings.Error.WriteLineAsync($"`{file}` cannot be used as the key: {problem.Message}");
            return null;
        }
    }

    private static string Explain(HttpRequestException broken, Uri url) => broken.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"there is no host called `{url.Host}`; check the address",
        HttpRequestError.ConnectionError => $"nothing answers at `{url.Authority}`; check the address and that the hub is running",
        HttpRequestError.SecureConnectionError => $"no safe connection to `{url.Authority}`: {(broken.InnerException ?? broken).Message}",
        HttpRequestError.ResponseEnded => $"`{url.Authority}` closed the connection before the answer was complete",
        _ => $"the call to `{url.Authority}` failed: {broken.Message}",
    };

    private async Task<int> FailAsync(int code, string why)
    {
        await surroundings.Error.WriteLineAsync(why);
        return code;
    }
}
