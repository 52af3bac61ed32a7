using System.Net;
using System.Text;

namespace DelningsNav.Client.Tests;

public sealed class ProblemTests
{
    [Fact]
    public async Task A_problem_has_everything_that_the_hub_said()
    {
        using var response = Answer(HttpStatusCode.Forbidden, "application/problem+json", """
            {"type":"urn:delningsnav:problem:release-refused","title":"Release refused","detail":"no consent","status":403,
             "errors":{"/to":["is not a date","lies in the past"],"/from":"is missing"},"logIndex":17}
            """);

        var problem = await Problem.ReadAsync(response, TestContext.Current.CancellationToken);

        Assert.Equal("urn:delningsnav:problem:release-refused", problem.Type);
        Assert.Equal("release-refused", problem.Slug);
        Assert.Equal(("Release refused", "no consent", HttpStatusCode.Forbidden), (problem.Title, problem.Detail, problem.Status));
        Assert.Equal(["is not a date", "lies in the past"], problem.Errors["/to"]);
        Assert.Equal(["is missing"], problem.Errors["/from"]);
        Assert.Equal(17, problem.Extensions["logIndex"].GetInt32());
    }

    [Theory]
    [InlineData("text/html", "<h1>Bad gateway</h1>")]
    [InlineData("application/problem+json", "{\"type\":")]
    [InlineData("application/problem+json", "7")]
    [InlineData("application/problem+json", "{\"type\":1,\"title\":[],\"detail\":{},\"errors\":[]}")]
    public async Task An_answer_that_is_not_a_problem_becomes_one_without_a_type(string type, string body)
    {
        using var response = Answer(HttpStatusCode.BadGateway, type, body);

        var problem = await Problem.ReadAsync(response, TestContext.Current.CancellationToken);

        Assert.Equal(("about:blank", HttpStatusCode.BadGateway), (problem.Type, problem.Status));
        Assert.NotEmpty(problem.Title);
        Assert.Null(problem.Detail);
        Assert.Empty(problem.Errors);
    }

    [Fact]
    public void The_exception_says_in_one_line_what_the_problem_was()
    {
        var problem = new Problem(
            "urn:delningsnav:problem:signature-expired", "Signature expired", "sign each call anew", HttpStatusCode.Unauthorized,
            new Dictionary<string, IReadOnlyList<string>>(), new Dictionary<string, System.Text.Json.JsonElement>());

        var thrown = new ProblemException(problem);

        Assert.Equal("signature-expired (401): sign each call anew", thrown.Message);
        Assert.Same(problem, thrown.Problem);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string type, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };
}
