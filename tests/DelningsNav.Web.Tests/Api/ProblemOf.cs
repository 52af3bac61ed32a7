using DelningsNav.Client;

namespace DelningsNav.Web.Tests.Api;

/// <summary>Reads an answer that must be a problem.</summary>
internal static class ProblemOf
{
    public static async Task<Problem> Async(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            return await Problem.ReadAsync(response, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<string> SlugAsync(HttpResponseMessage response) => (await Async(response)).Slug;

    public static async Task<Problem> ThrownByAsync(Func<Task> call) => (await Assert.ThrowsAsync<ProblemException>(call)).Problem;
}
