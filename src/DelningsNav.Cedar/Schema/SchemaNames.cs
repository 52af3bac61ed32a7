using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Schema;

/// <summary>The declarations of a schema by full name, and the lookup of names that are written without a namespace.</summary>
/// <remarks>
/// A name without a namespace means the declaration in the namespace where the name is used. If there is none, it means the declaration
/// outside all namespaces, and otherwise one of Cedar's own types. A common type takes precedence over an entity type of the same name
/// (RFC 24 of the Cedar project). A name that is declared outside all namespaces may not be declared again in a namespace (RFC 70).
/// </remarks>
internal sealed class SchemaNames
{
    private readonly Problems _problems;

    public SchemaNames(SchemaText text, Problems problems)
    {
        _problems = problems;
        foreach (var space in text.Namespaces.GroupBy(n => n.Text).SelectMany(g => g.Skip(1)))
        {
            problems.Add(space.Span, $"the namespace `{space.Text}` is declared twice; put everything in one");
        }

        Declare(text.Types, Types, t => t.FullName, t => t.Span, "type");
        Declare(text.Entities, Entities, e => e.FullName, e => e.Span, "entity type");
        Declare(text.Actions, Actions, a => a.Uid, a => a.Span, "action");
        ActionTypes = [.. Actions.Keys.Select(uid => uid.Type)];
        RefuseOwnNames(text);
        RefuseShadows(text);
    }

    public Dictionary<string, TypeDeclaration> Types { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, EntityDeclaration> Entities { get; } = new(StringComparer.Ordinal);

    public Dictionary<EntityUid, ActionDeclaration> Actions { get; } = [];

    /// <summary>The types of the declared actions: <c>Action</c>, in each namespace that has one.</summary>
    public HashSet<string> ActionTypes { get; }

    /// <summary>The full name of an entity type, or null after noting that there is none.</summary>
    public string? EntityType(TypePath path, string space)
    {
        if (Candidates(path.Text, space).FirstOrDefault(Entities.ContainsKey) is { } found)
        {
            return found;
        }

        NoteUnknown(path.Span, path.Text, "an entity type", path.Text, Entities.Keys);
        return null;
    }

    /// <summary>The common type that the name means, or null when it means something else or is unknown.</summary>
    public TypeDeclaration? CommonType(TypePath path, string space) =>
        Candidates(path.Text, space).FirstOrDefault(c => Types.ContainsKey(c) || IsEntityType(c)) is { } found
            ? Types.GetValueOrDefault(found)
            : null;

    /// <summary>The type that the name means when it is not a common type, or null after noting that it is unknown.</summary>
    public SchemaType? OtherType(TypePath path, string space)
    {
        if (Candidates(path.Text, space).FirstOrDefault(IsEntityType) is { } entityType)
        {
            return new EntityReference(entityType);
        }

        const string Own = "__cedar::";
        var name = path.Text.StartsWith(Own, StringComparison.Ordinal) ? path.Text[Own.Length..] : path.Text;
        if (SchemaType.BuiltIn.TryGetValue(name, out var builtIn))
        {
            return builtIn;
        }

        var known = Types.Keys.Concat(Entities.Keys).Concat(SchemaType.BuiltIn.Keys);
        NoteUnknown(path.Span, path.Text, "a type", path.Text, known);
        return null;
    }

    /// <summary>The action that the reference means, or null after noting that there is none.</summary>
    public EntityUid? Action(ActionReference reference, string space)
    {
        foreach (var type in Candidates(reference.Path ?? "Action", space))
        {
            if (Actions.ContainsKey(new EntityUid(type, reference.Id)))
            {
                return new EntityUid(type, reference.Id);
            }
        }

        var name = CedarText.Quote(reference.Id);
        var written = reference.Path is null ? name : $"{reference.Path}::{name}";
        NoteUnknown(reference.Span, written, "an action", reference.Id, Actions.Keys.Select(a => a.Id));
        return null;
    }

    private void NoteUnknown(SourceSpan span, string written, string kind, string name, IEnumerable<string> known)
    {
        if (!_problems.IsFull)
        {
            _problems.Add(span, $"`{written}` is not {kind} of the schema{Spelling.Hint(name, known)}");
        }
    }

    private bool IsEntityType(string name) => Entities.ContainsKey(name) || ActionTypes.Contains(name);

    private static string[] Candidates(string name, string space) =>
        space.Length == 0 || name.Contains("::", StringComparison.Ordinal) ? [name] : [SchemaText.Join(space, name), name];

    private void Declare<TKey, T>(
        List<T> declarations, Dictionary<TKey, T> byName, Func<T, TKey> name, Func<T, SourceSpan> span, string kind)
        where TKey : notnull
    {
        foreach (var declaration in declarations)
        {
            if (!byName.TryAdd(name(declaration), declaration))
            {
                _problems.Add(span(declaration), $"the {kind} `{name(declaration)}` is declared twice");
            }
        }
    }

    private void RefuseOwnNames(SchemaText text)
    {
        foreach (var type in text.Types)
        {
            if (type.Name is "Bool" or "Boolean" or "Entity" or "Extension" or "Long" or "Record" or "Set" or "String")
            {
                _problems.Add(type.Span, $"`{type.Name}` is Cedar's own name and cannot be given to a type; choose another name");
            }
        }

        foreach (var entity in text.Entities.Where(e => e.Name == "Action"))
        {
            _problems.Add(entity.Span, "an entity type cannot be called `Action`; actions are declared with `action`");
        }
    }

    private void RefuseShadows(SchemaText text)
    {
        var types = text.Types.Select(t => (t.Namespace, t.Name, t.Span))
            .Concat(text.Entities.Select(e => (e.Namespace, e.Name, e.Span)));
        foreach (var (space, name, span) in types.Where(t => t.Namespace.Length > 0))
        {
            if (Types.ContainsKey(name) || Entities.ContainsKey(name))
            {
                _problems.Add(
                    span, $"`{SchemaText.Join(space, name)}` would hide `{name}`, which is declared in no namespace; rename one of them");
            }
        }

        foreach (var action in text.Actions.Where(a => a.Namespace.Length > 0))
        {
            if (Actions.ContainsKey(new EntityUid("Action", action.Id)))
            {
                var hidden = CedarText.Quote(action.Id);
                _problems.Add(
                    action.Span, $"`{action.Uid}` would hide the action {hidden}, which is declared in no namespace; rename one of them");
            }
        }
    }
}
