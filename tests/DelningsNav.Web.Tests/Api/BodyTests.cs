using System.Net;
using System.Text;
using DelningsNav.Signing;

namespace DelningsNav.Web.Tests.Api;

public sealed class BodyTests
{
    private const string Key = "3f1b2c44-aaaa-4bbb-8ccc-000000000001";

    [Fact]
    public async Task Every_fault_of_a_body_is_named_at_once_by_its_place()
    {
        await using var app = await TestApp.StartAsync();
        var before = await app.LogSizeAsync();
        const string body = """
            { "case": 7, "staff": "nobody", "scopes": [ { "discloser": "0199d29f-1111-7e31-8a11-6b1c0c7be005", "recordTypes": ["franvaro",
              "Not A Code", ""], "extra": 1 }, 5 ],
              "dataFrom": "2026-13-01", "validUntil": "2026-12-31T22:59:59", "message": null, "dataFrom": "2026-01-01" }
            """;

        var answer = await app.SendAsync(HttpMethod.Post, "/api/v1/consent-requests", body, idempotencyKey: Key);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await ProblemOf.Async(answer);
        Assert.Equal("invalid-request", problem.Slug);
        Assert.Equal(
            [
                "/case", "/dataFrom", "/dataTo", "/message", "/scopes/0/extra", "/scopes/0/recordTypes/1", "/scopes/0/recordTypes/2",
                "/scopes/1", "/staff", "/validUntil",
            ],
            problem.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, problem.Errors["/dataFrom"].Count);
        Assert.Equal(before, await app.LogSizeAsync());
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM idempotent_answers"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"identityNumber":"\ud800","purpose":"sst"}""")]
    [InlineData("""{"identityNumber":"189001019802","purpose":"sst",}""")]
    public async Task A_body_that_is_not_a_valid_json_object_is_a_problem(string body)
    {
        await using var app = await TestApp.StartAsync();

        var slug = await ProblemOf.SlugAsync(await app.SendAsync(HttpMethod.Post, "/api/v1/person-lookups", body.Length == 0 ? " " : body));

        Assert.Equal("invalid-request", slug);
    }

    [Fact]
    public async Task A_body_that_is_not_utf8_is_a_problem()
    {
        await using var app = await TestApp.StartAsync();
        using var request = app.Call(HttpMethod.Post, "/api/v1/person-lookups");
        request.Content = new ByteArrayContent([0x7B, 0x22, 0xFF, 0x22, 0x7D]) { Headers = { ContentType = new("application/json") } };

        var problem = await ProblemOf.Async(await TestApp.SendAsync(request, new SigningHandler(app.SocialKey, app.Clock)));

        Assert.Equal("is not UTF-8", problem.Errors[""].Single());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    public async Task A_body_of_another_content_type_is_a_problem(string contentType)
    {
        await using var app = await TestApp.StartAsync();
        using var request = app.Call(HttpMethod.Post, "/api/v1/person-lookups");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}")) { Headers = { ContentType = new(contentType) } };

        var answer = await TestApp.SendAsync(request, new SigningHandler(app.SocialKey, app.Clock));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("content-type-not-taken", await ProblemOf.SlugAsync(answer));
    }

    [Fact]
    public async Task What_was_sent_is_not_repeated_in_a_problem()
    {
        await using var app = await TestApp.StartAsync();
        var number = app.ChildsNumber;
        var body =
            $$"""
            { "{{number}}": 1, "case": "{{number}}", "staff": "{{number}}", "holder": "{{number}}", "recordTypes": ["{{number}}"],
              "periodFrom": "{{number}}", "periodTo": "{{number}}", "purpose": "{{number}}",
              "reason": "Om {{number[..8]}}-{{number[8..]}}" }
            """;

        using var answer = await app.SendAsync(HttpMethod.Post, "/api/v1/information-requests", body, idempotencyKey: Key);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("/reason", text, StringComparison.Ordinal);
        Assert.DoesNotContain(number, text, StringComparison.Ordinal);
        Assert.DoesNotContain(number[8..], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_or_method_is_a_problem_and_not_a_page()
    {
        await using var app = await TestApp.StartAsync();

        using var nowhere = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/api/v1/nowhere"));
        using var outside = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/api/v2/records"));
        using var method = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Delete, "/api/v1/record-types"));
        using var badId = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/api/v1/consents/17"));

        Assert.Equal(
            ["no-such-resource", "no-such-resource", "method-not-allowed", "no-such-resource"],
            [
                await ProblemOf.SlugAsync(nowhere), await ProblemOf.SlugAsync(outside), await ProblemOf.SlugAsync(method),
                await ProblemOf.SlugAsync(badId),
            ]);
    }

    [Fact]
    public async Task A_parameter_of_the_wrong_form_is_a_problem()
    {
        await using var app = await TestApp.StartAsync();

        using var staff = await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{Guid.Empty}?staff=somebody");
        using var page = await app.SendAsync(HttpMethod.Get, "/api/v1/record-types?page=0");
        using var limit = await app.SendAsync(HttpMethod.Get, "/api/v1/record-types?limit=101");

        Assert.Equal(
            ["invalid-query", "bad-request", "bad-request"],
            [await ProblemOf.SlugAsync(staff), await ProblemOf.SlugAsync(page), await ProblemOf.SlugAsync(limit)]);
    }
}
