namespace DelningsNav.Cedar.Entities;

/// <summary>Checks that belonging has no loops.</summary>
internal static class Hierarchy
{
    /// <summary>A node that is its own ancestor, or null. Takes time in proportion to the links and uses no recursion.</summary>
    public static EntityNode? FindLoop(IReadOnlyCollection<EntityNode> nodes)
    {
        // Repeatedly take away a node that no remaining node belongs to; what cannot be taken away hangs on a loop.
        var children = new Dictionary<EntityNode, int>(nodes.Count);
        foreach (var parent in nodes.SelectMany(n => n.Parents))
        {
            children[parent] = children.GetValueOrDefault(parent) + 1;
        }

        var free = new Stack<EntityNode>(nodes.Where(n => !children.ContainsKey(n)));
        while (free.TryPop(out var node))
        {
            foreach (var parent in node.Parents)
            {
                if (--children[parent] == 0)
                {
                    children.Remove(parent);
                    free.Push(parent);
                }
            }
        }

        return children.Keys.FirstOrDefault(OnLoop);
    }

    private static bool OnLoop(EntityNode node) => node.Ancestors.Contains(node.Entity.Uid);
}
