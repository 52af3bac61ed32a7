using DelningsNav.Policies.Cases;

namespace DelningsNav.Policies.Tests;

/// <summary>Reading the cases: a malformed case is reported, never ignored.</summary>
public sealed class PolicyCaseFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cases-").FullName;

    public PolicyCaseFolderTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "cases"));
        File.Copy(Path.Combine(PolicyCases.Folder, "cases", "00-normal.json"), PathOf("00-normal.json"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_fault_of_every_file_is_named_at_once_with_its_case()
    {
        File.WriteAllText(PathOf("10-facts.json"), """
            { "about": "x", "bases": { "b": { "record": "franvaro" } }, "cases": [
              { "case": "Unknown fact", "base": "b", "facts": { "colour": 1 }, "verdict": "refuse" },
              { "case": "Unknown word", "base": "b", "facts": { "marking": "blue", "holder": "school" }, "verdict": "refuse" },
              { "case": "Unknown base", "base": "c", "verdict": "refuse" } ] }
            """);
        File.WriteAllText(PathOf("20-broken.json"), "{ \"about\": ");
        File.WriteAllText(PathOf("30-member.json"), """{ "about": "x", "verdicts": [] }""");

        var problem = Assert.Throws<PolicySetException>(() => PolicyCaseFolder.Read(_folder));

        Assert.Collection(
            problem.Faults,
            fault => Assert.StartsWith("cases/10-facts.json: `Unknown fact`: there is no fact `colour`", fault, StringComparison.Ordinal),
            fault => Assert.Contains("`holder` is a kind of party and a branch", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("cases/10-facts.json: `Unknown word`: `marking` is `none`, ", fault, StringComparison.Ordinal),
            fault => Assert.Equal("cases/10-facts.json: `Unknown base`: there is no base `c`", fault),
            fault => Assert.StartsWith("cases/20-broken.json: ", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("cases/30-member.json: ", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_cases_of_a_file_with_one_sentence_are_a_fault()
    {
        File.WriteAllText(PathOf("10-twice.json"), """
            { "about": "x", "bases": { "b": {} }, "cases": [
              { "case": "Same", "base": "b", "verdict": "refuse" }, { "case": "Same", "base": "b", "verdict": "refer" } ] }
            """);

        var problem = Assert.Throws<PolicySetException>(() => PolicyCaseFolder.Read(_folder));

        Assert.Equal("cases/10-twice.json: there are 2 cases `Same`", Assert.Single(problem.Faults));
    }

    [Theory]
    [InlineData("\"Frånvaro\"", "`record` is the code of a record type, lower-case words joined by hyphens, not `Frånvaro`")]
    [InlineData("\"\"", "`record` is the code of a record type, lower-case words joined by hyphens, not ``")]
    [InlineData("7", "`record` must be a text, not `7`")]
    public void A_record_that_is_not_a_code_is_a_fault(string written, string fault)
    {
        File.WriteAllText(PathOf("10-record.json"), $$"""
            { "about": "x", "bases": { "b": { "record": {{written}} } }, "cases": [ { "case": "One", "base": "b", "verdict": "refuse" } ] }
            """);

        var problem = Assert.Throws<PolicySetException>(() => PolicyCaseFolder.Read(_folder));

        Assert.Equal($"cases/10-record.json: `One`: {fault}", Assert.Single(problem.Faults));
    }

    [Fact]
    public void A_folder_without_a_case_is_a_fault_since_nothing_was_tested() =>
        Assert.Throws<PolicySetException>(() => PolicyCaseFolder.Read(_folder));

    private string PathOf(string file) => Path.Combine(_folder, "cases", file);
}
