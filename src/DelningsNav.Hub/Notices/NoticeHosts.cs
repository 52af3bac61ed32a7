using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace DelningsNav.Hub.Notices;

/// <summary>
/// The hosts and networks to which the hub may send notices. Its operators have named them, and the hub sends notices nowhere else.
/// </summary>
/// <remarks>
/// A subscription names an address, and the hub calls it from inside its own network. Two limits prevent that other targets are reached in
/// this way. The host must be one of the named hosts. The IP address to which the host's name resolves at the call must be public, or be in
/// one of the named networks.
/// </remarks>
public sealed class NoticeHosts
{
    // Addresses that are not on the public internet (RFC 6890 and the registries that it created). The list covers IPv4, and the part of
    // IPv6 that is otherwise public.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    private static readonly IPNetwork Unicast6 = IPNetwork.Parse("2000::/3");

    private readonly HashSet<string> _hosts;
    private readonly IReadOnlyList<IPNetwork> _networks;
    private readonly bool _loopback;

    private NoticeHosts(HashSet<string> hosts, IReadOnlyList<IPNetwork> networks, bool loopback) =>
        (_hosts, _networks, _loopback) = (hosts, networks, loopback);

    /// <summary>No hosts. Systems read their notices, and no notices are sent.</summary>
    public static NoticeHosts None { get; } = new([], [], loopback: false);

    /// <summary>This machine only, without encryption. For the demo, which is not reachable from elsewhere, and for tests.</summary>
    public static NoticeHosts ThisMachine { get; } = new([], [], loopback: true);

    /// <summary>
    /// Reads hosts (for example <c>system.example.se</c>, also with a port) and networks (for example <c>10.20.0.0/16</c>), divided by
    /// spaces.
    /// </summary>
    public static bool TryParse(string hosts, string networks, [NotNullWhen(true)] out NoticeHosts? parsed)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        ArgumentNullException.ThrowIfNull(networks);
        parsed = null;
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var host in hosts.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var address)
                || address.PathAndQuery != "/"
                || address.UserInfo.Length > 0)
            {
                return false;
            }

            named.Add(HostOf(address));
        }

        var reachable = new List<IPNetwork>();
        foreach (var network in networks.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IPNetwork.TryParse(network, out var one))
            {
                return false;
            }

            reachable.Add(one);
        }

        parsed = new NoticeHosts(named, reachable, loopback: false);
        return true;
    }

    /// <summary>Whether a subscription may name this address.</summary>
    public bool Permits(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address is { IsAbsoluteUri: true, UserInfo.Length: 0, Fragment.Length: 0 }
            && (_loopback && address.Scheme == Uri.UriSchemeHttp
                ? address.IsLoopback
                : address.Scheme == Uri.UriSchemeHttps && _hosts.Contains(HostOf(address)));
    }

    /// <summary>
    /// Whether an IP address to which a host's name resolves may be called. The check uses exactly the address to which the hub connects.
    /// </summary>
    public bool MayReach(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (_loopback && IPAddress.IsLoopback(plain)) || _networks.Any(network => network.Contains(plain)) || IsPublic(plain);
    }

    private static bool IsPublic(IPAddress address) =>
        (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || Unicast6.Contains(address))
        && !NotPublic.Any(network => network.Contains(address));

    private static string HostOf(Uri address) => $"{address.IdnHost.ToLowerInvariant()}:{address.Port}";
}
