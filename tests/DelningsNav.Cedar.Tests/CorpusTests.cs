namespace DelningsNav.Cedar.Tests;

public sealed class CorpusTests
{
    [Fact]
    public void Every_request_of_the_official_corpus_gets_the_expected_decision_reasons_and_errors() =>
        Check(CedarCorpus.Generated, atLeast: 39_000);

    [Fact]
    public void Every_handwritten_request_gets_the_expected_decision_reasons_and_errors() =>
        Check(CedarCorpus.Handwritten, atLeast: 1);

    [Fact]
    public void Policies_that_have_been_through_JSON_answer_every_request_of_the_corpus_as_before()
    {
        static CedarPolicySet ThroughJson(CorpusCase one) => CedarPolicySet.FromJson(one.Parse().ToJson(), one.Name);

        Check(CedarCorpus.Generated, atLeast: 39_000, ThroughJson);
        Check(CedarCorpus.Handwritten, atLeast: 1, ThroughJson);
    }

    [Fact]
    public void The_JSON_and_the_text_of_every_policy_of_the_corpus_read_back_as_the_same_JSON()
    {
        if (FolderOrSkip() is not { } folder)
        {
            return;
        }

        var files = 0;
        foreach (var one in CedarCorpus.Generated(folder).Concat(CedarCorpus.Handwritten(folder)))
        {
            var json = one.Parse().ToJson();
            var read = CedarPolicySet.FromJson(json);
            Assert.Equal(json, read.ToJson());
            Assert.Equal(json, CedarPolicySet.Parse(string.Concat(read.Policies.Select(p => p.Text))).ToJson());
            files++;
        }

        Assert.True(files >= 4_900, $"only {files} files were found");
    }

    private static void Check(
        Func<string, IEnumerable<CorpusCase>> cases, int atLeast, Func<CorpusCase, CedarPolicySet>? read = null)
    {
        if (FolderOrSkip() is not { } folder)
        {
            return;
        }

        var disagreements = new List<string>();

        var requests = cases(folder).Sum(one => one.Run(disagreements, read));

        Assert.True(disagreements.Count == 0, $"{disagreements.Count} disagreements\n{string.Join('\n', disagreements.Take(20))}");
        Assert.True(requests >= atLeast, $"only {requests} requests were found");
        TestContext.Current.TestOutputHelper?.WriteLine($"{requests} requests agree");
    }

    private static string? FolderOrSkip()
    {
        var folder = CedarCorpus.Folder;
        Assert.SkipWhen(
            folder is null, "the Cedar corpus is not here; put it in ../shared/vectors or name its folder in DELNINGSNAV_VECTORS");
        return folder;
    }
}
