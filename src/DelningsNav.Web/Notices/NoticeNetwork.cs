using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using DelningsNav.Hub.Notices;

namespace DelningsNav.Web.Notices;

/// <summary>Makes the network connections for notices, and only to addresses that have been checked.</summary>
/// <remarks>
/// A host's name is looked up once. Each of its addresses is checked against <see cref="NoticeHosts"/>, and the connection is made to one
/// of the permitted addresses. If the name leads to another address at a second look-up, that changes nothing. Redirects are not followed,
/// proxies and cookies are not used, and the bodies of answers are not read.
/// </remarks>
internal static class NoticeNetwork
{
    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(5);

    /// <summary>A handler with these limits. Its caller disposes it.</summary>
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

/// <summary>A host's name leads only to addresses that the hub may not call.</summary>
internal sealed class AddressRefusedException() : IOException("the host leads to an address that the hub may not call");
