using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

public sealed class BrokenSchemaTests
{
    private const int Batch = 100;
    private const int MostShown = 5;
    private const int MostSteps = 100;

    // INTEROP_SCHEMAS and INTEROP_SEED set the length and the seed of a run.
    private static readonly long Schemas = InteropTests.Setting("INTEROP_SCHEMAS", 2_000);

    [Fact]
    public async Task Broken_schemas_are_read_or_refused_as_the_official_build_does()
    {
        if (InteropTests.FolderOrSkip() is not { } folder)
        {
            return;
        }

        using var peer = Peer.Start(folder);
        var (started, found, refused, stricter) = (Stopwatch.GetTimestamp(), new List<string>(), 0, 0);
        for (var first = 0L; first < Schemas && found.Count < MostShown; first += Batch)
        {
            var numbers = Enumerable.Range(0, (int)Math.Min(Batch, Schemas - first)).Select(i => first + i).ToList();
            var texts = numbers.Select(number => SchemaMutation.Make(InteropTests.Seed, number)).ToList();
            var official = await AskAsync(peer, texts);
            foreach (var (i, text) in texts.Index())
            {
                var ours = Problems(text);
                refused += ours.Count > 0 ? 1 : 0;
                stricter += IsStricter(ours) ? 1 : 0;
                if (Differs(ours, official[i]))
                {
                    found.Add($"seed {InteropTests.Seed}, schema {numbers[i]}: {await ShrinkAsync(peer, text)}");
                }
            }
        }

        Assert.True(found.Count == 0, string.Join("\n\n", found));
        Assert.InRange(refused, Schemas / 2, Schemas * 99 / 100);
        Assert.InRange(stricter, 0, Schemas / 10);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Schemas} broken schemas of seed {InteropTests.Seed} agree, in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s: "
            + $"{refused} are refused here, {stricter} of them by rules that are stricter on purpose");
    }

    private static async Task<JsonElement[]> AskAsync(Peer peer, IEnumerable<string> texts) =>
        await peer.AskAsync([.. texts.Select(text => Peer.Call("checkParseSchema", JsonValue.Create(text)))]);

    private static IReadOnlyList<SyntaxProblem> Problems(string schema)
    {
        try
        {
            CedarSchema.Parse(schema);
            return [];
        }
        catch (CedarSyntaxException e)
        {
            return e.Problems;
        }
    }

    private static bool Differs(IReadOnlyList<SyntaxProblem> ours, JsonElement official) =>
        !IsStricter(ours) && ours.Count == 0 != OfficialAnswers.IsGood(official);

    /// <summary>Whether every problem is one of the refusals that are stricter here on purpose.</summary>
    private static bool IsStricter(IReadOnlyList<SyntaxProblem> problems) => problems.Count > 0 && problems.All(problem =>
        (problem.Message.StartsWith("the record has the attribute ", StringComparison.Ordinal)
            && problem.Message.EndsWith(" twice", StringComparison.Ordinal))
        || problem.Message == "`__cedar` is a reserved word and cannot be used as a name");

    private static async Task<string> ShrinkAsync(Peer peer, string text)
    {
        var smallest = Piece.Raw(text);
        for (var step = 0; step < MostSteps; step++)
        {
            Piece? smaller = null;
            foreach (var candidates in smallest.Simpler().Chunk(24))
            {
                var official = await AskAsync(peer, candidates.Select(c => c.ToString()));
                smaller = candidates.Index().FirstOrDefault(c => Differs(Problems(c.Item.ToString()), official[c.Index])).Item;
                if (smaller is not null)
                {
                    break;
                }
            }

            if (smaller is null)
            {
                break;
            }

            smallest = smaller;
        }

        var why = OfficialAnswers.Why((await AskAsync(peer, [smallest.ToString()]))[0]) ?? "accepted";
        return $"{smallest}\n  ours     {string.Join("; ", Problems(smallest.ToString()))}\n  official {why}";
    }
}
