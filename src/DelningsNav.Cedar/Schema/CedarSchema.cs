using System.Diagnostics;
using DelningsNav.Cedar.Entities;
using DelningsNav.Cedar.Parsing;
using DelningsNav.Cedar.Schema;
using DelningsNav.Cedar.Validation;

namespace DelningsNav.Cedar;

/// <summary>The types of entities, their attributes and the actions that policies can refer to.</summary>
/// <remarks>A schema never changes and may be shared between threads.</remarks>
public sealed class CedarSchema
{
    private readonly Dictionary<string, EntityType> _entityTypes;
    private readonly Dictionary<EntityUid, ActionType> _actions;
    private readonly Ancestry<string> _typeAncestry;
    private readonly Ancestry<EntityUid> _actionAncestry;
    private readonly Lazy<HashSet<(string Type, string Ancestor)>> _actionTypeAncestry;

    private CedarSchema(Dictionary<string, EntityType> entityTypes, Dictionary<EntityUid, ActionType> actions)
    {
        _entityTypes = entityTypes;
        _actions = actions;
        ActionTypes = [.. actions.Keys.Select(uid => uid.Type)];
        _typeAncestry = new Ancestry<string>(entityTypes.ToDictionary(e => e.Key, e => e.Value.Parents));
        _actionAncestry = new Ancestry<EntityUid>(actions.ToDictionary(a => a.Key, a => a.Value.Parents));
        _actionTypeAncestry = new(() => [.. actions.Keys.SelectMany(uid => _actionAncestry.Of(uid).Select(a => (uid.Type, a.Type)))]);
    }

    internal IReadOnlyDictionary<string, EntityType> EntityTypes => _entityTypes;

    internal IReadOnlyDictionary<EntityUid, ActionType> Actions => _actions;

    internal HashSet<string> ActionTypes { get; }

    /// <summary>Reads a schema written in Cedar's own format. The source is a name for the text, for messages.</summary>
    /// <exception cref="CedarSyntaxException">
    /// The text is not a schema, or uses a name that it does not declare. Every problem is named.
    /// </exception>
    public static CedarSchema Parse(string text, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new Problems(text);
        var parsed = SchemaParser.Parse(text, problems);
        if (problems.Any)
        {
            // Names are not looked up when only a part of the text could be read.
            throw problems.ToException(source ?? "schema");
        }

        var builder = new SchemaBuilder(parsed, problems);
        var schema = new CedarSchema(builder.EntityTypes(), builder.Actions());
        return problems.Any ? throw problems.ToException(source ?? "schema") : schema;
    }

    /// <summary>Checks every policy and template by Cedar's strict rules, for every kind of request that its scope allows.</summary>
    /// <returns>The problems, in the order of the policies, then of the templates.</returns>
    /// <remarks>
    /// When there are no errors, no policy fails for a wrong type or a missing attribute if request and entities fit the schema. Only
    /// the scope of a link is checked, because its template is checked too.
    /// </remarks>
    public IReadOnlyList<ValidationProblem> Validate(CedarPolicySet policies) => Validate(policies, level: null);

    /// <summary>The same as the other overload, for one policy. The whole policy is checked, also when a link made it.</summary>
    public IEnumerable<ValidationProblem> Validate(CedarPolicy policy) => Validate(policy, level: null);

    /// <summary>Validates, and also checks that no policy needs entities more steps away from the request than the level.</summary>
    /// <remarks>See <see cref="ValidateLevel(CedarPolicy, int)"/>.</remarks>
    public IReadOnlyList<ValidationProblem> ValidateLevel(CedarPolicySet policies, int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        return Validate(policies, level);
    }

    /// <summary>Validates, and also checks that the policy needs no entities more steps away from the request than the level.</summary>
    /// <remarks>
    /// A policy without errors at level 0 needs no entities. At level 1 it needs the entities that the request names, also in its
    /// context. At each further level, it also needs the entities that those entities name in their attributes and tags. Each entity must
    /// be in the store with all its attributes and tags, and with everything that it belongs to, directly and through others. Such a
    /// store gives the same decisions as any larger store (RFC 76 of the Cedar project). Levels are checked when there are no other
    /// errors.
    /// </remarks>
    public IEnumerable<ValidationProblem> ValidateLevel(CedarPolicy policy, int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        return Validate(policy, level);
    }

    /// <summary>Checks a request: its action, the types of principal and resource, and its context.</summary>
    /// <returns>What does not fit, each with its place. The names of entities can be part of a place.</returns>
    public IReadOnlyList<string> Validate(CedarRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new Conformance(this).Check(request);
    }

    /// <summary>Checks entities: their types, ids, attributes, tags and parents.</summary>
    /// <returns>What does not fit, each with its place. The names of entities can be part of a place.</returns>
    public IReadOnlyList<string> Validate(EntityStore entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        return new Conformance(this).Check(entities.Nodes);
    }

    private List<ValidationProblem> Validate(CedarPolicySet policies, int? level)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var templates = policies.Templates.Select(template => new CedarPolicy(template.Id, template.Body));
        return
        [
            .. from policy in policies.Policies.Concat(templates)
               from problem in new PolicyValidator(this, policy).Validate(withTemplate: true, level)
               select problem,
        ];
    }

    private List<ValidationProblem> Validate(CedarPolicy policy, int? level)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new PolicyValidator(this, policy).Validate(withTemplate: false, level);
    }

    /// <summary>Reads the context by the type that the schema declares for the action.</summary>
    /// <exception cref="CedarJsonException">The schema does not have the action, or the context does not fit.</exception>
    internal CedarValue.Record ReadContext(string json, EntityUid action)
    {
        if (!_actions.TryGetValue(action, out var known))
        {
            throw new CedarJsonException([$"`{action}` is not an action of the schema"]);
        }

        var context = TypedValueReader.ReadRecord(json, known.Context);
        var misfits = new Conformance(this).Check(context, known.Context);
        return misfits.Count > 0 ? throw new CedarJsonException(misfits) : context;
    }

    /// <summary>Whether the schema has the type, as an entity type or as the type of its actions.</summary>
    internal bool Knows(string type) => _entityTypes.ContainsKey(type) || ActionTypes.Contains(type);

    /// <summary>Whether an entity of the first type may be, or belong to, an entity of the second type.</summary>
    internal bool MayBeIn(string type, string other) => type == other
        || (_entityTypes.ContainsKey(type) ? _typeAncestry.Of(type).Contains(other) : _actionTypeAncestry.Value.Contains((type, other)));

    /// <summary>Whether an entity of the first type may belong to an entity of the second type.</summary>
    internal bool MayBelongTo(string type, string other) => _typeAncestry.Of(type).Contains(other);

    /// <summary>The attributes that a value of the type may have, or null when such a value cannot have attributes.</summary>
    internal IReadOnlyDictionary<string, AttributeType>? AttributesOf(SchemaType type) => type switch
    {
        RecordType record => record.Attributes,
        EntityReference reference => (_entityTypes.GetValueOrDefault(reference.EntityType)?.Attributes ?? RecordType.Empty).Attributes,
        TruthType or SimpleType or SetType => null,
        _ => throw new UnreachableException(),
    };

    /// <summary>All actions that the action belongs to.</summary>
    internal HashSet<EntityUid> AncestorsOf(EntityUid action) => _actionAncestry.Of(action);

    /// <summary>Whether the action is the other action or belongs to it.</summary>
    internal bool IsIn(EntityUid action, EntityUid other) => _actionAncestry.IsIn(action, other);
}
