using DelningsNav.Cedar;

namespace DelningsNav.Policies.Cases;

/// <summary>Checks that a missing entity or fact never opens a record (promise 3 in docs/promises.md).</summary>
public static class MissingPieces
{
    /// <summary>Removes each entity, one at a time, and names every case that is released only without it.</summary>
    public static IReadOnlyList<string> OpenedWithoutAnEntity(ReleasePolicies policies, IEnumerable<PolicyCase> cases)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var entities = PolicyEntities.Of(policies.RecordTypes).ToList();
        var closed = Closed(policies, cases)
            .SelectMany(item => CaseCoverage.RequestsOf(policies, item.Facts).Take(1).Select(request => (Case: item, Release: request)))
            .ToList();
        return [.. entities.SelectMany(missing =>
        {
            var without = EntityStore.Of(entities.Where(entity => entity.Uid != missing.Uid));
            return closed.Where(item => policies.CedarPolicies.Authorize(item.Release, without) is { Permitted: true, Errors.Count: 0 })
                .Select(item => $"without {missing.Uid}: {item.Case.Name}");
        })];
    }

    /// <summary>Removes each fact of the question, one at a time, and names every case that is released only without it.</summary>
    public static IReadOnlyList<string> OpenedWithoutAFact(ReleasePolicies policies, IEnumerable<PolicyCase> cases)
    {
        ArgumentNullException.ThrowIfNull(policies);
        return [.. Closed(policies, cases).SelectMany(item =>
        {
            var question = Question.Of(item.Facts);
            return question.Attributes.Keys
                .Where(name => policies.Decide(item.Facts, Without(question, name)) is Verdict.Release)
                .Select(name => $"without the fact `{name}`: {item.Name}");
        })];
    }

    private static CedarValue.Record Without(CedarValue.Record question, string fact) =>
        CedarValue.RecordOf(question.Attributes.Where(attribute => attribute.Key != fact));

    private static IEnumerable<PolicyCase> Closed(ReleasePolicies policies, IEnumerable<PolicyCase> cases) =>
        cases.Where(item => policies.Decide(item.Facts) is not Verdict.Release);
}
