using System.Text.Json;
using DelningsNav.Hub;
using DelningsNav.Hub.Notices;
using DelningsNav.Signing;
using DelningsNav.Web.Api.Notices;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Notices;

/// <summary>Sends the notices that are due: each as a POST that the hub signs, with the same JSON as <c>GET /events</c> returns.</summary>
/// <remarks>
/// A success means only that the address has received the notice. An answer is not signed, so it cannot acknowledge for the party; the
/// party does that in a call of its own.
/// </remarks>
internal sealed class SendNotices(NoticeOutbox outbox, HubStart hub, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _http = new(
        new SigningHandler(() => hub.CallKey, clock) { InnerHandler = NoticeNetwork.Within(hub.NoticeHosts) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Begins the time that an address has to answer, and cancels when it has ended.</summary>
    public Func<CancellationTokenSource> Patience { get; init; } = () => new CancellationTokenSource(TimeSpan.FromSeconds(10));

    /// <summary>
    /// Sends the due notices and returns the number of attempts. The notices that are claimed together are sent in parallel.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var attempts = 0;
        while (await outbox.ClaimAsync(ct) is { Count: > 0 } claimed)
        {
            await Task.WhenAll(claimed.Select(notice => SendAsync(notice, ct)));
            attempts += claimed.Count;
        }

        return attempts;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    // If the hub crashes before the notice is marked as sent, the notice is sent again when its lease expires. The receiver then gets the
    // same number twice.
    private async Task SendAsync(NoticeToSend notice, CancellationToken ct)
    {
        var (outcome, status) = await TryAsync(notice, ct);
        await outbox.MarkAsync(notice, outcome, status, ct);
    }

    private async Task<(SendOutcome Outcome, int? Status)> TryAsync(NoticeToSend notice, CancellationToken ct)
    {
        // The permitted hosts may have changed since the subscription was made.
        if (!hub.NoticeHosts.Permits(notice.Address))
        {
            return (SendOutcome.AddressRefused, null);
        }

        using var patience = Patience();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, notice.Address)
            {
                Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(EventBody.Of(notice.View), WireJson.Strict.EventBody))
                {
                    Headers = { ContentType = new("application/json") },
                },
            };
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, over.Token);
            return (response.IsSuccessStatusCode ? SendOutcome.Delivered : SendOutcome.Answered, (int)response.StatusCode);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (SendOutcome.TimedOut, null);
        }
        catch (HttpRequestException cause)
        {
            return (cause.InnerException is AddressRefusedException ? SendOutcome.AddressRefused : SendOutcome.Unreachable, null);
        }
    }
}
