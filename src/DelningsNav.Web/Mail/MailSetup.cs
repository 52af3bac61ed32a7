using System.Globalization;
using System.Net;
using DelningsNav.Hub.Messages;
using MailKit.Security;

namespace DelningsNav.Web.Mail;

/// <summary>
/// The mail server for links by e-mail, from the city's configuration. Without a mail server, nobody is offered links by e-mail.
/// </summary>
/// <remarks>
/// <c>Mail:Host</c>, <c>Mail:From</c> (the sender's address), <c>Mail:Port</c> (587), <c>Mail:Security</c> (<c>StartTls</c>, <c>Tls</c>,
/// or <c>None</c> to a server on this machine only), <c>Mail:User</c> and <c>Mail:Password</c> (both or neither).
/// </remarks>
/// <param name="Server">The server, or null when there is none.</param>
public sealed record MailSetup(MailServer? Server)
{
    private const int SubmissionPort = 587; // RFC 6409

    /// <summary>No e-mail.</summary>
    public static MailSetup Off { get; } = new((MailServer?)null);

    /// <summary>Reads the configuration. Returns false, with every fault, if the configuration is not valid.</summary>
    public static bool TryRead(IConfiguration configuration, out MailSetup setup, out string faults)
    {
        var mail = configuration.GetSection("Mail");
        (setup, faults) = (Off, "");
        if (!mail.GetChildren().Any())
        {
            return true;
        }

        var wrong = new List<string>();
        var host = mail["Host"] ?? "";
        Check(Uri.CheckHostName(host) != UriHostNameType.Unknown, "Mail:Host must be the name of a mail server, such as smtp.example.se");
        var port = SubmissionPort;
        Check(
            mail["Port"] is not { } typed
            || (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= IPEndPoint.MaxPort),
            "Mail:Port must be a number from 1 to 65535");
        Check(
            EmailAddress.TryParse(mail["From"], out var from),
            "Mail:From must be the address that mail is sent from, such as delningsnav@example.se");
        var security = mail["Security"] ?? "StartTls";
        Check(security is "StartTls" or "Tls" or "None", "Mail:Security must be StartTls, Tls or None");
        Check(
            security != "None" || IsThisMachine(host),
            "Mail:Security may be None to a server on this machine only, because addresses are sent unencrypted");
        Check(
            string.IsNullOrEmpty(mail["User"]) == string.IsNullOrEmpty(mail["Password"]),
            "Mail:User and Mail:Password must both be set, or neither");
        if (wrong.Count > 0)
        {
            faults = $"{string.Join("; ", wrong)}.";
            return false;
        }

        var login = string.IsNullOrEmpty(mail["User"]) ? null : new NetworkCredential(mail["User"], mail["Password"]);
        setup = new(new MailServer(host, port, Of(security), from!, login));
        return true;

        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                wrong.Add(fault);
            }
        }
    }

    private static SecureSocketOptions Of(string security) => security switch
    {
        "Tls" => SecureSocketOptions.SslOnConnect,
        "None" => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    private static bool IsThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

/// <summary>A mail server and the way to connect to it.</summary>
public sealed record MailServer(string Host, int Port, SecureSocketOptions Security, EmailAddress From, NetworkCredential? Login);
