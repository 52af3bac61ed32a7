using System.Diagnostics;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Something that a policy can read, and the tests that must come before.</summary>
internal sealed record Spot(string Text, Kind Kind, string[] Guards);

/// <summary>One kind of request, and what a policy about it can read.</summary>
internal sealed class Asked
{
    private const int Deepest = 3;
    private const int Most = 120;

    public Asked(World world, ActionModel action, string principal, string resource)
    {
        (World, Action, Principal, Resource) = (world, action, principal, resource);
        var found = new Queue<(Spot Spot, int Depth)>([
            (new Spot("principal", new Kind.Entity(principal), []), 0),
            (new Spot("resource", new Kind.Entity(resource), []), 0),
            (new Spot("context", action.Context, []), 0),
        ]);
        while (found.TryDequeue(out var next) && Spots.Count < Most)
        {
            Spots.Add(next.Spot);
            foreach (var inner in next.Depth < Deepest ? Inside(next.Spot) : [])
            {
                found.Enqueue((inner, next.Depth + 1));
            }
        }
    }

    public World World { get; }

    public ActionModel Action { get; }

    public string Principal { get; }

    public string Resource { get; }

    public List<Spot> Spots { get; } = [];

    /// <summary>The attributes of a kind, or none.</summary>
    public Member[] MembersOf(Kind kind) => kind switch
    {
        Kind.Record record => record.Members,
        Kind.Entity entity => World.Type(entity.Type).Shape.Members,
        Kind.Simple or Kind.Set => [],
        _ => throw new UnreachableException(),
    };

    private IEnumerable<Spot> Inside(Spot spot)
    {
        foreach (var member in MembersOf(spot.Kind))
        {
            var (name, plain) = (Kind.Quoted(member.Name), Kind.IsPlain(member.Name));
            string[] guards = member.IsOptional ? [.. spot.Guards, $"{spot.Text} has {(plain ? member.Name : name)}"] : spot.Guards;
            yield return new Spot(plain ? $"{spot.Text}.{member.Name}" : $"{spot.Text}[{name}]", member.Kind, guards);
        }

        if (spot.Kind is Kind.Entity entity && World.Type(entity.Type).Tags is { } tags)
        {
            yield return new Spot($"{spot.Text}.getTag(\"k\")", tags, [.. spot.Guards, $"{spot.Text}.hasTag(\"k\")"]);
        }
    }
}
