using System.Globalization;
using System.Net;
using DelningsNav.Hub;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Signing.Notes;
using DelningsNav.Web.Limits;
using DelningsNav.Web.Mail;

namespace DelningsNav.Web;

/// <summary>The set-up of the hub, read from configuration and command line, or the reason why it does not start.</summary>
/// <remarks>
/// Configuration: <c>Hub:Engine</c> (<c>Sqlite</c> or <c>PostgreSql</c>), <c>Hub:ConnectionString</c>, <c>Hub:KeyFile</c>,
/// <c>Hub:CheckpointFile</c> (if unset, <c>hub-checkpoint</c> next to the key file),
/// <c>Hub:PolicyFolder</c>, <c>Hub:PolicySigners</c> (verifier key lines, with spaces between), <c>Hub:RunBy</c> (the organisation number
/// of the authority that decides which policy set is in force; if unset, nobody can decide it on the pages), <c>Hub:NoticeHosts</c> and
/// <c>Hub:NoticeNetworks</c> (where notices may be sent; if unset, nowhere), <c>Hub:CustodyFreshFor</c> (days and hours, such as
/// <c>30.00:00:00</c>, for which custody is trusted after it was read; if unset, 90 days), <c>Hub:LogOrigin</c>, <c>Hub:PublicOrigin</c>,
/// <c>Hub:LogEntriesOpenFrom</c> (how many entries the log must have before anybody may read them in the tree; if unset, never),
/// <c>Hub:Proxies</c> (the proxies that end TLS; if unset, none is trusted), <c>Hub:ApiExplorer</c> (<c>true</c> shows the API in a
/// browser); <c>Hub:Limits:</c> as <see cref="CallLimits"/> says; <c>Mail:</c> as <see cref="MailSetup"/> says.
/// </remarks>
public abstract record HubSetup
{
    // A smaller log tells too much to anybody who counts its entries of a day.
    private const long FewestOpenEntries = 1_000;

    private static readonly string[] Needed = ["Hub:ConnectionString", "Hub:KeyFile", "Hub:LogOrigin", "Hub:PublicOrigin"];

    private HubSetup() { }

    /// <summary>The hub can be opened.</summary>
    /// <param name="Settings">The settings with which the hub is opened.</param>
    /// <param name="Clock">The hub's clock.</param>
    /// <param name="Ids">The source of new ids.</param>
    /// <param name="PublicOrigin">Scheme, host and port that callers sign, such as <c>https://hub.example.se</c>; null means
    /// the address listened on.</param>
    public sealed record Ready(HubSettings Settings, TimeProvider Clock, IdSource Ids, string? PublicOrigin) : HubSetup
    {
        /// <summary>The networks of the proxies that are trusted to say that a connection is encrypted.</summary>
        public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

        /// <summary>
        /// Whether the program listens on this machine alone, over http, so that its cookies cannot be limited to TLS. No configuration of
        /// a hub says so; the demo does.
        /// </summary>
        public bool IsOnThisMachineOnly { get; init; }

        /// <summary>Whether the API can be browsed at its explorer.</summary>
        public bool HasExplorer { get; init; }

        /// <summary>
        /// How many entries the log must have before anybody may read them as they are in the tree. Null keeps them closed to strangers.
        /// </summary>
        public long? LogEntriesOpenFrom { get; init; }

        /// <summary>The mail server for links by e-mail.</summary>
        public MailSetup Mail { get; init; } = MailSetup.Off;

        /// <summary>How many requests are answered in a minute.</summary>
        public CallLimits Limits { get; init; } = new();
    }

    /// <summary>The hub must not start.</summary>
    /// <param name="Why">What is wrong and what to do.</param>
    public sealed record Refused(string Why) : HubSetup;

    /// <summary>The folder with the policy set that is shipped with the program.</summary>
    public static string ShippedPolicies => Path.Combine(AppContext.BaseDirectory, "policies");

