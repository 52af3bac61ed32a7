namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Makes worlds: the same for the same number.</summary>
internal sealed class WorldMaker
{
    private static readonly string[] Names =
        ["name", "age", "level", "flag", "made", "worth", "net", "wait", "home", "odd name", "if", "å", "kind"];

    private readonly Chance _chance;
    private readonly string _namespace;
    private readonly List<Kind.Record> _commonTypes = [];

    private WorldMaker(int number)
    {
        _chance = Chance.Of(2026, number);
        _namespace = _chance.Of("", "Town", "Town::Care");
    }

    public static World Of(int number) => new WorldMaker(number).MakeAll(number);

    private World MakeAll(int number)
    {
        var types = new EntityModel[]
        {
            Make("Org", []),
            Make("Group", _chance.Percent(50) ? ["Group", "Org"] : ["Org"]),
            Make("User", _chance.Percent(70) ? ["Group"] : ["Group", "Org"]),
            Make("Robot", _chance.Percent(50) ? ["Group"] : []),
            Make("Doc", ["Folder"]),
            Make("Folder", ["Folder", "Org"]),
            new(Full("Colour"), [], new Kind.Record([]), null, ["red", "blue", "grön"]),
        };
        var actions = new ActionModel[]
        {
            new("any", [], [], [], new Kind.Record([])),
            new("read", ["any"], [], [], new Kind.Record([])),
            Action("view", ["read"]),
            Action("edit it", ["any"]),
            Action("share", ["read", "any"]),
            new("rest", [], [Full("User")], [Full("User"), Full("Org")], new Kind.Record([])),
        };
        return new World(number, _namespace, types, actions, [.. _commonTypes]);
    }

    private string Full(string name) => _namespace.Length == 0 ? name : $"{_namespace}::{name}";

    private EntityModel Make(string name, string[] parents) => new(
        Full(name), [.. parents.Select(Full)], Shape(2 + _chance.Below(4), 2), _chance.Percent(40) ? MakeKind(1) : null, null);

    private ActionModel Action(string id, string[] parents)
    {
        string[] principals = [Full("User"), .. _chance.Some([Full("Robot"), Full("Group")], 40)];
        string[] resources = [Full("Doc"), .. _chance.Some([Full("Folder"), Full("User")], 40)];
        return new ActionModel(id, parents, principals, resources, Named(Shape(2 + _chance.Below(5), 2)));
    }

    private Kind.Record Shape(int size, int depth) => new([
        .. Enumerable.Range(0, size).Select(_ => _chance.Of(Names)).Distinct()
            .Select(name => new Member(name, MakeKind(depth), _chance.Percent(35)))]);

    private Kind MakeKind(int depth)
    {
        var choice = _chance.Below(depth == 0 ? 7 : 10);
        return choice switch
        {
            < 5 => _chance.Of(Kind.Scalars),
            < 7 => new Kind.Entity(Full(_chance.Of("User", "Group", "Doc", "Org", "Colour"))),
            7 => new Kind.Set(MakeKind(depth - 1)),
            _ => Named(Shape(1 + _chance.Below(3), depth - 1)),
        };
    }

    private Kind.Record Named(Kind.Record record)
    {
        if (!_chance.Percent(30))
        {
            return record;
        }

        _commonTypes.Add(record with { Name = $"T{(char)('A' + _commonTypes.Count)}" });
        return _commonTypes[^1];
    }
}
