using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Schema;

/// <summary>Makes a schema from its declarations, and notes every unknown name and every circle.</summary>
internal sealed class SchemaBuilder
{
    private readonly SchemaNames _names;
    private readonly TypeResolver _types;
    private readonly Problems _problems;

    public SchemaBuilder(SchemaText text, Problems problems)
    {
        _problems = problems;
        _names = new SchemaNames(text, problems);
        _types = new TypeResolver(_names, problems);
    }

    public Dictionary<string, EntityType> EntityTypes() =>
        _names.Entities.ToDictionary(e => e.Key, e => Make(e.Value), StringComparer.Ordinal);

    public Dictionary<EntityUid, ActionType> Actions()
    {
        var actions = _names.Actions.ToDictionary(a => a.Key, a => Make(a.Value));
        var ancestry = new Ancestry<EntityUid>(actions.ToDictionary(a => a.Key, a => a.Value.Parents));
        foreach (var looping in ancestry.FindLoops())
        {
            _problems.Add(_names.Actions[looping].Span, $"the action `{looping}` belongs to itself; break the circle");
        }

        return actions;
    }

    private EntityType Make(EntityDeclaration declaration)
    {
        var parents = declaration.Parents.Select(p => _names.EntityType(p, declaration.Namespace)).OfType<string>();
        var shape = _types.WithinLimits(_types.Resolve(declaration.Shape, declaration.Namespace), declaration.Span);
        var tags = declaration.Tags is null ? null
            : _types.WithinLimits(_types.Resolve(declaration.Tags, declaration.Namespace), declaration.Span);
        return new EntityType(declaration.FullName, [.. parents.Distinct()], shape ?? RecordType.Empty, tags, declaration.Ids?.ToHashSet());
    }

    private ActionType Make(ActionDeclaration declaration)
    {
        var (uid, space) = (declaration.Uid, declaration.Namespace);
        var parents = declaration.Parents.Select(p => _names.Action(p, space)).OfType<EntityUid>().Distinct().ToArray();
        if (declaration.AppliesTo is not { } appliesTo)
        {
            return new ActionType(uid, parents, [], [], RecordType.Empty);
        }

        var context = _types.WithinLimits(_types.Resolve(appliesTo.Context, space), declaration.Span);
        if (context is not (null or RecordType) && appliesTo.Context is NamedSyntax named)
        {
            _problems.Add(named.Path.Span, $"the context must be a record; `{named.Path.Text}` is not");
        }

        return new ActionType(
            uid, parents, Types(appliesTo.Principals), Types(appliesTo.Resources), context as RecordType ?? RecordType.Empty);

        string[] Types(TypePath[] paths) => [.. paths.Select(p => _names.EntityType(p, space)).OfType<string>().Distinct()];
    }
}
