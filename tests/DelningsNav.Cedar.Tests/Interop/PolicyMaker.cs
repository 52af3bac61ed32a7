namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Makes policies and templates for a world.</summary>
internal sealed class PolicyMaker(Chance chance, World world)
{
    private static readonly string[] Annotations =
        ["@id(\"one\")", "@note", "@page(\"a 10:1\")", "@if(\"x\\n\")", "@note(\"\\u{1F600}\")"];

    /// <summary>A kind of request that policies can be about.</summary>
    public Asked AnyRequest()
    {
        var action = chance.Of(world.AskedFor.ToList());
        return new Asked(world, action, chance.Of(action.Principals), chance.Of(action.Resources));
    }

    public Piece Make(Asked asked, bool isTemplate)
    {
        var expressions = new ExpressionMaker(chance, asked);
        var (open, both) = (isTemplate ? chance.Below(3) : -1, chance.Percent(15));
        var principal = MakeParty("principal", asked.Principal, open == 0 || (isTemplate && both));
        var resource = MakeParty("resource", asked.Resource, open > 0 || (isTemplate && both));
        var annotations =
            chance.Percent(25) ? Piece.Join(" ", chance.Some(Annotations, 25).Select(a => Piece.Optional($"{a}"))) : Piece.Nothing;
        var conditions = Enumerable.Range(0, chance.Of(0, 1, 1, 1, 2, 3)).Select(_ => MakeCondition(expressions));
        var scope = Piece.Fixed($"{chance.Of("permit", "permit", "forbid")}({principal}, {MakeAction(asked.Action)}, {resource})");
        return Piece.Fixed($"{annotations}{scope}{Piece.Join(string.Empty, conditions)};");
    }

    private Piece MakeCondition(ExpressionMaker expressions) =>
        Piece.Optional($" {chance.Of("when", "when", "unless")} {{ {expressions.MakeBool(1 + chance.Below(4))} }}");

    private Piece MakeParty(string name, string type, bool isOpen)
    {
        var entity = isOpen ? $"?{name}" : Uid(chance.Percent(92) ? type : chance.Of(world.Types).Name);
        var above = world.Above(type).Order(StringComparer.Ordinal).ToList();
        var group = isOpen ? $"?{name}" : Uid(above.Count > 0 && chance.Percent(92) ? chance.Of(above) : type);
        var test = chance.Below(isOpen ? 4 : 10) switch
        {
            0 => $" == {entity}",
            1 => $" in {group}",
            2 => $" is {type} in {group}",
            3 or 4 => isOpen ? $" in {group}" : string.Empty,
            _ => $" is {type}",
        };
        return Piece.Fixed($"{name}{Piece.Optional($"{test}")}");
    }

    private Piece MakeAction(ActionModel action)
    {
        var any = chance.Percent(96) ? action : chance.Of(world.Actions);
        var test = chance.Below(6) switch
        {
            0 => $" in {Uid(chance.Of(any.Parents.Append(any.Id).ToList()), world.ActionType)}",
            1 => $" in [{Uid(any.Id, world.ActionType)}, {Uid(chance.Of(world.Actions).Id, world.ActionType)}]",
            2 => string.Empty,
            _ => $" == {Uid(any.Id, world.ActionType)}",
        };
        return Piece.Fixed($"action{Piece.Optional($"{test}")}");
    }

    private string Uid(string type) => Uid(chance.Of(world.Type(type).Ids ?? World.Ids), type);

    private static string Uid(string id, string type) => $"{type}::{Kind.Quoted(id)}";
}
