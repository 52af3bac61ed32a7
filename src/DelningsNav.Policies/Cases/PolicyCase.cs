using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DelningsNav.Policies.Cases;

/// <summary>One question to the rules, with the answer that is required of them, from the folder <c>cases</c>.</summary>
public sealed class PolicyCase
{
    internal PolicyCase(string file, WrittenCase written, ReleaseFacts facts)
    {
        File = file;
        Written = written;
        Facts = facts;
    }

    /// <summary>The name of the file without its ending, for example <c>20-school</c>.</summary>
    public string File { get; }

    /// <summary>The case in one sentence, unique in its file.</summary>
    public string Sentence => Written.Case;

    /// <summary>The name of the file and the sentence.</summary>
    public string Name => $"{File}: {Sentence}";

    /// <summary>The facts of the question.</summary>
    public ReleaseFacts Facts { get; }

    /// <summary>The required answer, in the same form as <see cref="Said"/>.</summary>
    public string Expected => Outcome(
        Written.Verdict, Written.Ground, Written.Grounds, Written.Obligations, Written.Missing, Written.Bars, Written.Alarms,
        Written.Nearest, Written.NamedAssessorOnly);

    internal WrittenCase Written { get; }

    /// <summary>Asks the rules and compares their answer with the required answer.</summary>
    public CaseResult Run(ReleasePolicies policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var verdict = policies.Decide(Facts);
        var said = Said(verdict);
        return new CaseResult(this, verdict, said, said == Expected);
    }

    /// <summary>
    /// A verdict as text that can be compared, one line for each part. The nearest grounds are included only where the case names them.
    /// </summary>
    public string Said(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var nearest = Written.Nearest is null
            ? null
            : verdict.NearestGrounds.Select(ground => $"{ground.PolicyName}: {ground.FailedCondition}");
        var alarms = verdict.Alarms.Select(alarm => alarm.PolicyName);
        return verdict switch
        {
            Verdict.Release release => Outcome(
                "release", release.Ground.PolicyName, null, release.Obligations, null, null, alarms, null, false),
            Verdict.Refer refer => Outcome(
                "refer", null, refer.AssessorMayConsider.Select(ground => ground.PolicyName), null, Codes(refer.Missing),
                Names(refer.Bars), alarms, nearest, refer.NamedAssessorOnly),
            Verdict.Refuse refuse => Outcome(
                "refuse", null, null, null, Codes(refuse.Missing), Names(refuse.Bars), alarms, nearest, false),
            _ => throw new UnreachableException(),
        };
    }

    private static IEnumerable<string> Codes(IEnumerable<Missing> missing) => missing.Select(item => item.Code.Code);

    private static IEnumerable<string> Names(IEnumerable<Bar> bars) => bars.Select(bar => bar.PolicyName);

    private static string Outcome(
        string verdict,
        string? ground,
        IEnumerable<string>? grounds,
        IEnumerable<string>? obligations,
        IEnumerable<string>? missing,
        IEnumerable<string>? bars,
        IEnumerable<string>? alarms,
        IEnumerable<string>? nearest,
        bool namedAssessorOnly)
    {
        List<string> lines = [ground is null ? verdict : $"{verdict} on {ground}"];
        void Add(string what, IEnumerable<string>? items, string separator = " ")
        {
            if (items is not null && string.Join(separator, items) is { Length: > 0 } text)
            {
                lines.Add($"{what} {text}");
            }
        }

        Add("may consider:", grounds);
        Add("obligations:", obligations);
        Add("missing:", missing);
        Add("bars:", bars);
        Add("alarms:", alarms);
        Add("nearest:", nearest, "; ");
        if (namedAssessorOnly)
        {
            lines.Add("only an assessor who is named for it");
        }

        return string.Join('\n', lines);
    }
}

/// <summary>The answer of the rules to one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Said">The answer in words.</param>
/// <param name="Passed">Whether the answer is the required answer.</param>
public sealed record CaseResult(PolicyCase Case, Verdict Verdict, string Said, bool Passed);

/// <summary>One case as a lawyer wrote it.</summary>
internal sealed record WrittenCase(
    string Case,
    string Base,
    string Verdict,
    JsonObject? Facts = null,
    string? Ground = null,
    string[]? Grounds = null,
    string[]? Obligations = null,
    string[]? Missing = null,
    string[]? Bars = null,
    string[]? Alarms = null,
    string[]? Nearest = null,
    bool NamedAssessorOnly = false);

/// <summary>A file of cases as written. Only the first file has the normal question.</summary>
internal sealed record WrittenCases(
    string About, Dictionary<string, JsonObject>? Bases = null, WrittenCase[]? Cases = null, JsonObject? Normal = null);
