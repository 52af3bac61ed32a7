namespace DelningsNav.AuditLog;

/// <summary>
/// The place of a perfect subtree: at level 0 a leaf, at level n the subtree over the 2ⁿ leaves from
/// <paramref name="Index"/> · 2ⁿ on. Once its leaves exist, its hash never changes, so that it can be stored.
/// </summary>
/// <param name="Level">0 for leaves, at most 62.</param>
/// <param name="Index">The place among the nodes of the same level, from 0.</param>
public readonly record struct NodeId(int Level, long Index);

/// <summary>The hash of a perfect subtree and its place. The hub stores those that <see cref="Frontier.Append"/> completes.</summary>
/// <param name="Level">At least 1: the leaf hashes are stored with their entries.</param>
/// <param name="Index">The place among the nodes of the same level, from 0.</param>
/// <param name="Hash">The hash of the subtree.</param>
public sealed record StoredNode(int Level, long Index, MerkleHash Hash);
