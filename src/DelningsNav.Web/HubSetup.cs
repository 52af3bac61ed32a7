using DelningsNav.Hub;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Signing.Notes;
using DelningsNav.Web.Limits;
using DelningsNav.Web.Mail;

namespace DelningsNav.Web;

/// <summary>The set-up of the hub, read from configuration and command line, or the reason why it does not start.</summary>
/// <remarks>
/// Configuration: <c>Hub:Engine</c> (<c>Sqlite</c> or <c>PostgreSql</c>), <c>Hub:ConnectionString</c>, <c>Hub:KeyFile</c>,
/// <c>Hub:PolicyFolder</c>, <c>Hub:PolicySigners</c> (verifier key lines, with spaces between), <c>Hub:RunBy</c> (the organisation number
/// of the authority that decides which policy set is in force; if unset, nobody can decide it on the pages), <c>Hub:NoticeHosts</c> and
/// <c>Hub:NoticeNetworks</c> (where notices may be sent; if unset, nowhere), <c>Hub:LogOrigin</c>, <c>Hub:PublicOrigin</c>;
/// <c>Hub:Limits:</c> as <see cref="CallLimits"/> says; <c>Mail:</c> as <see cref="MailSetup"/> says.
/// </remarks>
public abstract record HubSetup
{
    private static readonly string[] Needed = ["Hub:ConnectionString", "Hub:KeyFile", "Hub:LogOrigin", "Hub:PublicOrigin"];

    private HubSetup() { }

    /// <summary>The hub can be opened.</summary>
    /// <param name="Settings">The settings with which the hub is opened.</param>
    /// <param name="Clock">The hub's clock.</param>
    /// <param name="Ids">The source of new ids.</param>
    /// <param name="PublicOrigin">Scheme, host and port that callers sign, such as <c>https://hub.example.se</c>; null means
    /// the address listened on.</param>
    /// <param name="SessionKeyFolder">The folder with the keys of cookies and form tokens, so that a restart signs nobody out.</param>
    public sealed record Ready(
        HubSettings Settings, TimeProvider Clock, IdSource Ids, string? PublicOrigin, string SessionKeyFolder) : HubSetup
    {
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
        var missing = Needed
            .Where(name => string.IsNullOrWhiteSpace(configuration[name]))
            .ToList();
        if (missing.Count > 0)
        {
            return new Refused(
                $"The hub does not start: the configuration lacks {string.Join(", ", missing)}. "
                + "To see the hub with fictitious data, start it with ./run.");
        }

        if (!Enum.TryParse<StorageEngine>(configuration["Hub:Engine"] ?? nameof(StorageEngine.Sqlite), out var engine))
        {
            return new Refused("The hub does not start: Hub:Engine must be Sqlite or PostgreSql.");
        }

        if (!Signing.PublicOrigin.TryParse(configuration["Hub:PublicOrigin"], out _))
        {
            return new Refused(
                "The hub does not start: Hub:PublicOrigin must be scheme, host and port as callers write it, such as "
                + "https://hub.example.se.");
        }

        var signers = (configuration["Hub:PolicySigners"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => NoteVerifier.TryParse(line, out var signer) ? signer : null)
            .ToList();
        if (signers.Contains(null))
        {
            return new Refused(
                "The hub does not start: Hub:PolicySigners must be verifier key lines, name+keyid+key, with spaces between.");
        }

        var runBy = configuration["Hub:RunBy"];
        if (!string.IsNullOrEmpty(runBy) && (runBy.Length != 10 || !runBy.All(char.IsAsciiDigit)))
        {
            return new Refused(
                "The hub does not start: Hub:RunBy must be an organisation number, ten digits without a hyphen, such as 2120000142.");
        }

        if (!NoticeHosts.TryParse(configuration["Hub:NoticeHosts"] ?? "", configuration["Hub:NoticeNetworks"] ?? "", out var noticeHosts))
        {
            return new Refused(
                "The hub does not start: Hub:NoticeHosts must be hosts, such as system.example.se or system.example.se:8443, "
                + "and Hub:NoticeNetworks networks, such as 10.20.0.0/16, with spaces between.");
        }

        if (!MailSetup.TryRead(configuration, out var mail, out var mailFaults))
        {
            return new Refused(mailFaults);
        }

        if (!CallLimits.TryRead(configuration, out var limits, out var limitFault))
        {
            return new Refused(limitFault);
        }

        return new Ready(
            new HubSettings
            {
                Engine = engine,
                ConnectionString = configuration["Hub:ConnectionString"]!,
                PolicyFolder = configuration["Hub:PolicyFolder"] ?? ShippedPolicies,
                PolicySigners = [.. signers.OfType<NoteVerifier>()],
                RunBy = new OperatingAuthority(runBy),
                NoticeHosts = noticeHosts,
                LookUps = limits.LookUps,
                LogOrigin = configuration["Hub:LogOrigin"]!,
                Keys = new KeyFile(configuration["Hub:KeyFile"]!),
            },
            clock,
            new IdSource(clock),
            configuration["Hub:PublicOrigin"],
            Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configuration["Hub:KeyFile"]!))!, "session-keys"))
        { Mail = mail, Limits = limits };
    }
}
