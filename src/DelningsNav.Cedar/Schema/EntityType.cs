namespace DelningsNav.Cedar.Schema;

/// <summary>
/// One type of entity: the types that it may belong to, its attributes, and the type of its tags, or null when it cannot have tags.
/// </summary>
/// <remarks>The ids are null unless the type is an enumeration. An enumeration has exactly the entities with these ids.</remarks>
internal sealed record EntityType(string Name, string[] Parents, RecordType Attributes, SchemaType? Tags, HashSet<string>? Ids)
{
    public bool Has(string id) => Ids is null || Ids.Contains(id);
}

/// <summary>One action: the actions that it belongs to, the types of its principals and resources, and the type of its context.</summary>
internal sealed record ActionType(EntityUid Uid, EntityUid[] Parents, string[] Principals, string[] Resources, RecordType Context);
