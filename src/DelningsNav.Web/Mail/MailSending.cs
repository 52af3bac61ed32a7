using DelningsNav.Hub.Views.Family;

namespace DelningsNav.Web.Mail;

/// <summary>
/// Sends links by e-mail each minute. The first round runs one minute after the start, because a letter contains the address that the hub
/// listens on.
/// </summary>
/// <remarks>Several nodes may run it at once, because only one of them sends a given link at a time.</remarks>
internal sealed partial class MailSending(
    EmailOutbox outbox, Mailer mailer, TimeProvider clock, ILogger<MailSending> logger) : BackgroundService
{
    /// <summary>Sends what is due, and returns how many links the mail server has accepted.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var sent = 0;
        while (await outbox.ClaimAsync(ct) is { Count: > 0 } claimed)
        {
            foreach (var link in claimed)
            {
                if (await mailer.SendLinkAsync(link, ct) == MailOutcome.Sent)
                {
                    await outbox.SentAsync(link, ct);
                    sent++;
                }
                else
                {
                    await outbox.NotSentAsync(link, ct);
                }
            }
        }

        return sent;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minutes = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        while (await minutes.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The loop must continue: the storage may be available again in the next round.
                Failed(logger, cause);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "Links by e-mail could not be sent; retrying in 1 minute. Every message is still in its message box; check the database")]
    private static partial void Failed(ILogger logger, Exception cause);
}

/// <summary>Adds e-mail if the city has a mail server.</summary>
internal static class MailServices
{
    /// <summary>
    /// Adds the services that send e-mail. Without a mail server, it adds only the configuration, which says that there is no e-mail.
    /// </summary>
    public static void AddMail(this IServiceCollection services, HubSetup.Ready setup)
    {
        services.AddSingleton(setup.Mail);
        services.AddSingleton<Mailer>();
        if (setup.Mail.Server is not null)
        {
            services.AddSingleton<MailSending>();
            services.AddHostedService(provider => provider.GetRequiredService<MailSending>());
        }
    }
}
