using System.Globalization;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Web.Limits;

namespace DelningsNav.Web.Tests.Api;

/// <summary>A system says what it looks a person up for. The purpose is a code, and each has one member of its own.</summary>
public sealed class PersonLookupTests
{
    private const string Path = "/api/v1/person-lookups";
    private const string AnId = "0199d2a2-0000-7e31-8a11-6b1c0c7be004";

    [Theory]
    [InlineData("sst", "", "/purpose")]
    [InlineData("case", "", "/case")]
    [InlineData("case-opening", "", "/staff")]
    [InlineData("deposit", "", "/reference")]
    [InlineData("case", $""", "case": "{AnId}", "staff": "{AnId}" """, "/staff")]
    [InlineData("case-opening", $""", "staff": "{AnId}", "reference": "1" """, "/reference")]
    [InlineData("deposit", $""", "reference": "1", "case": "{AnId}" """, "/case")]
    public async Task A_purpose_without_its_member_or_with_anothers_is_a_fault_and_nobody_is_looked_up(
        string purpose, string more, string place)
    {
        await using var app = await TestApp.StartAsync();
        var before = await app.LogSizeAsync();

        using var answer = await app.SendAsync(
            HttpMethod.Post, Path, $$"""{ "identityNumber": "{{app.ChildsNumber}}", "purpose": "{{purpose}}"{{more}} }""");

        Assert.Equal([place], (await ProblemOf.Async(answer)).Errors.Keys);
        Assert.Equal(before, await app.LogSizeAsync());
    }

    [Fact]
    public async Task Each_purpose_with_its_member_finds_the_child()
    {
        await using var app = await TestApp.StartAsync();
        string[] purposes =
        [
            $"\"purpose\": \"case\", \"case\": \"{app.Case}\"",
            $"\"purpose\": \"case-opening\", \"staff\": \"{app.Familjebehandlare}\"",
            "\"purpose\": \"deposit\", \"reference\": \"narvaro/1\"",
        ];

        foreach (var purpose in purposes)
        {
            using var answer = await app.SendAsync(
                HttpMethod.Post, Path, $$"""{ "identityNumber": "{{app.ChildsNumber}}", {{purpose}} }""");

            Assert.Contains(
                $"{app.Child}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_budget_that_is_used_up_says_when_the_next_day_begins_and_is_an_alarm_in_the_technical_log()
    {
        await using var app = await TestApp.StartAsync(limits: CallLimits.None with { LookUps = new LookUpBudget { InCases = 1 } });
        var body = $$"""{ "identityNumber": "{{app.ChildsNumber}}", "purpose": "case", "case": "{{app.Case}}" }""";
        using var last = await app.SendAsync(HttpMethod.Post, Path, body);

        using var refused = await app.SendAsync(HttpMethod.Post, Path, body);

        var untilNextDay = SwedishTime.StartOf(app.Today.AddDays(1)) - app.Clock.GetUtcNow();
        Assert.Equal(
            ((long)untilNextDay.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            Assert.Single(refused.Headers.GetValues("Retry-After")));
        Assert.Equal("look-ups-used-up", await ProblemOf.SlugAsync(refused));
        Assert.True(last.IsSuccessStatusCode);
        var line = Assert.Single(app.Log.All, line => line.Contains("raised an alarm", StringComparison.Ordinal));
        Assert.Contains($"{app.SocialSystem}", line, StringComparison.Ordinal);
        Assert.DoesNotContain(app.ChildsNumber, line, StringComparison.Ordinal);
    }
}
