using System.Net;
using System.Net.Sockets;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Web.Pages;
using Microsoft.AspNetCore.Http;

namespace DelningsNav.Web.Tests.SignIn;

/// <summary>A page answers the methods that it has, and says which faults are the storage's.</summary>
public sealed class PageMethodsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/min-sida")]
    [InlineData("/hjalp")]
    [InlineData("/")]
    [InlineData("/inloggning/forlang")]
    public async Task A_form_that_is_sent_to_a_page_without_one_is_a_method_that_does_not_exist(string path)
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);

        using var answer = await mother.PostAsync(path, ("vad", "som helst"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order());
        Assert.DoesNotContain(app.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public async Task A_method_that_no_page_has_is_refused(string method)
    {
        await using var app = await TestApp.StartAsync();

        using var open = await TestApp.SendAsIsAsync(app.Call(new HttpMethod(method), "/hjalp"));
        using var signOut = await TestApp.SendAsIsAsync(app.Call(new HttpMethod(method), "/logga-ut"));

        Assert.Equal((HttpStatusCode.MethodNotAllowed, HttpStatusCode.MethodNotAllowed), (open.StatusCode, signOut.StatusCode));
        Assert.Equal(["GET", "HEAD", "POST"], signOut.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task A_page_answers_HEAD_as_it_answers_GET_without_the_page()
    {
        await using var app = await TestApp.StartAsync();

        using var answer = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Head, "/hjalp"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public void An_error_of_the_storage_is_503_however_deep_it_is_wrapped()
    {
        var refused = new SocketException((int)SocketError.ConnectionRefused);

        var transient = new InvalidOperationException("likely transient", new Npgsql.NpgsqlException("away", refused));
        Assert.Equal(503, PagesDoor.StatusOf(transient));
        Assert.Equal(503, PagesDoor.StatusOf(new LogUnavailableException(refused)));
        Assert.Equal(400, PagesDoor.StatusOf(new IOException("bad chunk size", new OverflowException())));
        Assert.Equal(413, PagesDoor.StatusOf(new BadHttpRequestException("too large", 413)));
        Assert.Equal(500, PagesDoor.StatusOf(new InvalidOperationException("a fault of ours")));
    }

    [Fact]
    public async Task A_node_whose_database_cannot_be_written_is_not_ready()
    {
        await using var app = await TestApp.StartAsync();
        using var before = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/healthz/ready"));
        await app.AskDatabaseAsync(
            "CREATE TRIGGER full BEFORE UPDATE ON readiness_checks BEGIN SELECT RAISE(ABORT, 'the disk is full'); END; SELECT 0");
        app.Clock.Advance(TimeSpan.FromSeconds(10));

        using var full = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/healthz/ready"));
        await app.AskDatabaseAsync("DROP TRIGGER full; SELECT 0");
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        using var after = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/healthz/ready"));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK],
            [before.StatusCode, full.StatusCode, after.StatusCode]);
    }
}
