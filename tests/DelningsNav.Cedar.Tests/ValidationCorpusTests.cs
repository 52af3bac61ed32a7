namespace DelningsNav.Cedar.Tests;

public sealed class ValidationCorpusTests
{
    // The archive is read once for all tests of the class, because unpacking it takes longer than some of them.
    private static readonly Lazy<List<CorpusCase>> Generated = new(() => [.. CedarCorpus.Generated(CedarCorpus.Folder!)]);

    [Fact]
    public void Every_case_of_the_official_corpus_validates_exactly_when_it_should() =>
        Check(_ => Generated.Value, one => one.Validate() is { } disagreement ? [disagreement] : [], atLeast: 4_900);

    [Fact]
    public void Every_handwritten_case_validates_exactly_when_it_should() =>
        Check(CedarCorpus.Handwritten, one => one.Validate() is { } disagreement ? [disagreement] : [], atLeast: 1);

    [Fact]
    public void All_entities_and_requests_of_the_official_corpus_fit_their_schemas() =>
        Check(_ => Generated.Value, one => one.Misfits(), atLeast: 4_900);

    [Fact]
    public void What_validates_never_fails_for_a_wrong_type_or_a_missing_attribute() =>
        Check(_ => Generated.Value, one => one.Surprises(), atLeast: 4_900);

    [Fact]
    public void Policies_can_be_validated_against_schemas_they_were_not_written_for()
    {
        IEnumerable<CorpusCase> WithTheSchemaBefore(string folder) =>
            Generated.Value.Zip(Generated.Value.Skip(1), (before, one) => one with { Schema = before.Schema });

        Check(WithTheSchemaBefore, one => Record.Exception(one.Validate) is { } e ? [$"{one.Name}: {e}"] : [], atLeast: 4_900);
    }

    private static void Check(Func<string, IEnumerable<CorpusCase>> cases, Func<CorpusCase, IEnumerable<string>> disagreements, int atLeast)
    {
        if (CedarCorpus.Folder is not { } folder)
        {
            Assert.Skip("the Cedar corpus is not here; put it in ../shared/vectors or name its folder in DELNINGSNAV_VECTORS");
            return;
        }

        var all = cases(folder).ToList();

        var found = all.AsParallel().SelectMany(disagreements).Order(StringComparer.Ordinal).ToList();

        Assert.True(found.Count == 0, $"{found.Count} disagreements in {all.Count} cases\n{string.Join('\n', found.Take(20))}");
        Assert.True(all.Count >= atLeast, $"only {all.Count} cases were found");
        TestContext.Current.TestOutputHelper?.WriteLine($"{all.Count} cases agree");
    }
}
