using System.Net;
using System.Text;

namespace DelningsNav.Signing.Tests.Requests;

public sealed class SigningHandlerTests
{
    [Fact]
    public async Task A_sent_request_carries_a_signature_that_the_receiver_accepts()
    {
        using var key = SigningKey.Create();
        var wire = new Wire();
        using var client = new HttpClient(new SigningHandler(key, new StoppedClock()) { InnerHandler = wire });
        using var content = new StringContent("""{"name":"Åsa"}""", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://hub.example:8443/api/v1/a%20b?q=sm%C3%B6r&x=~")
        {
            Content = content,
        };
        request.Headers.Add("Idempotency-Key", "5b1f");

        await client.SendAsync(request, TestContext.Current.CancellationToken);

        var received = Assert.Single(wire.Received);
        Assert.Equal("https://hub.example:8443/api/v1/a%20b?q=sm%C3%B6r&x=~", received.Message.TargetUri);
        Assert.IsType<RequestVerdict.Valid>(
            RequestSignature.Verify(received.Message, received.Body, _ => key.PublicKey, StoppedClock.Noon));
    }

    [Fact]
    public async Task A_request_without_a_body_is_signed_as_well()
    {
        using var key = SigningKey.Create();
        var wire = new Wire();
        using var client = new HttpClient(new SigningHandler(key, new StoppedClock()) { InnerHandler = wire });

        await client.GetAsync(new Uri("https://hub.example"), TestContext.Current.CancellationToken);
        await client.PostAsync(new Uri("https://hub.example/a"), content: null, TestContext.Current.CancellationToken);

        Assert.Equal("https://hub.example/", wire.Received[0].Message.TargetUri);
        Assert.All(wire.Received, received => Assert.IsType<RequestVerdict.Valid>(
            RequestSignature.Verify(received.Message, received.Body, _ => key.PublicKey, StoppedClock.Noon)));
    }

    [Fact]
    public async Task A_request_that_is_sent_again_gets_a_fresh_nonce()
    {
        using var key = SigningKey.Create();
        var wire = new Wire();
        using var handler = new SigningHandler(key, new StoppedClock()) { InnerHandler = wire };
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://hub.example/a") { Content = new StringContent("a") };

        await invoker.SendAsync(request, TestContext.Current.CancellationToken);
        await invoker.SendAsync(request, TestContext.Current.CancellationToken);

        var nonces = wire.Received.Select(received => Assert.IsType<RequestVerdict.Valid>(
            RequestSignature.Verify(received.Message, received.Body, _ => key.PublicKey, StoppedClock.Noon)).Nonce);
        Assert.Equal(2, nonces.Distinct().Count());
    }

    private sealed class StoppedClock : TimeProvider
    {
        public static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Noon;
    }

    private sealed class Wire : HttpMessageHandler
    {
        public List<(HttpMessage Message, byte[] Body)> Received { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var message = HttpMessage.ForRequest(request.Method.Method, request.RequestUri!.AbsoluteUri, body.Length > 0);
            foreach (var field in request.Headers.NonValidated)
            {
                message.Fields.Add(field.Key, field.Value.ToString());
            }

            foreach (var field in request.Content?.Headers.NonValidated ?? default)
            {
                message.Fields.Add(field.Key, field.Value.ToString());
            }

            Received.Add((message, body));
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
