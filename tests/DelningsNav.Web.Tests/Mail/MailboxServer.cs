using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace DelningsNav.Tests.Mail;

/// <summary>A real mail server on loopback that stores what it receives, and refuses mail to <c>refused@…</c>.</summary>
internal sealed class MailboxServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<MimeMessage> _letters = [];
    private readonly Task _running;

    private MailboxServer(X509Certificate2? certificate)
    {
        var started = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listeners = new EndpointListenerFactory();
        listeners.EndpointStarted += (_, endpoint) => started.TrySetResult(((IPEndPoint)endpoint.LocalEndPoint).Port);
        var services = new ServiceProvider();
        services.Add(listeners);
        services.Add((IMessageStore)new Keep(_letters));
        services.Add((IMailboxFilter)new DelegatingMailboxFilter((to, _) => to.User != "refused"));
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, 0));
            if (certificate is not null)
            {
                endpoint.Certificate(certificate);
            }
        }).Build();
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
        Started = started.Task;
    }

    public int Port { get; private set; }

    /// <summary>How many received letters have not been taken out.</summary>
    public int Count => _letters.Count;

    private Task<int> Started { get; }

    /// <summary>Starts one; with a certificate it offers STARTTLS.</summary>
    public static async Task<MailboxServer> StartAsync(X509Certificate2? certificate = null)
    {
        var server = new MailboxServer(certificate);
        server.Port = await server.Started.WaitAsync(TimeSpan.FromSeconds(30));
        return server;
    }

    /// <summary>The next letter: one that has arrived, or the first that arrives.</summary>
    public async Task<MimeMessage> NextAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        return await Task.Run(() => _letters.Take(patience.Token), patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
        }

        _stop.Dispose();
        _letters.Dispose();
    }

    private sealed class Keep(BlockingCollection<MimeMessage> letters) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var bytes = new MemoryStream(buffer.ToArray());
            letters.Add(await MimeMessage.LoadAsync(bytes, cancellationToken), cancellationToken);
            return SmtpResponse.Ok;
        }
    }
}
