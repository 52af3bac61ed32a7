using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using DelningsNav.Hub.Notices;

namespace DelningsNav.Web.Notices;

/// <summary>The network connections for notices: only to the address that was checked.</summary>
/// <remarks>
/// A host's name is looked up once, each of its addresses is checked against <see cref="NoticeHosts"/>, and one of those that pass is
/// connected to: a name that leads elsewhere at a second look-up changes nothing. No redirect is followed, no proxy and no cookie is
/// used, and no body of an answer is read.
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
