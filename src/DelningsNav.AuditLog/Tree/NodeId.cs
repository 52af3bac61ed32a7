namespace DelningsNav.AuditLog;

/// <summary>
/// The place of a perfect subtree. At level 0 it is a leaf. At level n it is the subtree over the 2ⁿ leaves from
/// <paramref name="Index"/> · 2ⁿ on. Once its leaves exist, its hash never changes and can be stored.
/// </summary>
/// <param name="Level">The level, from 0 for leaves to at most 62.</param>
/// <param name="Index">The place among the nodes of the same level, from 0.</param>
public readonly record struct NodeId(int Level, long Index);

/// <summary>
/// The hash of a perfect subtree and its place. The hub stores the subtrees that <see cref="Frontier.Append"/> completes.
/// </summary>
/// <param name="Level">The level, at least 1. The leaf hashes (level 0) are stored with their entries.</param>
/// <param name="Index">The place among the nodes of the same level, from 0.</param>
/// <param name="Hash">The hash of the subtree.</param>
public sealed record StoredNode(int Level, long Index, MerkleHash Hash);
