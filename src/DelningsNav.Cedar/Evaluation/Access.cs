using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

/// <summary><c>a.name</c> and <c>a["name"]</c>, of a record or an entity.</summary>
internal sealed class Attribute(SourceSpan span, Expression target, string name) : Expression(span, Over(target))
{
    // The place where the attribute was found last. RecordLayout.Find tries it first.
    private int _guess;

    public Expression Target { get; } = target;

    public string Name { get; } = name;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var value = Target.Evaluate(evaluator);
        if (value is null)
        {
            return null;
        }

        if (value is CedarValue.Record record)
        {
            return record.Find(Name, ref _guess) ?? evaluator.Because($"record does not have the attribute `{Name}`");
        }

        if (value is not CedarValue.Entity entity)
        {
            return evaluator.WrongType("record or (entity)", value);
        }

        if (evaluator.Find(entity) is not { } node)
        {
            return evaluator.Because($"entity `{entity}` does not exist");
        }

        return node.Entity.Attributes.Find(Name, ref _guess) ?? evaluator.Because($"`{entity}` does not have the attribute `{Name}`");
    }
}

/// <summary><c>a has name</c> and <c>a has one.two.three</c>: whether the attributes exist, each within the attribute before it.</summary>
internal sealed class Has(SourceSpan span, Expression target, string[] path) : Expression(span, Over(target))
{
    // The places where the names were found last. RecordLayout.Find tries them first.
    private readonly int[] _guesses = new int[path.Length];

    public Expression Target { get; } = target;

    public string[] Path { get; } = path;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var value = Target.Evaluate(evaluator);
        for (var i = 0; i < Path.Length; i++)
        {
            if (value is null)
            {
                return null;
            }

            var attributes = value is CedarValue.Entity entity
                ? evaluator.Find(entity)?.Entity.Attributes ?? CedarValue.Record.Empty
                : value as CedarValue.Record;
            if (attributes is null)
            {
                return evaluator.WrongType("record or (entity)", value);
            }

            value = attributes.Find(Path[i], ref _guesses[i]);
            if (value is null)
            {
                return CedarValue.Bool.False;
            }
        }

        return CedarValue.Bool.True;
    }
}

/// <summary><c>a.hasTag(b)</c> and <c>a.getTag(b)</c>. Only <c>getTag</c> fails when the entity or the tag does not exist.</summary>
internal sealed class Tag(SourceSpan span, Expression target, Expression key, bool onlyTest) : Expression(span, Over(target, key))
{
    public Expression Target { get; } = target;

    public Expression Key { get; } = key;

    public bool OnlyTest { get; } = onlyTest;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var target = Target.Evaluate(evaluator);
        if (target is null)
        {
            return null;
        }

        var key = Key.Evaluate(evaluator);
        if (key is null)
        {
            return null;
        }

        if (target is not CedarValue.Entity entity)
        {
            return evaluator.WrongType("(entity)", target);
        }

        return key is CedarValue.String name ? Find(entity, name.Value, evaluator) : evaluator.WrongType("string", key);
    }

    private CedarValue? Find(CedarValue.Entity entity, string name, Evaluator evaluator)
    {
        var node = evaluator.Find(entity);
        CedarValue? value = null;
        var found = node is not null && node.Entity.Tags.TryGet(name, out value);
        if (OnlyTest)
        {
            return CedarValue.Of(found);
        }

        return found ? value : evaluator.Because(node is null
            ? $"entity `{entity}` does not exist"
            : $"`{entity}` does not have the tag {CedarText.Quote(name)}");
    }
}
