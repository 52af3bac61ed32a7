using DelningsNav.Signing;

namespace DelningsNav.Client;

/// <summary>The hub's API for another system, every call signed.</summary>
public sealed class DelningsNavClient : IDisposable
{
    private readonly HttpClient _http;

    private DelningsNavClient(HttpClient http) => _http = http;

    /// <summary>Talks to the hub at an origin such as <c>https://hub.example</c>, with a key that its registry knows.</summary>
    /// <param name="hub">The hub's public address, the one that signatures name.</param>
    /// <param name="key">Signs every call; the client does not dispose it.</param>
    /// <param name="clock">The hub accepts a call for a minute after it was signed, so this clock must be right.</param>
    /// <param name="network">Sends what was signed; by default over the network, without following redirects.</param>
    public static DelningsNavClient Create(Uri hub, SigningKey key, TimeProvider clock, HttpMessageHandler? network = null) => new(
        new HttpClient(new SigningHandler(key, clock) { InnerHandler = network ?? new SocketsHttpHandler { AllowAutoRedirect = false } })
        {
            BaseAddress = hub,
        });

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>Sends one call, signed, and hands back the hub's answer when it is a success.</summary>
    /// <exception cref="ProblemException">The hub did not carry the call out.</exception>
    /// <exception cref="HttpRequestException">The hub could not be reached.</exception>
    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new ProblemException(await Problem.ReadAsync(response, ct));
        }
    }
}