    /// <summary>Reads the configuration of a hub.</summary>
    public static HubSetup Read(IConfiguration configuration, TimeProvider clock)
    {
        var faults = new List<string>();
        var missing = Needed
            .Where(name => string.IsNullOrWhiteSpace(configuration[name]))
            .ToList();
        if (missing.Count > 0)
        {
            faults.Add(
                $"the configuration lacks {string.Join(", ", missing)}. "
                + "To see the hub with fictitious data, start it with ./run.");
        }

        if (!Enum.TryParse<StorageEngine>(configuration["Hub:Engine"] ?? nameof(StorageEngine.Sqlite), out var engine))
        {
            faults.Add("Hub:Engine must be Sqlite or PostgreSql.");
        }
        else if (engine == StorageEngine.PostgreSql && PostgreSqlAddress.FaultIn(configuration["Hub:ConnectionString"] ?? "") is { } fault)
        {
            faults.Add($"Hub:ConnectionString {fault}");
        }

        var publicOrigin = configuration["Hub:PublicOrigin"];
        if (!string.IsNullOrWhiteSpace(publicOrigin) && !Signing.PublicOrigin.TryParse(publicOrigin, out _))
        {
            faults.Add(
                "Hub:PublicOrigin must be scheme, host and port as callers write it, such as https://hub.example.se.");
        }
        else if (!string.IsNullOrWhiteSpace(publicOrigin) && new Uri(publicOrigin) is { Scheme: not "https", IsLoopback: false })
        {
            faults.Add(
                "Hub:PublicOrigin must be https, since cookies are sent over TLS only. To try the hub on one "
                + "machine, http://127.0.0.1 with a port is accepted.");
        }

        if (!TryNetworks(configuration["Hub:Proxies"] ?? "", out var proxies))
        {
            faults.Add(
                "Hub:Proxies must be addresses or networks, such as 127.0.0.1 or 10.20.0.0/16, with spaces between.");
        }

        var signers = (configuration["Hub:PolicySigners"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => NoteVerifier.TryParse(line, out var signer) ? signer : null)
            .ToList();
        if (signers.Contains(null))
        {
            faults.Add("Hub:PolicySigners must be verifier key lines, name+keyid+key, with spaces between.");
        }

        var runBy = configuration["Hub:RunBy"];
        if (!string.IsNullOrEmpty(runBy) && (runBy.Length != 10 || !runBy.All(char.IsAsciiDigit)))
        {
            faults.Add("Hub:RunBy must be an organisation number, ten digits without a hyphen, such as 2120000142.");
        }

        if (!NoticeHosts.TryParse(configuration["Hub:NoticeHosts"] ?? "", configuration["Hub:NoticeNetworks"] ?? "", out var noticeHosts))
        {
            faults.Add(
                "Hub:NoticeHosts must be hosts, such as system.example.se or system.example.se:8443, "
                + "and Hub:NoticeNetworks networks, such as 10.20.0.0/16, with spaces between.");
        }

        if (!TryReadFreshness(configuration["Hub:CustodyFreshFor"], out var freshness))
        {
            faults.Add("Hub:CustodyFreshFor must be a time of at most 90 days, such as 30.00:00:00 for 30 days.");
        }

        if (!MailSetup.TryRead(configuration, out var mail, out var mailFaults))
        {
            faults.Add(mailFaults);
        }

        if (!CallLimits.TryRead(configuration, out var limits, out var limitFault))
        {
            faults.Add(limitFault);
        }

        if (!TryReadOpenFrom(configuration["Hub:LogEntriesOpenFrom"], out var openFrom))
        {
            faults.Add(
                "Hub:LogEntriesOpenFrom must be a number of entries of at least 1,000, such as 1000000. Leave it "
                + "out to keep the entries of the log closed to strangers.");
        }

        if (faults.Count > 0)
        {
            return new Refused(Sentence(faults));
        }

        return new Ready(
            new HubSettings
            {
                Engine = engine,
                ConnectionString = configuration["Hub:ConnectionString"]!,
                PolicyFolder = configuration["Hub:PolicyFolder"] ?? ShippedPolicies,
                PolicySigners = [.. signers.OfType<NoteVerifier>()],
                RunBy = new OperatingAuthority(runBy),
                NoticeHosts = noticeHosts!,
                Freshness = freshness,
                LookUps = limits.LookUps,
                LogOrigin = configuration["Hub:LogOrigin"]!,
                Keys = new KeyFile(configuration["Hub:KeyFile"]!),
                CheckpointFile = configuration["Hub:CheckpointFile"] ?? BesideKeys(configuration["Hub:KeyFile"]!, "hub-checkpoint"),
            },
            clock,
            new IdSource(clock),
            configuration["Hub:PublicOrigin"])
        {
            Mail = mail,
            Limits = limits,
            Proxies = proxies,
            HasExplorer = configuration["Hub:ApiExplorer"] == "true",
            LogEntriesOpenFrom = openFrom,
        };
    }

    private static string Sentence(List<string> faults) => faults is [var only]
        ? "The hub does not start: " + only
        : string.Join($"{Environment.NewLine}- ", ["The hub does not start:", .. faults]);

    private static string BesideKeys(string keyFile, string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(keyFile))!, name);

    private static bool TryNetworks(string text, out IReadOnlyList<IPNetwork> networks)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        networks = [.. parts.SelectMany(Network)];
        return networks.Count == parts.Length;
    }

    private static IEnumerable<IPNetwork> Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? [network]
        : IPAddress.TryParse(text, out var address) ? [new IPNetwork(address, address.GetAddressBytes().Length * 8)]
        : [];

    private static bool TryReadOpenFrom(string? written, out long? openFrom)
    {
        openFrom = null;
        if (string.IsNullOrWhiteSpace(written))
        {
            return true;
        }

        if (!long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var entries) || entries < FewestOpenEntries)
        {
            return false;
        }

        openFrom = entries;
        return true;
    }

    // The configuration can shorten the time and not lengthen it: a mistake there must not make old custody count.
    private static bool TryReadFreshness(string? written, out RegisterFreshness freshness)
    {
        freshness = RegisterFreshness.Usual;
        if (string.IsNullOrWhiteSpace(written))
        {
            return true;
        }

        if (!TimeSpan.TryParse(written, CultureInfo.InvariantCulture, out var custody)
            || custody <= TimeSpan.Zero || custody > RegisterFreshness.Usual.Custody)
        {
            return false;
        }

        freshness = new RegisterFreshness(custody);
        return true;
    }
}
