using System.Text.Json.Nodes;
using DelningsNav.Hub;
using DelningsNav.Policies;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Demo.City;

/// <summary>
/// A policy set, in a signed file, that a system owner of the demo city can receive. It has the shipped rules under another version, and
/// one rule is stricter: it releases a decided programme of support without an assessment only in SST+. In two languages, the text that
/// families sign has other words.
/// </summary>
internal static class DemoCandidate
{
    /// <summary>The file's name in the demo's folder.</summary>
    public const string FileName = "regler-kandidat.bundle";

    private const string Rules = "10-decided-programme.cedar";
    private const string Before = """["sst", "sst-plus"].contains(context.purpose)""";
    private const string After = """["sst-plus"].contains(context.purpose)""";

    private static readonly (string File, string Before, string After)[] Reworded =
    [
        ("consent-text.sv.txt", "Du bestämmer själv.", "Det är bara du som bestämmer."),
        ("consent-text.en.txt", "You decide.", "Only you decide."),
    ];

    /// <summary>Writes the file.</summary>
    /// <exception cref="InvalidOperationException">The shipped rule that the candidate changes has another text than expected.</exception>
    public static async Task WriteAsync(HubStart hub, string policyFolder, string folder, DateOnly today, CancellationToken ct)
    {
        var work = Directory.CreateTempSubdirectory("delningsnav-candidate-");
        try
        {
            Copy(policyFolder, work.FullName);
            await ChangeAsync(Path.Combine(work.FullName, Rules), Before, After, ct);
            await ChangeAsync(
                Path.Combine(work.FullName, "manifest.json"), $"\"{hub.Policies.Version}\"", $"\"{hub.Policies.Version}-kandidat\"", ct);
            foreach (var (file, before, after) in Reworded)
            {
                await ChangeAsync(Path.Combine(work.FullName, file), before, after, ct);
            }

            await AnswerCasesAsync(work.FullName, ct);
            await File.WriteAllBytesAsync(Path.Combine(folder, FileName), hub.PackAsOwn(work.FullName, today.AddYears(1)), ct);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static async Task ChangeAsync(string file, string before, string after, CancellationToken ct)
    {
        var text = await File.ReadAllTextAsync(file, ct);
        if (!text.Contains(before, StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"the demo's candidate cannot be made: {Path.GetFileName(file)} does not contain `{before}`");
        }

        await File.WriteAllTextAsync(file, text.Replace(before, after, StringComparison.Ordinal), ct);
    }

    // The authors of a rule would do this by hand. The cases that cover the change must now require the new answer.
    private static async Task AnswerCasesAsync(string folder, CancellationToken ct)
    {
        var policies = ReleasePolicies.Load(folder);
        var failed = PolicyCaseFolder.Read(folder).Select(item => item.Run(policies)).Where(result => !result.Passed)
            .GroupBy(result => result.Case.File);
        foreach (var file in failed)
        {
            var path = Path.Combine(folder, "cases", $"{file.Key}.json");
            var json = JsonNode.Parse(await File.ReadAllTextAsync(path, ct))!;
            foreach (var result in file)
            {
                Answer(json["cases"]!.AsArray().Single(item => (string?)item!["case"] == result.Case.Sentence)!.AsObject(), result.Verdict);
            }

            await File.WriteAllTextAsync(path, json.ToJsonString(), ct);
        }
    }

    private static void Answer(JsonObject item, Verdict verdict)
    {
        foreach (var name in (string[])["ground", "grounds", "obligations", "missing", "bars"])
        {
            item.Remove(name);
        }

        switch (verdict)
        {
            case Verdict.Release release:
                (item["verdict"], item["ground"], item["obligations"]) = ("release", release.Ground.PolicyName, Words(release.Obligations));
                break;
            case Verdict.Refer refer:
                (item["verdict"], item["grounds"]) = ("refer", Words(refer.AssessorMayConsider.Select(ground => ground.PolicyName)));
                (item["missing"], item["bars"]) = (
                    Words(refer.Missing.Select(missing => missing.Code.Code)), Words(refer.Bars.Select(bar => bar.PolicyName)));
                break;
            case Verdict.Refuse refuse:
                (item["verdict"], item["missing"]) = ("refuse", Words(refuse.Missing.Select(missing => missing.Code.Code)));
                item["bars"] = Words(refuse.Bars.Select(bar => bar.PolicyName));
                break;
        }

        if (item.ContainsKey("nearest"))
        {
            item["nearest"] = Words(verdict.NearestGrounds.Select(ground => $"{ground.PolicyName}: {ground.FailedCondition}"));
        }
    }

    private static JsonArray Words(IEnumerable<string> words) => [.. words.Select(word => (JsonNode)word)];
}
