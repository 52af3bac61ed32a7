using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DelningsNav.Policies.Cases;

/// <summary>The cases in the folder <c>cases</c> of a policy folder.</summary>
/// <remarks>
/// <c>00-normal.json</c> contains the normal question, from which every other question differs. Each other file states its subject,
/// names its bases (what a group of cases has in common) and lists its cases. A case contains only the facts that differ from its base.
/// </remarks>
public static class PolicyCaseFolder
{
    private const string NormalName = "00-normal.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Disallow,
    };

    /// <summary>Reads the cases of a policy folder, in the order of the files.</summary>
    /// <exception cref="PolicySetException">A file or a case is wrong, or the folder has no cases. Every fault is named with
    /// its file and case.</exception>
    public static IReadOnlyList<PolicyCase> Read(string policyFolder)
    {
        var folder = Path.Combine(policyFolder, "cases");
        return Directory.Exists(folder)
            ? Read(Directory.EnumerateFiles(folder, "*.json").ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes))
            : throw new PolicySetException(["the policy folder has no folder `cases`"]);
    }

    /// <summary>Reads the cases from the contents of files, by their names within <c>cases</c>.</summary>
    /// <exception cref="PolicySetException">The same reasons as in the other overload.</exception>
    internal static IReadOnlyList<PolicyCase> Read(IReadOnlyDictionary<string, byte[]> files)
    {
        var faults = new List<string>();
        var normal = files.TryGetValue(NormalName, out var first) ? ReadFile(NormalName, first, faults)?.Normal : null;
        if (normal is null)
        {
            faults.Add($"cases/{NormalName}: there is no `normal` question");
            throw new PolicySetException(faults);
        }

        var cases = files
            .Where(file => file.Key != NormalName)
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .SelectMany(file => ReadCases(file.Key, file.Value, normal, faults))
            .ToList();
        faults.AddRange(cases.GroupBy(item => item.Name).Where(same => same.Count() > 1)
            .Select(same => $"cases/{same.First().File}.json: there are {same.Count()} cases `{same.First().Sentence}`"));
        if (cases.Count == 0 && faults.Count == 0)
        {
            faults.Add("there is no case in the folder `cases`");
        }

        return faults.Count == 0 ? cases : throw new PolicySetException(faults);
    }

    /// <summary>The facts of a folder's normal question with changes, which are a JSON object in the form that a case has.</summary>
    /// <exception cref="PolicySetException">There is no normal question, or a change is wrong; every fault is named.</exception>
    public static ReleaseFacts Facts(string policyFolder, string changes)
    {
        var faults = new List<string>();
        var path = Path.Combine(policyFolder, "cases", NormalName);
        var normal = File.Exists(path) ? ReadFile(NormalName, File.ReadAllBytes(path), faults)?.Normal : null;
        if (normal is null)
        {
            faults.Add($"cases/{NormalName}: there is no `normal` question");
        }

        JsonObject? changed = null;
        try
        {
            changed = JsonNode.Parse(changes) as JsonObject;
        }
        catch (JsonException problem)
        {
            faults.Add($"the facts are not JSON: {problem.Message}");
        }

        if (changed is null && faults.Count == 0)
        {
            faults.Add("the facts must be a JSON object");
        }

        return normal is not null && changed is not null && WrittenFacts.Read(normal, [changed], faults.Add) is { } facts
            ? facts
            : throw new PolicySetException(faults);
    }

    private static List<PolicyCase> ReadCases(string path, byte[] bytes, JsonObject normal, List<string> faults)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var cases = new List<PolicyCase>();
        var file = ReadFile(path, bytes, faults);
        foreach (var written in file?.Cases ?? [])
        {
            void Fault(string text) => faults.Add($"cases/{name}.json: `{written.Case}`: {text}");
            if (file!.Bases is null || !file.Bases.TryGetValue(written.Base, out var start))
            {
                Fault($"there is no base `{written.Base}`");
            }
            else if (WrittenFacts.Read(normal, [start, written.Facts ?? []], Fault) is { } facts)
            {
                cases.Add(new PolicyCase(name, written, facts));
            }
        }

        return cases;
    }

    private static WrittenCases? ReadFile(string name, byte[] bytes, List<string> faults)
    {
        try
        {
            return JsonSerializer.Deserialize<WrittenCases>(bytes, Json);
        }
        catch (JsonException problem)
        {
            faults.Add($"cases/{name}: {problem.Message}");
            return null;
        }
    }
}
