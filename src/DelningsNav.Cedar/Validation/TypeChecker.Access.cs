using System.Collections.Immutable;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Schema;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Validation;

/// <summary>The part for attributes and tags, and for what is known to exist.</summary>
internal sealed partial class TypeChecker
{
    private const int MaxSteps = 10;

    private Typed CheckAttribute(Attribute attribute, ImmutableHashSet<Capability> known)
    {
        if (Check(attribute.Target, known).Type is not { } target)
        {
            return null;
        }

        if (schema.AttributesOf(target) is not { } attributes)
        {
            return Expected("a record or an entity", attribute.Target, target);
        }

        var name = attribute.Name;
        if (!attributes.TryGetValue(name, out var found))
        {
            problems.Add(attribute.Span, Missing(attribute, target, attributes.Keys));
            return null;
        }

        if (found.IsRequired || known.Contains(AttributeOf(shapes.Of(attribute.Target), name)))
        {
            return found.Type;
        }

        problems.Add(
            attribute.Span,
            $"`{problems.Quote(attribute)}` is optional; "
            + $"test `{problems.Quote(attribute.Target)} has {RecordType.Written(name)}` before reading it");
        return null;
    }

    // A policy may allow several kinds of requests. The message therefore names the kind for which the attribute is missing.
    private string Missing(Attribute attribute, SchemaType target, IEnumerable<string> known)
    {
        var (written, name) = (problems.Quote(attribute.Target), CedarText.Quote(attribute.Name));
        var hint = Spelling.Hint(attribute.Name, known);
        return (target, attribute.Target) switch
        {
            (EntityReference { EntityType: var type }, _) when schema.ActionTypes.Contains(type) =>
                $"`{problems.Quote(attribute)}` cannot be read, since actions have no attributes",
            (EntityReference { EntityType: var type }, _) => $"`{written}` is {type}, which has no attribute {name}{hint}",
            (_, Variable { Name: VariableName.Context }) => $"the context of `{request.Action.Uid}` has no attribute {name}{hint}",
            _ => $"`{written}` has no attribute {name}{hint}",
        };
    }

    // Each step may rely on the steps before it: `a has b.c` tests `a has b`, and then `a.b has c`.
    private Typed CheckHas(Has has, ImmutableHashSet<Capability> known)
    {
        var (target, shape) = (Check(has.Target, known).Type, shapes.Of(has.Target));
        Typed whole = SchemaType.True;
        foreach (var name in has.Path)
        {
            if (target is null || schema.AttributesOf(target) is not { } attributes)
            {
                NoteNothingInside(has, name, target);
                return whole with { Type = null };
            }

            if (!attributes.TryGetValue(name, out var found))
            {
                return SchemaType.False;
            }

            // An entity can be missing from the store, and then it has no attributes. A record always has its required attributes.
            var capability = AttributeOf(shape, name);
            var certain = known.Contains(capability) || (found.IsRequired && target is RecordType);
            whole = Both(whole, new Typed(TruthType.Of(certain ? true : null), [capability]));
            known = known.Add(capability);
            (target, shape) = (found.Type, shapes.Attribute(shape, name));
        }

        return whole;
    }

    private Typed CheckTag(Tag tag, ImmutableHashSet<Capability> known)
    {
        var entity = CheckEntity(tag.Target, known);
        if (!Demand(tag.Key, known, SchemaType.String) || entity is null)
        {
            return null;
        }

        var type = schema.EntityTypes.GetValueOrDefault(entity)?.Tags;
        var capability = new Capability(shapes.Of(tag.Target), shapes.Of(tag.Key), IsTag: true);
        if (type is null)
        {
            if (tag.OnlyTest)
            {
                return SchemaType.False;
            }

            problems.Add(tag.Span, $"entities of the type {entity} have no tags");
            return null;
        }

        if (tag.OnlyTest)
        {
            return new Typed(TruthType.Of(known.Contains(capability) ? true : null), [capability]);
        }

        if (!known.Contains(capability))
        {
            problems.Add(
                tag.Span,
                $"the tag may be missing; test `{problems.Quote(tag.Target)}.hasTag({problems.Quote(tag.Key)})` before reading it");
            return null;
        }

        return type;
    }

    // The text before a step of a path is put together from its parts.
    private void NoteNothingInside(Has has, string name, SchemaType? type)
    {
        if (type is not null)
        {
            var before = has.Path.TakeWhile(step => !ReferenceEquals(step, name)).Take(MaxSteps).Select(step => $".{step}");
            problems.Add(has.Span, $"expected a record or an entity, but `{problems.Quote(has.Target)}{string.Concat(before)}` is {type}");
        }
    }

    // The name of the entity's type, or null after noting that it is not an entity.
    private string? CheckEntity(Expression expression, ImmutableHashSet<Capability> known)
    {
        var type = Check(expression, known).Type;
        if (type is not (null or EntityReference))
        {
            Expected("an entity", expression, type);
        }

        return (type as EntityReference)?.EntityType;
    }

    private Capability AttributeOf(int target, string name) => new(target, shapes.Text(name), IsTag: false);
}
