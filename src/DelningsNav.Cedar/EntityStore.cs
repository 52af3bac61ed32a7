using System.Diagnostics.CodeAnalysis;
using DelningsNav.Cedar.Entities;

namespace DelningsNav.Cedar;

/// <summary>The entities that policies can read during a decision. A store never changes and may be shared between threads.</summary>
/// <remarks>Membership is transitive: <c>a in c</c> is true when a's parent is b and b's parent is c.</remarks>
public sealed class EntityStore
{
    /// <summary>A store without entities.</summary>
    public static readonly EntityStore Empty = new([]);

    private readonly Dictionary<EntityUid, EntityNode> _nodes;

    private EntityStore(Dictionary<EntityUid, EntityNode> nodes) => _nodes = nodes;

    /// <summary>The number of entities in the store.</summary>
    public int Count => _nodes.Count;

    /// <summary>Makes a store of the entities. An entity may be given twice if it is the same both times.</summary>
    /// <exception cref="ArgumentException">Two entities with one name differ, or an entity would be its own ancestor.</exception>
    public static EntityStore Of(IEnumerable<CedarEntity> entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        return TryLink(entities, out var problem) ?? throw new ArgumentException(problem, nameof(entities));
    }

    /// <summary>Reads entities from Cedar's JSON form: an array of objects with uid, attrs, parents and, if any, tags.</summary>
    /// <exception cref="CedarJsonException">The text does not contain such entities. Every problem is named.</exception>
    public static EntityStore FromJson(string json) =>
        TryLink(EntityReader.Read(json), out var problem) ?? throw new CedarJsonException([problem]);

    /// <summary>Reads entities that must fit a schema. The store also has all actions of the schema.</summary>
    /// <remarks>The marks <c>__entity</c> and <c>__extn</c> may be left out where the schema declares the type of a value.</remarks>
    /// <exception cref="CedarJsonException">
    /// The text does not contain such entities, or they do not fit the schema. Every problem is named.
    /// </exception>
    public static EntityStore FromJson(string json, CedarSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var entities = EntityReader.Read(json, schema);
        var given = entities.Select(entity => entity.Uid).ToHashSet();
        var actions = schema.Actions.Values.Where(action => !given.Contains(action.Uid))
            .Select(action => new CedarEntity(action.Uid, CedarValue.Record.Empty, action.Parents));
        var store = TryLink([.. entities, .. actions], out var problem) ?? throw new CedarJsonException([problem]);
        return schema.Validate(store) is { Count: > 0 } misfits ? throw new CedarJsonException(misfits) : store;
    }

    /// <summary>Finds one entity.</summary>
    public bool TryGet(EntityUid uid, [NotNullWhen(true)] out CedarEntity? entity)
    {
        entity = Find(uid)?.Entity;
        return entity is not null;
    }

    /// <summary>Whether the store has the entity.</summary>
    public bool Contains(EntityUid uid) => _nodes.ContainsKey(uid);

    internal IEnumerable<EntityNode> Nodes => _nodes.Values;

    internal EntityNode? Find(EntityUid uid) => _nodes.GetValueOrDefault(uid);

    private static EntityStore? TryLink(IEnumerable<CedarEntity> entities, out string problem)
    {
        var all = entities as IReadOnlyCollection<CedarEntity> ?? [.. entities];
        var (nodes, lists) = (new Dictionary<EntityUid, EntityNode>(all.Count), new AncestorLists(all.Count));
        foreach (var entity in all)
        {
            if (!nodes.TryAdd(entity.Uid, new EntityNode(entity, lists)) && !nodes[entity.Uid].Entity.IsSameAs(entity))
            {
                problem = $"entity `{entity.Uid}` is given twice with different contents";
                return null;
            }
        }

        var linked = false;
        foreach (var node in nodes.Values)
        {
            node.Parents = ParentsOf(node.Entity, nodes);
            linked |= node.Parents.Length > 0;
        }

        var looping = linked ? Hierarchy.FindLoop(nodes.Values) : null;
        problem = $"entity `{looping?.Entity.Uid}` would be its own ancestor";
        return looping is null ? new EntityStore(nodes) : null;
    }

    private static EntityNode[] ParentsOf(CedarEntity entity, Dictionary<EntityUid, EntityNode> nodes)
    {
        List<EntityNode>? parents = null;
        foreach (var uid in entity.ParentUids)
        {
            if (nodes.TryGetValue(uid, out var parent))
            {
                (parents ??= []).Add(parent);
            }
        }

        return parents is null ? [] : [.. parents];
    }
}
