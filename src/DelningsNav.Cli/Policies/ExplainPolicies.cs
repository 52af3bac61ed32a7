using System.CommandLine;
using System.Diagnostics;
using DelningsNav.Policies;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Cli.Policies;

/// <summary><c>delningsnav policies explain</c>: shows one question, its answer, and the reasons that each reader may see.</summary>
internal static class ExplainPolicies
{
    public static Command Create()
    {
        var folder = PoliciesCommand.Folder();
        var only = new Option<string?>("--case")
        {
            Description = "The case to explain: words that only one case has in its file or sentence.",
            HelpName = "words",
        };
        var facts = new Option<string?>("--facts")
        {
            Description =
                "The facts that differ from the normal question, as JSON; `@file` reads them from a file. The facts are in "
                + "cases/00-normal.json.",
            HelpName = "json",
        };
        var command = new Command(
            "explain",
            "Ask the rules one question and show the answer with its reasons: for the requester, and for the holder and the log.")
        {
            folder, only, facts,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(only) is null == result.GetValue(facts) is null)
            {
                result.AddError("say which question to explain: either `--case` or `--facts`");
            }
        });
        command.SetAction(parsed => PoliciesCommand.Run(
            parsed.InvocationConfiguration.Error,
            () => Run(
                parsed.GetRequiredValue(folder).FullName, parsed.GetValue(only), parsed.GetValue(facts),
                parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)));
        return command;
    }

    private static int Run(string folder, string? words, string? said, TextWriter output, TextWriter error)
    {
        var policies = ReleasePolicies.Load(folder);
        ReleaseFacts facts;
        if (words is null)
        {
            if (said is ['@', .. var file] && !File.Exists(file))
            {
                error.WriteLine($"there is no file `{file}`");
                return ExitCode.Failed;
            }

            facts = PolicyCaseFolder.Facts(folder, said is ['@', .. var path] ? File.ReadAllText(path) : said!);
        }
        else
        {
            var found = PolicyCaseFolder.Read(folder).Where(item => item.Name.Contains(words, StringComparison.OrdinalIgnoreCase)).ToList();
            if (found.Count != 1)
            {
                error.WriteLine(found.Count == 0
                    ? $"no case has `{words}` in its file or sentence"
                    : $"`{words}` occurs in {found.Count} cases; choose words that only one case has:");
                found.ForEach(item => error.WriteLine($"  {item.Name}"));
                return ExitCode.Failed;
            }

            facts = found[0].Facts;
            output.WriteLine(found[0].Name);
        }

        Tell(policies.Decide(facts), output);
        return ExitCode.Done;
    }

    private static void Tell(Verdict verdict, TextWriter output)
    {
        switch (verdict)
        {
            case Verdict.Release release:
                output.WriteLine("Released.");
                TellGround("ground", release.Ground, output);
                output.WriteLine($"  obligations: {(release.Obligations.Count == 0 ? "none" : string.Join(", ", release.Obligations))}");
                return;
            case Verdict.Refer refer:
                output.WriteLine(
                    $"Referred to the holder's assessor{(refer.NamedAssessorOnly ? ", who must be named for protected identities" : "")}.");
                TellMissing(refer.Missing, output);
                output.WriteLine("To the assessor, who may consider:");
                refer.AssessorMayConsider.ToList().ForEach(ground => TellGround(Kind(ground), ground, output));
                TellHolder(refer.Bars, refer, output);
                return;
            case Verdict.Refuse refuse:
                output.WriteLine("Refused.");
                TellMissing(refuse.Missing, output);
                TellHolder(refuse.Bars, refuse, output);
                return;
            default:
                throw new UnreachableException();
        }
    }

    private static string Kind(Ground ground) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(ground.Kind.ToString());

    private static void TellGround(string what, Ground ground, TextWriter output)
    {
        output.WriteLine($"  {what}: {ground.PolicyName} ({ground.Law})");
        output.WriteLine($"    {ground.Sentence.Swedish}");
    }

    private static void TellMissing(IEnumerable<Missing> missing, TextWriter output)
    {
        output.WriteLine("To the requester, in words that reveal nothing secret:");
        foreach (var item in missing)
        {
            output.WriteLine($"  {item.Code}{(item.Law.Length == 0 ? "" : $" ({item.Law})")}");
            output.WriteLine($"    {item.Swedish}");
        }
    }

    private static void TellHolder(IReadOnlyList<Bar> bars, Verdict verdict, TextWriter output)
    {
        output.WriteLine("To the holder and the log:");
        foreach (var bar in bars)
        {
            output.WriteLine($"  barred by {bar.PolicyName}{(bar.Law.Length == 0 ? "" : $" ({bar.Law})")}");
            output.WriteLine($"    {bar.Sentence.Swedish}");
        }

        foreach (var ground in verdict.NearestGrounds)
        {
            output.WriteLine(
                $"  near: {ground.PolicyName} ({ground.Law}), where this was false: {Coverage.OneLine(ground.FailedCondition)}");
        }

        foreach (var alarm in verdict.Alarms)
        {
            output.WriteLine($"  alarm: {alarm.PolicyName}: {alarm.Detail}");
        }
    }
}
