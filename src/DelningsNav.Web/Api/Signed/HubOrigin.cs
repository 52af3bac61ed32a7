using DelningsNav.Signing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace DelningsNav.Web.Api.Signed;

/// <summary>
/// The origin that callers sign: the configured origin or, in the demo and in tests, the address that the server listens on. It is never
/// taken from a request.
/// </summary>
internal sealed class HubOrigin
{
    private readonly Lazy<IReadOnlyList<PublicOrigin>> _origins;

    /// <summary>
    /// Takes the configured origin. If it is null, the origin is the server's address, which is read once the server listens.
    /// </summary>
    public HubOrigin(string? configured, IServiceProvider services) =>
        _origins = new(() => configured is null ? ListenedOn(services.GetRequiredService<IServer>()) : [Parse(configured)]);

    /// <summary>The origin of a call that came in on a port.</summary>
    public PublicOrigin For(int localPort)
    {
        var origins = _origins.Value;
        return origins.Count == 1 ? origins[0] : origins.FirstOrDefault(o => new Uri(o.ToString()).Port == localPort) ?? origins[0];
    }

    /// <summary>The origin for links that are sent outside of a request.</summary>
    public PublicOrigin First => _origins.Value[0];

    private static List<PublicOrigin> ListenedOn(IServer server) =>
        [.. server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(Parse)];

    private static PublicOrigin Parse(string text) =>
        PublicOrigin.TryParse(text.TrimEnd('/'), out var origin)
            ? origin
            : throw new InvalidOperationException(
                "the public origin must be scheme, host and port as callers write it, such as `https://hub.example.se`");
}
