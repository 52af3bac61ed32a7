namespace DelningsNav.Cedar.Schema;

/// <summary>One type of entity: what it may belong to, its attributes, the type of its tags if it may have any.</summary>
/// <remarks>The ids are null unless the type is an enumeration, which then has no other entities.</remarks>
internal sealed record EntityType(string Name, string[] Parents, RecordType Attributes, SchemaType? Tags, HashSet<string>? Ids)
{
    public bool Has(string id) => Ids is null || Ids.Contains(id);
}

/// <summary>One action: the actions it belongs to, and between which types of entities and in which context it is asked for.</summary>
internal sealed record ActionType(EntityUid Uid, EntityUid[] Parents, string[] Principals, string[] Resources, RecordType Context);
