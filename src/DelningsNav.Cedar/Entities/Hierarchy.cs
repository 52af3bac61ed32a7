namespace DelningsNav.Cedar.Entities;

/// <summary>Checks that no entity belongs to itself.</summary>
internal static class Hierarchy
{
    /// <summary>
    /// A node that is its own ancestor, or null. The search takes time and space in proportion to the links, and uses no recursion.
    /// </summary>
    public static EntityNode? FindLoop(IReadOnlyCollection<EntityNode> nodes)
    {
        // Nodes that no remaining node belongs to are removed, again and again. If some nodes are left, each of them has a remaining
        // member.
        var members = new Dictionary<EntityNode, int>(nodes.Count);
        foreach (var parent in nodes.SelectMany(n => n.Parents))
        {
            members[parent] = members.GetValueOrDefault(parent) + 1;
        }

        var free = new Stack<EntityNode>(nodes.Where(n => !members.ContainsKey(n)));
        while (free.TryPop(out var node))
        {
            foreach (var parent in node.Parents)
            {
                if (--members[parent] == 0)
                {
                    members.Remove(parent);
                    free.Push(parent);
                }
            }
        }

        return members.Count == 0 ? null : OnLoop(members.Keys);
    }

    // A walk from member to member never ends. It must therefore come back to a node where it has been, and that node is on a loop.
    private static EntityNode OnLoop(IReadOnlyCollection<EntityNode> remaining)
    {
        var memberOf = new Dictionary<EntityNode, EntityNode>(remaining.Count);
        foreach (var node in remaining)
        {
            foreach (var parent in node.Parents)
            {
                memberOf[parent] = node;
            }
        }

        var (seen, at) = (new HashSet<EntityNode>(), remaining.First());
        while (seen.Add(at))
        {
            at = memberOf[at];
        }

        return at;
    }
}
