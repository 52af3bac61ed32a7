using System.Text.Json;
using System.Text.Json.Nodes;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Policies;

namespace DelningsNav.Hub.Tests.Policies;

/// <summary>Reads the cases beside the policies.</summary>
internal static class PolicyCases
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static readonly string Folder = FindFolder();

    public static readonly Lazy<ReleasePolicies> Policies = new(() => ReleasePolicies.Load(Folder));

    public static readonly Lazy<IReadOnlyList<PolicyCase>> All = new(() => [.. ReadAll()]);

    /// <summary>The facts of the normal question, changed as a case would change them.</summary>
    public static ReleaseFacts Facts(string changes) => FactsOf(Merge(Normal(), JsonNode.Parse(changes)!.AsObject()));

    private static IEnumerable<PolicyCase> ReadAll()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Folder, "cases"), "*.json").Order(StringComparer.Ordinal))
        {
            var file = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            foreach (var item in file["cases"]?.AsArray() ?? [])
            {
                var written = item.Deserialize<WrittenCase>(Json)!;
                var start = Merge(Normal(), file["bases"]![written.Base]!.AsObject());
                var facts = FactsOf(Merge(start, written.Facts ?? []));
                yield return new PolicyCase(Path.GetFileNameWithoutExtension(path), written, facts);
            }
        }
    }

    private static JsonObject Normal() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "cases", "00-normal.json")))!["normal"]!.AsObject();

    private static JsonObject Merge(JsonObject facts, JsonObject changes)
    {
        var merged = facts.DeepClone().AsObject();
        foreach (var (name, value) in changes)
        {
            Assert.True(merged.ContainsKey(name), $"there is no fact `{name}`");
            merged[name] = value?.DeepClone();
        }

        return merged;
    }

    private static ReleaseFacts FactsOf(JsonObject said)
    {
        var recipient = Party(Text(said, "recipient"), Authority(1));
        var holder = Party(Text(said, "holder"), Authority(2));
        return new ReleaseFacts
        {
            Now = Now,
            Recipient = Is(said, "sameAuthority") ? recipient with { AuthorityId = holder.AuthorityId } : recipient,
            Holder = holder,
            HolderHasAdoptedPolicySet = Is(said, "adopted"),
            StaffAssigned = Is(said, "assigned"),
            CaseOpen = Is(said, "caseOpen"),
            CaseIsOfThisChild = Is(said, "caseOfThisChild"),
            Purpose = Text(said, "purpose"),
            PurposeFitsCase = Is(said, "purposeFits"),
            ChildAge = said["age"]!.GetValue<int>(),
            Marking = Kebab<SecurityMarking>(Text(said, "marking")),
            GuardianBlockStands = Is(said, "guardianBlock"),
            CustodyKnown = Is(said, "custodyKnown"),
            RecordType = Text(said, "record"),
            RecordMentionsOthers = Is(said, "mentionsOthers"),
            RecordMarked = Is(said, "recordMarked"),
            Consent = Consent(Text(said, "consent")),
            Assessment = Text(said, "assessment") is not "none" and var outcome
                ? new AssessmentFacts(Authority(4), Kebab<AssessmentOutcome>(outcome), Is(said, "namedAssessor"))
                : null,
            ClaimedGround = Text(said, "claimedGround") is { Length: > 0 } claimed ? claimed : null,
        };
    }

    private static ConsentFacts? Consent(string said) => said switch
    {
        "none" => null,
        "given" => new ConsentFacts(Authority(3), 1, Now.AddMonths(6), false),
        "given-ends-in-a-millisecond" => new ConsentFacts(Authority(3), 1, Now.AddMilliseconds(1), false),
        "ends-now" => new ConsentFacts(Authority(3), 1, Now, false),
        "signed-by-blocked" => new ConsentFacts(Authority(3), 1, Now.AddMonths(6), true),
        _ => throw new ArgumentException($"no consent is called `{said}`"),
    };

    private static PartyFacts Party(string said, Guid authority)
    {
        var parts = said.Split('/');
        return new PartyFacts(authority, Kebab<PartyKind>(parts[0]), authority, Kebab<BranchKind>(parts[1]));
    }

    private static Guid Authority(int number) => new(number, 0, 0, new byte[8]);

    private static T Kebab<T>(string said)
        where T : struct, Enum =>
        Enum.GetValues<T>().Single(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()) == said);

    private static string Text(JsonObject said, string name) => said[name]!.GetValue<string>();

    private static bool Is(JsonObject said, string name) => said[name]!.GetValue<bool>();

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests do not lie below DelningsNav.sln");
        }

        return Path.Combine(folder.FullName, "policies");
    }
}

/// <summary>One case as a lawyer wrote it.</summary>
internal sealed record WrittenCase(
    string Case,
    string Base,
    JsonObject? Facts,
    string Verdict,
    string? Ground,
    string[]? Grounds,
    string[]? Obligations,
    string[]? Missing,
    string[]? Bars,
    string[]? Alarms,
    string[]? Nearest,
    bool NamedAssessorOnly);

/// <summary>One case with its facts.</summary>
internal sealed record PolicyCase(string File, WrittenCase Written, ReleaseFacts Facts)
{
    public string Name => $"{File}: {Written.Case}";

    /// <summary>What the case demands, in one comparable text.</summary>
    public string Expected => Outcome(
        Written.Verdict, Written.Ground, Written.Grounds, Written.Obligations, Written.Missing, Written.Bars, Written.Alarms,
        Written.Nearest, Written.NamedAssessorOnly);

    /// <summary>What the policies said, in the same form. The nearest grounds are compared where the case names them.</summary>
    public string Said(Verdict verdict)
    {
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
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IEnumerable<string> Codes(IEnumerable<Missing> missing) => missing.Select(item => item.Code);

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
        bool namedAssessorOnly) =>
        $"""
        {verdict} {ground}
        may consider: {string.Join(' ', grounds ?? [])}
        obligations:  {string.Join(' ', obligations ?? [])}
        missing:      {string.Join(' ', missing ?? [])}
        bars:         {string.Join(' ', bars ?? [])}
        alarms:       {string.Join(' ', alarms ?? [])}
        nearest:      {string.Join("; ", nearest ?? [])}
        named assessor only: {namedAssessorOnly}
        """;
}
