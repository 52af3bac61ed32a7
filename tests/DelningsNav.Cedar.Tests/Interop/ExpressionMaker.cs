using System.Diagnostics;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Makes expressions of a given type, and sometimes of another.</summary>
internal sealed partial class ExpressionMaker(Chance chance, Asked asked)
{
    private const int Wrong = 1;

    private World World => asked.World;

    public Piece Make(Kind kind, int depth)
    {
        if (chance.Percent(Wrong))
        {
            kind = AnyKind(1);
        }

        if (chance.Percent(depth <= 0 ? 60 : 30) && MakeSpot(kind) is { } spot)
        {
            return spot;
        }

        if (depth > 0 && chance.Percent(8))
        {
            return InParens(chance.Below(3) switch
            {
                0 => Piece.Of($"{{ \"x\": {Make(kind, depth - 1)}, y: {Make(AnyKind(0), 0)} }}.x"),
                _ => Piece.Of($"if {MakeBool(depth - 1)} then {Make(kind, depth - 1)} else {Make(kind, depth - 1)}"),
            });
        }

        return kind switch
        {
            Kind.Entity entity => MakeEntity(entity.Type),
            Kind.Set set => Piece.Of(
                $"[{Piece.Join(", ", Enumerable.Range(0, 1 + chance.Below(3)).Select(_ => Make(set.Item, depth - 1)))}]"),
            Kind.Record record => MakeRecord(record, depth),
            Kind.Simple when kind == Kind.Bool => MakeBool(depth),
            Kind.Simple when kind == Kind.Long => MakeLong(depth),
            Kind.Simple when kind == Kind.String => Piece.Of($"\"{chance.Of(Samples.Texts)}\""),
            Kind.Simple => MakeExtension(kind, depth),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Any kind of which there are values.</summary>
    public Kind AnyKind(int depth) => chance.Below(depth == 0 ? 8 : 10) switch
    {
        < 7 and var i => Kind.Scalars[i],
        7 => chance.Of(asked.Spots).Kind,
        8 => new Kind.Set(AnyKind(depth - 1)),
        _ => new Kind.Entity(chance.Of(World.Types).Name),
    };

    /// <summary>Usually in parentheses. Without them, both sides must agree on what binds tighter.</summary>
    private Piece InParens(Piece piece) => chance.Percent(94) ? Piece.Of($"({piece})") : piece;

    private Piece? MakeSpot(Kind kind)
    {
        var spots = asked.Spots.Where(s => s.Kind == kind && (s.Guards.Length == 0 || chance.Percent(4))).ToList();
        return spots.Count == 0 ? null : Piece.Of($"{chance.Of(spots).Text}");
    }

    private Piece MakeEntity(string type)
    {
        var ids = World.Type(type).Ids ?? World.Ids;
        return Piece.Of($"{type}::\"{(chance.Percent(2) ? chance.Of(Samples.Texts) : chance.Of(ids))}\"");
    }

    private Piece MakeRecord(Kind.Record record, int depth) => Piece.Of(
        $"{{ {Piece.Join(", ", record.Members.Where(m => !m.IsOptional || chance.Percent(70)).Select(m => MakeMember(m, depth)))} }}");

    private Piece MakeMember(Member member, int depth) => Piece.Of($"{Name(member.Name)}: {Make(member.Kind, depth - 1)}");

    private string Name(string name) => Kind.IsPlain(name) && chance.Percent(80) ? name : Kind.Quoted(name);

    private Piece MakeLong(int depth) => (depth <= 0 ? 0 : chance.Below(7)) switch
    {
        1 => InParens(Piece.Of($"{Make(Kind.Long, depth - 1)} + {Make(Kind.Long, depth - 1)}")),
        2 => InParens(Piece.Of($"{Make(Kind.Long, depth - 1)} - {Make(Kind.Long, depth - 1)}")),
        3 => InParens(Piece.Of($"{Make(Kind.Long, depth - 1)} * {Make(Kind.Long, depth - 1)}")),
        4 => InParens(Piece.Of($"{chance.Of("-", "-", "--", "---")}{Make(Kind.Long, depth - 1)}")),
        5 => Piece.Of($"{Make(Kind.Duration, depth - 1)}.{chance.Of("toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays")}()"),
        _ => Piece.Of($"{(chance.Percent(60) ? chance.Of(Samples.Numbers) : chance.Of(Samples.Numbers[..6]))}"),
    };

    private Piece MakeExtension(Kind kind, int depth)
    {
        if (depth > 0 && chance.Percent(40))
        {
            if (kind == Kind.Datetime)
            {
                return chance.Percent(50)
                    ? Piece.Of($"{Make(kind, depth - 1)}.offset({Make(Kind.Duration, depth - 1)})")
                    : Piece.Of($"{Make(kind, depth - 1)}.toDate()");
            }

            if (kind == Kind.Duration)
            {
                return chance.Percent(50)
                    ? Piece.Of($"{Make(Kind.Datetime, depth - 1)}.durationSince({Make(Kind.Datetime, depth - 1)})")
                    : Piece.Of($"{Make(Kind.Datetime, depth - 1)}.toTime()");
            }
        }

        return chance.Percent(2)
            ? Piece.Of($"{Samples.Constructor(kind)}({Make(Kind.String, 0)})")
            : Piece.Of($"{Samples.Constructor(kind)}(\"{Samples.Extension(kind, chance, chance.Percent(4))}\")");
    }
}
