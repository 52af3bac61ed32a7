namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>One type of entity. The ids are null unless the type is an enumeration.</summary>
internal sealed record EntityModel(string Name, string[] Parents, Kind.Record Shape, Kind? Tags, string[]? Ids);

/// <summary>One action. An action without principals only groups others.</summary>
internal sealed record ActionModel(string Id, string[] Parents, string[] Principals, string[] Resources, Kind.Record Context);

/// <summary>A generated schema, and the data that generators of policies, entities and requests need.</summary>
internal sealed record World(int Number, string Namespace, EntityModel[] Types, ActionModel[] Actions, Kind.Record[] CommonTypes)
{
    public static readonly string[] Ids = ["a", "b", "c"];

    public string ActionType => Namespace.Length == 0 ? "Action" : $"{Namespace}::Action";

    public EntityModel Type(string name) => Array.Find(Types, t => t.Name == name)!;

    public IEnumerable<ActionModel> AskedFor => Actions.Where(a => a.Principals.Length > 0);

    /// <summary>The types of entity that one of this type may belong to, directly or through others.</summary>
    public HashSet<string> Above(string type)
    {
        var (found, waiting) = (new HashSet<string>(), new Stack<string>(Type(type).Parents));
        while (waiting.TryPop(out var next))
        {
            if (found.Add(next))
            {
                Type(next).Parents.ToList().ForEach(waiting.Push);
            }
        }

        return found;
    }

    /// <summary>The schema as text.</summary>
    public string Schema()
    {
        string[] declarations =
        [
            .. CommonTypes.Select(common => $"type {common.Name} = {common.Shape};"),
            .. Types.Select(Declaration),
            .. Actions.Select(Declaration),
        ];
        var all = string.Join('\n', declarations);
        return Namespace.Length == 0 ? all : $"namespace {Namespace} {{\n{all}\n}}";
    }

    private static string Declaration(EntityModel type)
    {
        var name = type.Name.Split("::")[^1];
        var tags = type.Tags is null ? string.Empty : $" tags {type.Tags.Written}";
        return type.Ids is null
            ? $"entity {name} in [{string.Join(", ", type.Parents)}] {type.Shape.Shape}{tags};"
            : $"entity {name} enum [{string.Join(", ", type.Ids.Select(Kind.Quoted))}];";
    }

    private static string Declaration(ActionModel action)
    {
        var applies = action.Principals.Length == 0 ? string.Empty
            : $" appliesTo {{ principal: [{string.Join(", ", action.Principals)}], "
                + $"resource: [{string.Join(", ", action.Resources)}], context: {action.Context.Written} }}";
        var within = action.Parents.Length == 0 ? string.Empty : $" in [{string.Join(", ", action.Parents.Select(Kind.Quoted))}]";
        return $"action {Kind.Quoted(action.Id)}{within}{applies};";
    }
}
