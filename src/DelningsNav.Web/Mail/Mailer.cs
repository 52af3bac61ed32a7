using System.Globalization;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies.Consents;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Languages;
using MailKit;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Localization;
using MimeKit;
using MimeKit.Utils;

namespace DelningsNav.Web.Mail;

/// <summary>The result of sending.</summary>
internal enum MailOutcome
{
    /// <summary>The server has accepted the letter.</summary>
    Sent,

    /// <summary>The server refuses mail to this address.</summary>
    AddressRefused,

    /// <summary>The server could not be reached, or did not accept the letter.</summary>
    NotSent,
}

/// <summary>
/// Writes and sends the two letters of the hub: a code, and a link without content. Neither letter names a person, a child, an authority or
/// a matter.
/// </summary>
internal sealed partial class Mailer(
    MailSetup setup, HubOrigin origin, IStringLocalizer<SharedTexts> texts, TimeProvider clock, ILogger<Mailer> logger)
{
    /// <summary>How long the server has for each of its answers.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Sends the code that proves that mail arrives.</summary>
    public Task<MailOutcome> SendCodeAsync(EmailAddress to, string code, string language, CancellationToken ct) =>
        SendAsync(to, language, () => (texts["EmailCodeSubject"], texts["EmailCodeBody", code]), ct);

    /// <summary>Sends a link to the message box.</summary>
    public Task<MailOutcome> SendLinkAsync(EmailToSend link, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(link);
        var area = $"{origin.First}/{(link.Staff is not null ? "arbetsyta" : "min-sida")}";
        return SendAsync(
            link.Address, link.Language, () => (texts["EmailLinkSubject"], texts["EmailLinkBody", $"{area}/meddelanden", $"{area}/epost"]),
            ct);
    }

    private async Task<MailOutcome> SendAsync(
        EmailAddress to, string language, Func<(string Subject, string Body)> write, CancellationToken ct)
    {
        var server = setup.Server ?? throw new InvalidOperationException("there is no mail server");
        using var letter = LetterTo(server, to, language, write);
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds, LocalDomain = DomainOf(server.From) };
        try
        {
            await client.ConnectAsync(server.Host, server.Port, server.Security, ct);
            if (server.Login is { } login)
            {
                await client.AuthenticateAsync(login, ct);
            }

            await client.SendAsync(letter, ct);
        }
        catch (SmtpCommandException refused) when (refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted)
        {
            Refused(logger, (int)refused.StatusCode);
            return MailOutcome.AddressRefused;
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Any failure of a server or a network becomes the outcome. Its message may contain the address, so only its kind is logged.
            NotSent(logger, cause.GetType().Name, (cause as SmtpCommandException)?.StatusCode.ToString() ?? "");
            return MailOutcome.NotSent;
        }

        await QuitAsync(client, ct);
        return MailOutcome.Sent;
    }

    // The domain is used in greetings and message ids, instead of the name of the machine.
    private static string DomainOf(EmailAddress address) => address.Reveal().Split('@')[^1];

    // The server has accepted the letter: a later failure changes nothing.
    private static async Task QuitAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception cause) when (cause is IOException or ProtocolException or OperationCanceledException)
        {
        }
    }

    private MimeMessage LetterTo(MailServer server, EmailAddress to, string language, Func<(string Subject, string Body)> write)
    {
        // The letter is written in the reader's language, which is set here because the letter is not the answer to a request.
        var (before, here) = (
            CultureInfo.CurrentUICulture,
            ConsentLanguages.CultureOf(ConsentLanguages.All.Contains(language) ? language : ConsentLanguages.Swedish));
        CultureInfo.CurrentUICulture = here;
        try
        {
            var (subject, body) = write();
            var letter = new MimeMessage
            {
                Subject = subject,
                Date = clock.GetUtcNow(),
                MessageId = MimeUtils.GenerateMessageId(DomainOf(server.From)),
                Body = new TextPart("plain") { Text = body },
            };
            letter.From.Add(new MailboxAddress(texts["ProductName"], server.From.Reveal()));
            letter.To.Add(new MailboxAddress("", to.Reveal()));
            letter.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834 section 5
            letter.Body.Headers.Add(HeaderId.ContentLanguage, language);
            return letter;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message =
            "The mail server does not take mail to an address that a user gave: {Status}. The user may have mistyped it. If it "
            + "happens for every address, check the mail server")]
    private static partial void Refused(ILogger logger, int status);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "A letter could not be sent ({Kind} {Status}). Links are retried; messages are in the message boxes. Check the mail server")]
    private static partial void NotSent(ILogger logger, string kind, string status);
}
