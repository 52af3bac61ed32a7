namespace DelningsNav.Cedar.Schema;

/// <summary>The type of a value, declared by a schema or found when a policy is checked.</summary>
/// <remarks>Types share their parts. Limits apply to their depth, and to the size that they would have without sharing.</remarks>
internal abstract class SchemaType(int depth, int size)
{
    /// <summary>How deep sets and records of a schema may be nested in each other, also through names.</summary>
    public const int MaxDepth = 200;

    /// <summary>How many parts a type of a schema may have when all its names are replaced by the types that they name.</summary>
    public const int MaxSize = 50_000;

    public static readonly TruthType Bool = new(null);
    public static readonly TruthType True = new(true);
    public static readonly TruthType False = new(false);
    public static readonly SimpleType Long = new("Long");
    public static readonly SimpleType String = new("String");
    public static readonly SimpleType Decimal = new("decimal");
    public static readonly SimpleType Ip = new("ipaddr");
    public static readonly SimpleType Datetime = new("datetime");
    public static readonly SimpleType Duration = new("duration");

    /// <summary>The types that every schema has, by their names.</summary>
    public static readonly IReadOnlyDictionary<string, SchemaType> BuiltIn = new Dictionary<string, SchemaType>(StringComparer.Ordinal)
    {
        ["Bool"] = Bool,
        ["Long"] = Long,
        ["String"] = String,
        ["decimal"] = Decimal,
        ["ipaddr"] = Ip,
        ["datetime"] = Datetime,
        ["duration"] = Duration,
    };

    public int Depth { get; } = depth;

    public int Size { get; } = size;

    /// <summary>The type's name in messages. Deep types are shortened.</summary>
    public sealed override string ToString() => Name(3);

    protected abstract string Name(int levels);

    /// <summary>The common type of values of both types, or null when strict validation does not allow them together.</summary>
    public static SchemaType? Join(SchemaType left, SchemaType right) => ReferenceEquals(left, right) ? left : (left, right) switch
    {
        (TruthType, TruthType) => Bool,
        (EntityReference l, EntityReference r) => l.EntityType == r.EntityType ? l : null,
        (SetType l, SetType r) => Join(l.Element, r.Element) is { } element ? new SetType(element) : null,
        (RecordType l, RecordType r) => RecordType.Join(l, r),
        _ => null,
    };

    protected static int Sum(IEnumerable<int> sizes) => (int)Math.Min(sizes.Sum(s => (long)s) + 1, int.MaxValue);

    protected static string NameOf(SchemaType type, int levels) => levels == 0 ? "…" : type.Name(levels - 1);
}

/// <summary>A boolean. A check may have found that it is always true or always false.</summary>
internal sealed class TruthType(bool? known) : SchemaType(0, 1)
{
    public bool? Known { get; } = known;

    public static TruthType Of(bool? known) => known switch { true => True, false => False, null => Bool };

    protected override string Name(int levels) => "Bool";
}

/// <summary>A number, a text, or a value of an extension.</summary>
internal sealed class SimpleType(string name) : SchemaType(0, 1)
{
    protected override string Name(int levels) => name;
}

/// <summary>A reference to an entity of one type.</summary>
internal sealed class EntityReference(string entityType) : SchemaType(0, 1)
{
    public string EntityType { get; } = entityType;

    protected override string Name(int levels) => EntityType;
}

/// <summary>A set whose items have one type.</summary>
internal sealed class SetType(SchemaType element) : SchemaType(element.Depth + 1, Sum([element.Size]))
{
    public SchemaType Element { get; } = element;

    protected override string Name(int levels) => $"Set<{NameOf(Element, levels)}>";
}

/// <summary>The type of one attribute, and whether every record has it.</summary>
internal readonly record struct AttributeType(SchemaType Type, bool IsRequired);

/// <summary>A record with these attributes and no others.</summary>
internal sealed class RecordType(IReadOnlyDictionary<string, AttributeType> attributes) : SchemaType(
    attributes.Values.Select(a => a.Type.Depth).DefaultIfEmpty(0).Max() + 1, Sum(attributes.Values.Select(a => a.Type.Size)))
{
    public static readonly RecordType Empty = new(new Dictionary<string, AttributeType>());

    public IReadOnlyDictionary<string, AttributeType> Attributes { get; } = attributes;

    /// <summary>An attribute's name in the form that it has in a schema and after <c>has</c>.</summary>
    public static string Written(string name) =>
        CedarText.IsName(name) && !name.Contains(':', StringComparison.Ordinal) ? name : CedarText.Quote(name);

    public static RecordType? Join(RecordType left, RecordType right)
    {
        if (left.Attributes.Count != right.Attributes.Count)
        {
            return null;
        }

        var joined = new Dictionary<string, AttributeType>(StringComparer.Ordinal);
        foreach (var (name, attribute) in left.Attributes)
        {
            if (!right.Attributes.TryGetValue(name, out var other) || other.IsRequired != attribute.IsRequired
                || Join(attribute.Type, other.Type) is not { } type)
            {
                return null;
            }

            joined.Add(name, attribute with { Type = type });
        }

        return new RecordType(joined);
    }

    protected override string Name(int levels)
    {
        const int Few = 3;
        var names = Attributes.Take(Few).Select(a =>
            $"{Written(a.Key)}{(a.Value.IsRequired ? string.Empty : "?")}: {NameOf(a.Value.Type, levels)}");
        return Attributes.Count == 0 ? "{}" : $"{{ {string.Join(", ", names)}{(Attributes.Count > Few ? ", …" : string.Empty)} }}";
    }
}
