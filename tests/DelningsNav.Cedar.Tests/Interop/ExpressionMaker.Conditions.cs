namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>The part for conditions.</summary>
internal sealed partial class ExpressionMaker
{
    private static readonly string[] Orders = ["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"];

    public Piece MakeBool(int depth) => depth <= 0
        ? chance.Percent(30) ? Piece.Of($"{chance.Of("true", "false")}") : MakeTest(0)
        : chance.Below(12) switch
        {
            0 or 1 => InParens(Piece.Of($"{MakeBool(depth - 1)} && {MakeBool(depth - 1)}")),
            2 or 3 => InParens(Piece.Of($"{MakeBool(depth - 1)} || {MakeBool(depth - 1)}")),
            4 => Piece.Of($"{chance.Of("!", "!", "!!", "!!!")}{InParens(MakeBool(depth - 1))}"),
            5 => InParens(Piece.Of($"if {MakeBool(depth - 1)} then {MakeBool(depth - 1)} else {MakeBool(depth - 1)}")),
            6 or 7 => MakeGuarded(depth),
            _ => MakeTest(depth),
        };

    private Piece MakeTest(int depth) => InParens(chance.Below(14) switch
    {
        0 => MakeEquality(depth),
        1 or 2 => MakeOrder(depth),
        3 => Piece.Of($"{Make(Kind.String, depth - 1)} like \"{chance.Of(Samples.Patterns)}\""),
        4 or 5 => MakeHas(),
        6 => Piece.Of($"{AnyEntity(depth)} is {chance.Of(World.Types).Name}"),
        7 => MakeIn(depth),
        8 => MakeSetTest(depth),
        9 => Piece.Of($"{AnyEntity(depth)}.hasTag({Make(Kind.String, 0)})"),
        10 => MakeIpTest(depth),
        11 => Piece.Of($"{Make(Kind.Decimal, depth - 1)}.{chance.Of(Orders)}({Make(Kind.Decimal, depth - 1)})"),
        12 => MakeSpot(Kind.Bool) ?? MakeEquality(depth),
        _ => Piece.Of($"action {chance.Of("==", "!=", "in")} {MakeAction()}"),
    });

    private Piece MakeEquality(int depth)
    {
        var kind = chance.Percent(50) ? chance.Of(asked.Spots).Kind : AnyKind(1);
        return Piece.Of($"{Make(kind, depth - 1)} {chance.Of("==", "!=")} {Make(kind, depth - 1)}");
    }

    private Piece MakeOrder(int depth)
    {
        var kind = chance.Of(Kind.Long, Kind.Long, Kind.Datetime, Kind.Duration);
        return Piece.Of($"{Make(kind, depth - 1)} {chance.Of("<", "<=", ">", ">=")} {Make(kind, depth - 1)}");
    }

    // A chain of steps, most of which exist.
    private Piece MakeHas()
    {
        var spot = chance.Of(asked.Spots.Where(s => s.Guards.Length == 0 && asked.MembersOf(s.Kind).Length > 0).ToList());
        var (steps, kind) = (new List<string>(), spot.Kind);
        while (steps.Count < 3 && asked.MembersOf(kind) is { Length: > 0 } members && (steps.Count == 0 || chance.Percent(40)))
        {
            var member = chance.Of(members);
            steps.Add(chance.Percent(8) ? "other" : member.Name);
            kind = member.Kind;
        }

        return Piece.Of(
            $"{spot.Text} has {(steps.Count == 1 ? Name(steps[0]) : string.Join('.', steps.Select(s => Kind.IsPlain(s) ? s : "other")))}");
    }

    private Piece MakeIn(int depth)
    {
        var left = AnyEntity(depth);
        var type = chance.Of(World.Types).Name;
        return chance.Below(4) switch
        {
            0 => Piece.Of($"{left} in [{MakeEntity(type)}, {Make(new Kind.Entity(type), depth - 1)}]"),
            1 => Piece.Of($"{left} is {chance.Of(World.Types).Name} in {Make(new Kind.Entity(type), depth - 1)}"),
            2 => Piece.Of($"{left} in {Make(new Kind.Set(new Kind.Entity(type)), depth - 1)}"),
            _ => Piece.Of($"{left} in {Make(new Kind.Entity(type), depth - 1)}"),
        };
    }

    private Piece MakeSetTest(int depth)
    {
        var sets = asked.Spots.Where(s => s.Kind is Kind.Set && s.Guards.Length == 0).Select(s => s.Kind).ToList();
        var set = (Kind.Set)(sets.Count > 0 && chance.Percent(60) ? chance.Of(sets) : new Kind.Set(AnyKind(0)));
        return chance.Below(4) switch
        {
            0 => Piece.Of($"{Make(set, depth - 1)}.contains({Make(set.Item, depth - 1)})"),
            1 => Piece.Of($"{Make(set, depth - 1)}.containsAll({Make(set, depth - 1)})"),
            2 => Piece.Of($"{Make(set, depth - 1)}.containsAny({Make(set, depth - 1)})"),
            _ => Piece.Of($"{Make(set, depth - 1)}.isEmpty()"),
        };
    }

    private Piece MakeIpTest(int depth) => chance.Percent(40)
        ? Piece.Of($"{Make(Kind.Ip, depth - 1)}.isInRange({Make(Kind.Ip, depth - 1)})")
        : Piece.Of($"{Make(Kind.Ip, depth - 1)}.{chance.Of("isIpv4", "isIpv6", "isLoopback", "isMulticast")}()");

    // An attribute that may be missing is tested for and then read.
    private Piece MakeGuarded(int depth)
    {
        var spots = asked.Spots.Where(s => s.Guards.Length > 0).ToList();
        if (spots.Count == 0)
        {
            return MakeTest(depth);
        }

        var spot = chance.Of(spots);
        var use = spot.Kind == Kind.Bool ? Piece.Of($"{spot.Text}")
            : spot.Kind is Kind.Entity && chance.Percent(30) ? Piece.Of($"{spot.Text} in {AnyEntity(depth)}")
            : Piece.Of($"{spot.Text} {chance.Of("==", "!=")} {Make(spot.Kind, depth - 1)}");
        var guards = Piece.Join(" && ", spot.Guards.Select(g => Piece.Of($"{g}")));
        return chance.Below(5) switch
        {
            0 => InParens(Piece.Of($"if {guards} then {use} else {MakeBool(depth - 1)}")),
            1 => InParens(Piece.Of($"{guards} && {MakeBool(depth - 1)} && {use}")),
            2 => InParens(Piece.Of($"!({guards}) || {use}")),
            _ => InParens(Piece.Of($"{guards} && {use}")),
        };
    }

    private Piece AnyEntity(int depth)
    {
        var spots = asked.Spots.Where(s => s.Kind is Kind.Entity && s.Guards.Length == 0).ToList();
        return chance.Percent(75) ? Piece.Of($"{chance.Of(spots).Text}") : Make(new Kind.Entity(chance.Of(World.Types).Name), depth - 1);
    }

    private Piece MakeAction()
    {
        var one = Piece.Of($"{World.ActionType}::{Kind.Quoted(chance.Percent(3) ? "none" : chance.Of(World.Actions).Id)}");
        return chance.Percent(25) ? Piece.Of($"[{one}, {World.ActionType}::{Kind.Quoted(chance.Of(World.Actions).Id)}]") : one;
    }
}
