using System.Diagnostics;
using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Schema;

/// <summary>Turns written types into types, in which every name is replaced by the type that it names.</summary>
internal sealed class TypeResolver
{
    private readonly SchemaNames _names;
    private readonly Problems _problems;

    // Null means that the type could not be made. The problem is already noted.
    private readonly Dictionary<TypeDeclaration, SchemaType?> _common = new(ReferenceEqualityComparer.Instance);

    public TypeResolver(SchemaNames names, Problems problems)
    {
        _names = names;
        _problems = problems;
        foreach (var declaration in names.Types.Values)
        {
            ResolveWithItsNames(declaration);
        }
    }

    /// <summary>The type, or null after noting what is wrong with it.</summary>
    public SchemaType? Resolve(TypeSyntax syntax, string space) => syntax switch
    {
        NamedSyntax named => _names.CommonType(named.Path, space) is { } declaration
            ? _common.GetValueOrDefault(declaration)
            : _names.OtherType(named.Path, space),
        SetSyntax set => Resolve(set.Element, space) is { } element ? new SetType(element) : null,
        RecordSyntax record => Resolve(record, space),
        _ => throw new UnreachableException(),
    };

    /// <summary>The record, or null after noting what is wrong with it. All its attributes are checked.</summary>
    public RecordType? Resolve(RecordSyntax record, string space)
    {
        var attributes = new Dictionary<string, AttributeType>(StringComparer.Ordinal);
        var sound = true;
        foreach (var attribute in record.Attributes)
        {
            var type = Resolve(attribute.Type, space);
            sound &= type is not null;
            if (type is not null)
            {
                attributes[attribute.Name] = new AttributeType(type, attribute.IsRequired);
            }
        }

        return sound ? new RecordType(attributes) : null;
    }

    /// <summary>The type if it is within the limits, otherwise null after noting that it is not.</summary>
    public T? WithinLimits<T>(T? type, SourceSpan span)
        where T : SchemaType
    {
        if (type is null or { Depth: <= SchemaType.MaxDepth, Size: <= SchemaType.MaxSize })
        {
            return type;
        }

        _problems.Add(span, type.Depth > SchemaType.MaxDepth
            ? $"the type is nested too deeply; at most {SchemaType.MaxDepth} levels are allowed, also through names"
            : $"the type is too large; at most {SchemaType.MaxSize} parts are allowed, also through names");
        return null;
    }

    // The types that a type names are resolved before it, with a stack and not by recursion, because chains of names may be long.
    private void ResolveWithItsNames(TypeDeclaration first)
    {
        if (_common.ContainsKey(first))
        {
            return;
        }

        var underWay = new Stack<(TypeDeclaration Declaration, Queue<TypeDeclaration> Needs)>();
        var open = new HashSet<TypeDeclaration>(ReferenceEqualityComparer.Instance) { first };
        underWay.Push((first, NeedsOf(first)));
        while (underWay.TryPeek(out var current))
        {
            if (!current.Needs.TryDequeue(out var next))
            {
                var resolved = Resolve(current.Declaration.Type, current.Declaration.Namespace);
                _common.TryAdd(current.Declaration, WithinLimits(resolved, current.Declaration.Span));
                open.Remove(current.Declaration);
                underWay.Pop();
            }
            else if (open.Contains(next))
            {
                _problems.Add(next.Span, $"the type `{next.FullName}` is defined by itself; break the circle");
                _common.TryAdd(next, null);
            }
            else if (!_common.ContainsKey(next))
            {
                open.Add(next);
                underWay.Push((next, NeedsOf(next)));
            }
        }
    }

    private Queue<TypeDeclaration> NeedsOf(TypeDeclaration declaration)
    {
        var needs = new Queue<TypeDeclaration>();
        AddNeeds(declaration.Type, declaration.Namespace, needs);
        return needs;
    }

    private void AddNeeds(TypeSyntax syntax, string space, Queue<TypeDeclaration> needs)
    {
        switch (syntax)
        {
            case NamedSyntax named:
                if (_names.CommonType(named.Path, space) is { } declaration)
                {
                    needs.Enqueue(declaration);
                }

                break;
            case SetSyntax set:
                AddNeeds(set.Element, space, needs);
                break;
            case RecordSyntax record:
                foreach (var attribute in record.Attributes)
                {
                    AddNeeds(attribute.Type, space, needs);
                }

                break;
            default:
                throw new UnreachableException();
        }
    }
}
