using System.Collections.Concurrent;
using System.Text.Json;
using DelningsNav.Client;
using DelningsNav.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace DelningsNav.Web.Tests.Notices;

/// <summary>
/// Another system that receives events: its own server on loopback that verifies each signature with the keys that the hub publishes.
/// </summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly WebApplication _server;
    private readonly TestApp _hub;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private readonly SemaphoreSlim _arrived = new(0);

    private Receiver(WebApplication server, TestApp hub) => (_server, _hub) = (server, hub);

    public Uri Address => new(new Uri(_server.Urls.Single()), "/delningsnav?of=social");

    /// <summary>Every received call, whatever was answered.</summary>
    public ConcurrentQueue<(RequestVerdict Verdict, ConsentEvent Event, byte[] Body)> Calls { get; } = new();

    public static async Task<Receiver> StartAsync(TestApp hub)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = builder.Build();
        var receiver = new Receiver(server, hub);
        server.Run(receiver.TakeAsync);
        await server.StartAsync();
        return receiver;
    }

    /// <summary>Sets the status of the next answer; by default it is 204.</summary>
    public void Next(int status) => _answers.Enqueue(http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>The next call is received, but its answer is lost on the way.</summary>
    public void NextLosesTheAnswer() => _answers.Enqueue(http =>
    {
        http.Abort();
        return Task.CompletedTask;
    });

    /// <summary>The next answer is a redirect to an address.</summary>
    public void NextRedirects(Uri to) => _answers.Enqueue(http =>
    {
        http.Response.Redirect(to.AbsoluteUri, permanent: false, preserveMethod: true);
        return Task.CompletedTask;
    });

    /// <summary>The next call gets no answer until the caller gives up.</summary>
    public void NextIsSilent() => _answers.Enqueue(async http =>
    {
        var gone = new TaskCompletionSource();
        await using var given = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    });

    /// <summary>Waits for one more call.</summary>
    public Task ArrivalAsync() => _arrived.WaitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var read = new MemoryStream();
        await http.Request.Body.CopyToAsync(read, http.RequestAborted);
        var body = read.ToArray();
        Calls.Enqueue((await VerdictAsync(http.Request, body), JsonSerializer.Deserialize<ConsentEvent>(body, Web)!, body));
        var answer = _answers.TryDequeue(out var next) ? next : (Func<HttpContext, Task>)(h =>
        {
            h.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        _arrived.Release();
        await answer(http);
    }

    private async Task<RequestVerdict> VerdictAsync(HttpRequest request, byte[] body)
    {
        using var keys = JsonDocument.Parse(
            await (await TestApp.SendAsIsAsync(_hub.Call(HttpMethod.Get, "/api/v1/keys"))).Content.ReadAsStringAsync());
        var published = keys.RootElement.GetProperty("keys").EnumerateArray().Select(key => VerificationKey.FromJwk(key.GetRawText()))
            .ToDictionary(key => key.KeyId);
        var message = HttpMessage.ForRequest(request.Method, request.GetEncodedUrl(), body.Length > 0);
        foreach (var name in new[] { "signature-input", "signature", ContentDigest.FieldName, "content-type" })
        {
            message.Fields.Add(name, request.Headers[name].ToString());
        }

        return RequestSignature.Verify(message, body, published.GetValueOrDefault, _hub.Clock.GetUtcNow());
    }
}
