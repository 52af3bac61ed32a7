namespace DelningsNav.Cedar.Tests;

public sealed class CorpusTests
{
    [Fact]
    public void Every_request_of_the_official_corpus_gets_the_expected_decision_reasons_and_errors() =>
        Check(CedarCorpus.Generated, atLeast: 39_000);

    [Fact]
    public void Every_handwritten_request_gets_the_expected_decision_reasons_and_errors() =>
        Check(CedarCorpus.Handwritten, atLeast: 1);

    private static void Check(Func<string, IEnumerable<CorpusCase>> cases, int atLeast)
    {
        if (CedarCorpus.Folder is not { } folder)
        {
            Assert.Skip("the Cedar corpus is not here; put it in ../shared/vectors or name its folder in DELNINGSNAV_VECTORS");
            return;
        }

        var disagreements = new List<string>();

        var requests = cases(folder).Sum(one => one.Run(disagreements));

        Assert.True(disagreements.Count == 0, $"{disagreements.Count} disagreements\n{string.Join('\n', disagreements.Take(20))}");
        Assert.True(requests >= atLeast, $"only {requests} requests were found");
        TestContext.Current.TestOutputHelper?.WriteLine($"{requests} requests agree");
    }
}
