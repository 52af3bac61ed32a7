using System.Text.RegularExpressions;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// The grounds that might have opened a record, as a field of the log. The field has one line for each ground, with the policy's name and
/// the first of its conditions that failed.
/// </summary>
internal static partial class NearestGrounds
{
    private const string Between = ": ";

    public static string Write(IEnumerable<NearestGround> grounds) =>
        string.Join('\n', grounds.Select(ground => $"{ground.PolicyName}{Between}{Space().Replace(ground.FailedCondition, " ").Trim()}"));

    public static IEnumerable<(string Policy, string FailedCondition)> Read(string field) =>
        from line in field.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let at = line.IndexOf(Between, StringComparison.Ordinal)
        where at > 0
        select (line[..at], line[(at + Between.Length)..]);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
