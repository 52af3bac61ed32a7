using System.Collections.Immutable;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Schema;

namespace DelningsNav.Cedar.Validation;

/// <summary>The part for operators that decide which operands are evaluated.</summary>
internal sealed partial class TypeChecker
{
    // Each operand may rely on all operands before it. After the whole expression, everything that any operand makes known is known.
    private Typed CheckAnd(And all, ImmutableHashSet<Capability> known)
    {
        Typed whole = SchemaType.True;
        var sound = true;
        foreach (var operand in all.Operands)
        {
            var next = CheckTruth(operand, known);
            whole = Both(whole, next);
            if (whole.Type is TruthType { Known: false })
            {
                return sound ? whole : null;
            }

            sound &= next.Type is not null;
            known = known.Union(next.Known);
        }

        return sound ? whole : whole with { Type = null };
    }

    // An operand with a problem counts as an unknown boolean, so that the rest is checked too.
    private static Typed Both(Typed left, Typed right) => ((left.Type as TruthType)?.Known, (right.Type as TruthType)?.Known) switch
    {
        (false, _) or (_, false) => SchemaType.False,
        (true, true) => new Typed(SchemaType.True, left.Known.Union(right.Known)),
        _ => new Typed(SchemaType.Bool, left.Known.Union(right.Known)),
    };

    // When the whole expression is true, only what every operand makes known is known.
    private Typed CheckOr(Or any, ImmutableHashSet<Capability> known)
    {
        Typed whole = SchemaType.False;
        var sound = true;
        foreach (var operand in any.Operands)
        {
            var next = CheckTruth(operand, known);
            whole = Either(whole, next);
            if (whole.Type is TruthType { Known: true })
            {
                return sound ? whole : null;
            }

            sound &= next.Type is not null;
        }

        return sound ? whole : null;
    }

    private static Typed Either(Typed left, Typed right) => ((left.Type as TruthType)?.Known, (right.Type as TruthType)?.Known) switch
    {
        (true, _) or (_, true) => SchemaType.True,
        (false, _) => right,
        (_, false) => left,
        _ => new Typed(SchemaType.Bool, left.Known.Intersect(right.Known)),
    };

    private Typed CheckConditional(Conditional choice, ImmutableHashSet<Capability> known)
    {
        var test = CheckTruth(choice.Test, known);
        if (test.Type is TruthType { Known: false })
        {
            return Check(choice.Otherwise, known);
        }

        var then = Check(choice.Then, known.Union(test.Known));
        then = then with { Known = then.Known.Union(test.Known) };
        if (test.Type is TruthType { Known: true })
        {
            return then;
        }

        var otherwise = Check(choice.Otherwise, known);
        if (test.Type is null || then.Type is null || otherwise.Type is null)
        {
            return null;
        }

        if (SchemaType.Join(then.Type, otherwise.Type) is { } type)
        {
            return new Typed(type, then.Known.Intersect(otherwise.Known));
        }

        problems.Add(choice.Span, $"both branches of an `if` must have one type; `then` is {then.Type} and `else` is {otherwise.Type}");
        return null;
    }
}
