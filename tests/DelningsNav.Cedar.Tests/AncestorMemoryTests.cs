namespace DelningsNav.Cedar.Tests;

/// <summary>How much memory deep hierarchies take. The tests measure memory, so they do not depend on the machine's speed.</summary>
[Collection(nameof(Alone))]
public sealed class AncestorMemoryTests
{
    private const int Steps = 20_000;
    private const int Principals = 400;

    // A list of ancestors takes about 50 bytes for each of them, so the lists of all principals would take 400 MB.
    [Fact]
    public void A_store_does_not_cache_the_ancestors_of_every_principal()
    {
        var entities = EntityStore.Of(Chain().Concat(Enumerable.Range(0, Principals).Select(i => Entity($"p{i}", "0"))));
        var policies = CedarPolicySet.Parse($"permit(principal in T::\"{Steps}\", action, resource);");
        bool IsPermitted(int principal) =>
            policies.Authorize(Ask.Request with { Principal = new EntityUid("T", $"p{principal}") }, entities).Permitted;
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Assert.All(Enumerable.Range(0, Principals), i => Assert.True(IsPermitted(i)));

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 100_000_000);
        Assert.True(IsPermitted(0));
        GC.KeepAlive(entities);
    }

    // The lists of 2,000 types with 2,000 ancestors each would take about 90 MB.
    [Fact]
    public void A_schema_does_not_cache_the_ancestors_of_every_type()
    {
        const int types = 2_000;
        var principals = Enumerable.Range(0, types).Select(i => $"P{i}").ToList();
        var schema = CedarSchema.Parse(
            $"entity {string.Join(", ", principals)} in T0;"
            + string.Concat(Enumerable.Range(0, types).Select(i => $"entity T{i} in T{i + 1};"))
            + $"entity T{types}; action view appliesTo {{ principal: [{string.Join(", ", principals)}], resource: T{types} }};");
        var policies = CedarPolicySet.Parse($"permit(principal in T{types}::\"x\", action, resource);");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Assert.Empty(schema.Validate(policies));

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 50_000_000);
        GC.KeepAlive(schema);
    }

    [Fact]
    public void Finding_a_loop_below_a_long_chain_takes_memory_in_proportion_to_the_chain()
    {
        static long Allocated(int steps)
        {
            var entities = Chain(steps).Append(Entity("a", "b")).Append(Entity("b", "a", "0")).ToList();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<ArgumentException>(() => EntityStore.Of(entities));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var ratio = (double)Allocated(4_000) / Allocated(1_000);

        Assert.InRange(ratio, 3, 6);
    }

    private static IEnumerable<CedarEntity> Chain(int steps = Steps) => Enumerable.Range(0, steps).Select(i => Entity($"{i}", $"{i + 1}"));

    private static CedarEntity Entity(string id, params string[] parents) => new(
        new EntityUid("T", id), CedarValue.Record.Empty, [.. parents.Select(p => new EntityUid("T", p))]);
}
