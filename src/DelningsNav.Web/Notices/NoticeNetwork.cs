using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using DelningsNav.Hub.Notices;

namespace DelningsNav.Web.Notices;

/// <summary>The way out for notices: to the very address that was looked at, and no further.</summary>
/// <remarks>
/// A host's name is looked up once, each address that it leads to is held against <see cref="NoticeHosts"/>, and one of
/// those that pass is connected to: a
/// name that leads elsewhere at the second look-up changes nothing. No redirect is followed, no proxy asked, no cookie kept,
/// and no body of an answer read.
/// </remarks>
internal static class NoticeNetwork
{
    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(5);

    /// <summary>A handler that keeps the bounds. Its caller disposes it.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the socket, and the handler the stream.")]
    public static SocketsHttpHandler Within(NoticeHosts hosts) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ToConnect,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = (context, ct) => ConnectAsync(hosts, context.DnsEndPoint, ct),
    };

    private static async ValueTask<Stream> ConnectAsync(NoticeHosts hosts, DnsEndPoint to, CancellationToken ct)
    {
        var permitted = (await Dns.GetHostAddressesAsync(to.Host, ct)).Where(hosts.MayReach).ToArray();
        if (permitted.Length == 0)
        {
            throw new AddressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(permitted, to.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A host's name leads nowhere that the hub may call.</summary>
internal sealed class AddressRefusedException() : IOException("the address leads to where the hub may not call");
