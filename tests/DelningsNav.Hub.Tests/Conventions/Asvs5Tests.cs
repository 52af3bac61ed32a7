using System.Text.RegularExpressions;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>
/// The answers to OWASP ASVS 5.0 are complete and counted, and what they name as proof exists. Whether it proves anything, only a reader
/// can say.
/// </summary>
public partial class Asvs5Tests
{
    private const int OfLevelsOneAndTwo = 253;

    private static readonly string[] Results = ["met", "does not apply", "open"];

    private static readonly string Document = File.ReadAllText(Path.Combine(Sources.Root, "docs/security/asvs-5.md"));

    [Fact]
    public void Each_requirement_is_answered_once_with_one_of_three_results()
    {
        var answers = Answers();

        Assert.Equal(OfLevelsOneAndTwo, answers.Select(answer => answer.Number).Distinct().Count());
        Assert.Equal(OfLevelsOneAndTwo, answers.Count);
        Assert.Empty(answers.Where(answer => !Results.Contains(answer.Result)).Select(answer => $"{answer.Number}: {answer.Result}"));
    }

    [Fact]
    public void Each_requirement_that_is_met_names_tests_or_files_and_they_exist()
    {
        var tests = Sources.CSharp("tests").ToList();

        var met = Answers().Where(answer => answer.Result == "met").ToList();

        Assert.Empty(met.Where(answer => !Name().IsMatch(answer.Why)).Select(answer => answer.Number));
        Assert.Empty(
            from answer in met
            from Match named in Name().Matches(answer.Why)
            where !Exists(named.Groups["name"].Value, tests)
            select $"{answer.Number}: {named.Value}");
    }

    [Fact]
    public void The_summary_has_the_numbers_of_the_tables()
    {
        var answers = Answers();
        List<string> counted =
        [
            .. answers.GroupBy(answer => answer.Chapter).Select(chapter => Count(chapter.Key, chapter)),
            Count("**All**", answers),
            Count("**Of", answers.Where(answer => answer.Level == "1")),
        ];

        var summary = SummaryRow().Matches(Document)
            .Select(row => $"{row.Groups["of"]}: {row.Groups["met"]}, {row.Groups["not"]}, {row.Groups["open"]} of {row.Groups["all"]}")
            .ToList();

        Assert.Equal(counted, summary);
    }

    private static List<Answer> Answers() =>
    [
        .. AnswerRow().Matches(Document).Select(row => new Answer(
            row.Groups["number"].Value, row.Groups["level"].Value, row.Groups["result"].Value, row.Groups["why"].Value)),
    ];

    private static string Count(string of, IEnumerable<Answer> answers)
    {
        var all = answers.ToList();
        return $"{of}: {string.Join(", ", Results.Select(result => all.Count(answer => answer.Result == result)))} of {all.Count}";
    }

    private static bool Exists(string name, List<SourceFile> tests)
    {
        var test = Test().Match(name);
        return test.Success
            ? tests.Exists(file => Path.GetFileNameWithoutExtension(file.Path) == test.Groups["class"].Value
                && file.Text.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal))
            : File.Exists(Path.Combine(Sources.Root, name));
    }

    [GeneratedRegex(
        @"^\| (?<number>\d+\.\d+\.\d+) \| (?<level>[12]) \| [^|\n]+ \| (?<result>[^|\n]+) \| (?<why>[^|\n]+) \|$",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex AnswerRow();

    [GeneratedRegex(
        @"^\| (?<of>\S+)[^|\n]* \| (?<met>\d+) \| (?<not>\d+) \| (?<open>\d+) \| (?<all>\d+) \|$",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex SummaryRow();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(?<class>\w+Tests)\.(?<method>\w+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Test();

    private sealed record Answer(string Number, string Level, string Result, string Why)
    {
        public string Chapter => $"V{Number.Split('.')[0]}";
    }
}
