using DelningsNav.Web.Pages;
using Microsoft.AspNetCore.HttpOverrides;

namespace DelningsNav.Web;

/// <summary>
/// Refuses every request that did not come to the hub's own address over TLS, before anything else reads it (ADR 0034).
/// </summary>
/// <remarks>
/// <code>
///   1. Proxy   only a proxy that the configuration names is trusted to say that the browser's connection is encrypted.
///   2. Host    the host must be that of Hub:PublicOrigin, so that no link and no redirect leads elsewhere.
///   3. TLS     if Hub:PublicOrigin is https, the request must have come over TLS.
/// </code>
/// The health checks are for the machines that watch a node by its own address; they read and lead nowhere. A program that listens on this
/// machine alone has no public origin, and is reached by a name of this machine.
/// </remarks>
internal sealed partial class PublicAddress(string? origin, ILogger<PublicAddress> logger) : IStartupFilter
{
    private readonly Uri? _origin = origin is null ? null : new Uri(origin);
    private int _saidWithoutTls;

    /// <summary>Adds the check. It surrounds every other startup filter, so it must be added first.</summary>
    public static void Add(IServiceCollection services, string? origin, IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        // After every other configuration of these options: the environment of ASP.NET can ask that every proxy is trusted.
        services.PostConfigure<ForwardedHeadersOptions>(forwarded =>
        {
            // With no known proxy the framework would trust everybody.
            forwarded.ForwardedHeaders = proxies.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            proxies.ToList().ForEach(forwarded.KnownIPNetworks.Add);
            forwarded.ForwardLimit = 1;
        });
        services.AddSingleton<IStartupFilter>(provider => new PublicAddress(
            origin, provider.GetRequiredService<ILogger<PublicAddress>>()));
    }

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseForwardedHeaders();
        app.Use(SecurityHeaders.AddAsync);
        app.Use(CheckAsync);
        next(app);
    };

    private Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase))
        {
            return next(http);
        }

        if (!IsOwn(request.Host))
        {
            return RefuseAsync(http, "This is not the address of this service.");
        }

        if (_origin?.Scheme == Uri.UriSchemeHttps && !request.IsHttps)
        {
            if (Interlocked.Exchange(ref _saidWithoutTls, 1) == 0)
            {
                WithoutTls(logger);
            }

            return RefuseAsync(http, "This service is reached over an encrypted connection only.");
        }

        return next(http);
    }

    private bool IsOwn(HostString host) => _origin is null
        ? Uri.TryCreate($"http://{host.Value}", UriKind.Absolute, out var named) && named.IsLoopback
        : string.Equals(host.Host, _origin.IdnHost, StringComparison.OrdinalIgnoreCase)
            && (host.Port ?? DefaultPort) == _origin.Port;

    private int DefaultPort => _origin!.Scheme == Uri.UriSchemeHttps ? 443 : 80;

    private Task RefuseAsync(HttpContext http, string why)
    {
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(_origin is null ? why : $"{why} Use {origin}.", http.RequestAborted);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message =
            "A request without TLS was refused (said once). If a proxy ends TLS, name its network in Hub:Proxies and let it set "
            + "X-Forwarded-Proto")]
    private static partial void WithoutTls(ILogger logger);
}
