using System.Net;
using System.Text;
using DelningsNav.Signing;

namespace DelningsNav.Client.Tests;

public sealed class DelningsNavClientTests
{
    [Fact]
    public async Task Every_call_goes_to_the_hub_signed_with_the_clients_key()
    {
        using var key = SigningKey.Create();
        using var hub = new PlayedHub(HttpStatusCode.OK, "application/json", "{}");
        using var client = DelningsNavClient.Create(new Uri("https://hub.example"), key, new StoppedClock(), hub);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/record-types");

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        var received = Assert.Single(hub.Received);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("https://hub.example/api/v1/record-types", received.TargetUri);
        Assert.IsType<RequestVerdict.Valid>(RequestSignature.Verify(received, [], _ => key.PublicKey, StoppedClock.Noon));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Anything_but_a_success_is_thrown_as_the_hubs_problem(HttpStatusCode status)
    {
        using var key = SigningKey.Create();
        using var hub = new PlayedHub(
            status, "application/problem+json", """{"type":"urn:delningsnav:problem:key-revoked","title":"Key revoked"}""");
        using var client = DelningsNavClient.Create(new Uri("https://hub.example"), key, new StoppedClock(), hub);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/record-types");

        var thrown = await Assert.ThrowsAsync<ProblemException>(() => client.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(("key-revoked", status), (thrown.Problem.Slug, thrown.Problem.Status));
        Assert.Single(hub.Received);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Noon;
    }

    private sealed class PlayedHub(HttpStatusCode status, string type, string body) : HttpMessageHandler
    {
        public List<HttpMessage> Received { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var message = HttpMessage.ForRequest(request.Method.Method, request.RequestUri!.AbsoluteUri, hasBody: false);
            foreach (var field in request.Headers.NonValidated)
            {
                message.Fields.Add(field.Key, field.Value.ToString());
            }

            Received.Add(message);
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) });
        }
    }
}
