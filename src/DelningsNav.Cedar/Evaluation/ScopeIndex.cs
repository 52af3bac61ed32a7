using System.Runtime.InteropServices;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>The numbers of the policies of one action, sorted by what their scopes require of the resource and the principal.</summary>
internal sealed class ScopeIndex
{
    // Up to this number of policies, a test of every scope is faster than a search.
    private const int Few = 16;

    private readonly Dictionary<Label, List<int>> _labelled = [];
    private readonly List<int> _others = [];

    public ScopeIndex(CedarPolicy[] policies, IEnumerable<int> numbers)
    {
        var all = numbers.Select(number => (Number: number, Labels: LabelsOf(policies[number].Body.Scope))).ToList();
        var crowd = all.SelectMany(entry => entry.Labels).CountBy(label => label).ToDictionary();
        foreach (var (number, labels) in all)
        {
            var place = all.Count <= Few || labels.Length == 0
                ? _others
                : CollectionsMarshal.GetValueRefOrAddDefault(_labelled, labels.MinBy(label => crowd[label]), out _) ??= [];
            place.Add(number);
        }
    }

    private enum Part
    {
        Principal,
        Resource,
    }

    /// <summary>Adds the policies that may match, without a fixed order. Their scopes must still be tested.</summary>
    public void Find(Subjects subjects, List<int> found)
    {
        found.AddRange(_others);
        if (_labelled.Count > 0)
        {
            Find(Part.Resource, subjects.Resource, found);
            Find(Part.Principal, subjects.Principal, found);
        }
    }

    private static Label[] LabelsOf(Scope scope) =>
        [.. LabelsOf(Part.Resource, scope.Resource), .. LabelsOf(Part.Principal, scope.Principal)];

    private static Label[] LabelsOf(Part part, ScopeConstraint demand) => demand switch
    {
        { Entities: [var uid] } => [new Label(part, uid.Type, uid.Id)],
        { Type: { } type } => [new Label(part, type, null)],
        _ => [],
    };

    private void Find(Part part, Subject subject, List<int> found)
    {
        var uid = subject.Value.Uid;
        Take(new Label(part, uid.Type, null), found);
        Take(new Label(part, uid.Type, uid.Id), found);
        foreach (var group in subject.Node?.Ancestors ?? [])
        {
            Take(new Label(part, group.Type, group.Id), found);
        }
    }

    private void Take(Label label, List<int> found)
    {
        if (_labelled.TryGetValue(label, out var numbers))
        {
            found.AddRange(numbers);
        }
    }

    /// <summary>
    /// One entity that the principal or the resource must be or belong to. Without an id, it is the type that they must have.
    /// </summary>
    private readonly record struct Label(Part Part, string Type, string? Id);
}
