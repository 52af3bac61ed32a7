using DelningsNav.Hub.Views.Family;

namespace DelningsNav.Web.Mail;

/// <summary>
/// Sends links by e-mail: each minute, the first when a minute has passed: a letter names the address that the hub listens on.
/// </summary>
/// <remarks>Several nodes may do it at once: a link is sent by one of them at a time.</remarks>
internal sealed partial class MailSending(
    EmailOutbox outbox, Mailer mailer, TimeProvider clock, ILogger<MailSending> logger) : BackgroundService
{
    /// <summary>Sends what is due, and answers with how many links the server has taken.</summary>
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
                // The loop must live on: the next round may find the storage well again.
                Failed(logger, cause);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message =
            "Links by e-mail could not be sent; they are tried again in a minute, and messages stand in the message boxes all the same")]
    private static partial void Failed(ILogger logger, Exception cause);
}

/// <summary>Puts e-mail together where the city has a server for it.</summary>
internal static class MailServices
{
    /// <summary>Adds what sends, or only that nothing does.</summary>
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
