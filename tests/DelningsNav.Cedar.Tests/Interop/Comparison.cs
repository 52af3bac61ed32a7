using System.Text.Json;
using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>One case and one question on which the two sides do not agree.</summary>
internal sealed record Disagreement(InteropCase Case, string Question, string Ours, string Official)
{
    public override string ToString() => $"{Question}\n  ours     {Ours}\n  official {Official}\n{Case}";
}

/// <summary>Compares this repository's Cedar with the official build.</summary>
internal sealed class Comparison(Peer peer)
{
    private const int MostSteps = 300;

    private World? _world;

    /// <summary>The disagreements about cases of one world. The tally counts the cases.</summary>
    public async Task<List<Disagreement>> CompareAsync(IReadOnlyList<InteropCase> cases, Tally? tally = null)
    {
        if (cases.Count == 0)
        {
            return [];
        }

        var pairs = cases.Select(one => (One: one, Ours: new OurAnswers(one)))
            .Select(p => (p.One, p.Ours, Official: new OfficialAnswers(p.One, p.Ours))).ToList();
        var calls = pairs.SelectMany(p => p.Official.Calls()).ToList();
        string[] before = _world == cases[0].World ? [] : [.. OfficialAnswers.Preparation(cases[0].World)];
        _world = cases[0].World;
        var answers = await peer.AskAsync([.. before, .. calls.Select(c => c.Call), Validation(pairs.Select(p => p.Official))]);
        Assert.All(answers.Take(before.Length), a => Assert.True(OfficialAnswers.IsGood(a), OfficialAnswers.Why(a)));
        foreach (var ((_, read), answer) in calls.Zip(answers.Skip(before.Length)))
        {
            read(answer);
        }

        await ReadValidationAsync([.. pairs.Select(p => p.Official)], answers[^1]);
        pairs.ForEach(p => tally?.Add(p.Ours.Answers));
        return
        [
            .. from pair in pairs
               let question = pair.Ours.Answers.FirstDisagreement(pair.Official.Answers)
               where question is not null
               select new Disagreement(pair.One, question, pair.Ours.Answers.Describe(question), pair.Official.Answers.Describe(question)),
        ];
    }

    /// <summary>The smallest case found on which the two sides still disagree about the same question.</summary>
    public async Task<Disagreement> ShrinkAsync(Disagreement found)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            Disagreement? smaller = null;
            foreach (var candidates in found.Case.Smaller().Chunk(24))
            {
                smaller = (await CompareAsync(candidates)).FirstOrDefault(d => d.Question == found.Question);
                if (smaller is not null)
                {
                    break;
                }
            }

            if (smaller is null)
            {
                break;
            }

            found = smaller;
        }

        return found;
    }

    // One call validates the policies of all cases, since reading the schema takes the longest.
    private string Validation(IEnumerable<OfficialAnswers> all)
    {
        var (policies, templates) = (new JsonObject(), new JsonObject());
        foreach (var (i, one) in all.Index())
        {
            one.AddTo(policies, templates, $"{i}/");
        }

        var set = new JsonObject { ["staticPolicies"] = policies, ["templates"] = templates };
        return Peer.Call("validate", new JsonObject { ["schema"] = _world!.Schema(), ["policies"] = set });
    }

    // A call fails when one case cannot be read. Then it is repeated for each case alone.
    private async Task ReadValidationAsync(List<OfficialAnswers> all, JsonElement answer)
    {
        if (OfficialAnswers.IsGood(answer))
        {
            var (errors, warnings) = (ByCase(answer, "validationErrors"), ByCase(answer, "validationWarnings"));
            foreach (var (i, one) in all.Index().Where(o => o.Item.Answers["parse"] == "yes"))
            {
                Say(one, "errors", errors[i]);
                Say(one, "warnings", warnings[i].Where(w => !Impossible(w.Message) || errors[i].All(e => e.Id != w.Id)));
            }
        }
        else if (all.Count > 1)
        {
            foreach (var one in all)
            {
                await ReadValidationAsync([one], (await peer.AskAsync([Validation([one])]))[0]);
            }
        }
        else
        {
            all[0].Answers.Say("errors", "unreadable", OfficialAnswers.Why(answer));
        }
    }

    // The official build also warns that some policies with errors can never apply.
    private static bool Impossible(string message) => message.Contains("policy is impossible", StringComparison.Ordinal);

    private static ILookup<int, (string Id, string Message)> ByCase(JsonElement answer, string list) =>
        (from problem in answer.GetProperty(list).EnumerateArray()
         let parts = problem.GetProperty("policyId").GetString()!.Split('/')
         let message = problem.GetProperty("error").GetProperty("message").ToString()
         select (Case: int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), (parts[1], message)))
        .ToLookup(p => p.Case, p => p.Item2);

    private static void Say(OfficialAnswers one, string question, IEnumerable<(string Id, string Message)> found) =>
        one.Answers.Say(question, OurAnswers.Ids(found.Select(f => f.Id)), string.Join("; ", found.Select(f => f.Message)));
}
