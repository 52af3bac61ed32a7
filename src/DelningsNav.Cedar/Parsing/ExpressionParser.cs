using System.Runtime.CompilerServices;
using DelningsNav.Cedar.Evaluation;

namespace DelningsNav.Cedar.Parsing;

/// <summary>Parses expressions, from the loosest binding to the tightest. The tightest are in the other parts of the class.</summary>
/// <remarks>
/// Nesting is limited. A hostile text is therefore reported and cannot exhaust the stack. One level takes at most about
/// 3.5 KB of stack in an unoptimized build. Chains of one operator are parsed in a loop and have no limit.
/// </remarks>
internal sealed partial class ExpressionParser(TokenCursor cursor)
{
    /// <summary>How deep parentheses, brackets, braces, arguments and <c>if</c> may be nested.</summary>
    public const int MaxNesting = 200;

    private int _nesting;

    public Expression Parse()
    {
        var start = cursor.Current.Span.Start;
        if (_nesting == MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            cursor.GetLostBecause($"the expression is nested too deeply; at most {MaxNesting} levels are allowed");
            return new Unreadable(new SourceSpan(start, start));
        }

        _nesting++;
        var expression = cursor.TakeWord("if") ? ParseConditional(start) : ParseOr();
        _nesting--;
        return expression;
    }

    private Conditional ParseConditional(int start)
    {
        var test = Parse();
        cursor.ExpectWord("then");
        var then = Parse();
        cursor.ExpectWord("else");
        var otherwise = Parse();
        return new Conditional(cursor.SpanFrom(start), test, then, otherwise);
    }

    private Expression ParseOr()
    {
        var start = cursor.Current.Span.Start;
        var first = ParseAnd();
        if (cursor.Kind != TokenKind.Or)
        {
            return first;
        }

        var operands = new List<Expression> { first };
        while (cursor.Take(TokenKind.Or))
        {
            operands.Add(ParseAnd());
        }

        return new Or(cursor.SpanFrom(start), [.. operands]);
    }

    private Expression ParseAnd()
    {
        var start = cursor.Current.Span.Start;
        var first = ParseRelation();
        if (cursor.Kind != TokenKind.And)
        {
            return first;
        }

        var operands = new List<Expression> { first };
        var spans = new List<SourceSpan> { cursor.SpanFrom(start) };
        while (cursor.Take(TokenKind.And))
        {
            var operandStart = cursor.Current.Span.Start;
            operands.Add(ParseRelation());
            spans.Add(cursor.SpanFrom(operandStart));
        }

        return new And(cursor.SpanFrom(start), [.. operands], [.. spans]);
    }

    private Expression ParseRelation()
    {
        var start = cursor.Current.Span.Start;
        var left = ParseSum();
        var relation = ParseRelationAfter(start, left);
        if (!ReferenceEquals(relation, left) && AtRelation())
        {
            cursor.GetLostBecause("relations cannot be chained; use parentheses to say what is compared with what");
        }

        return relation;
    }

    private bool AtRelation() =>
        cursor.Kind is TokenKind.Equal or TokenKind.NotEqual or TokenKind.SingleEqual
            or TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual
        || cursor.AtWord("in") || cursor.AtWord("has") || cursor.AtWord("like") || cursor.AtWord("is");

    private Expression ParseRelationAfter(int start, Expression left)
    {
        var kind = cursor.Kind;
        if (kind is TokenKind.Equal or TokenKind.NotEqual)
        {
            cursor.Take(kind);
            var other = ParseSum();
            return new Equality(cursor.SpanFrom(start), left, other, kind == TokenKind.NotEqual);
        }

        if (kind is TokenKind.SingleEqual)
        {
            cursor.GetLostBecause("`=` is not an operator; use `==` to compare");
            return left;
        }

        return OrderOf(kind) is { } order ? ParseComparison(start, left, order) : ParseWordRelation(start, left);
    }

    private static Order? OrderOf(TokenKind kind) =>
        kind is TokenKind.Less ? Order.Less
        : kind is TokenKind.LessOrEqual ? Order.LessOrEqual
        : kind is TokenKind.Greater ? Order.Greater
        : kind is TokenKind.GreaterOrEqual ? Order.GreaterOrEqual
        : null;

    private Comparison ParseComparison(int start, Expression left, Order order)
    {
        cursor.Take(cursor.Kind);
        var right = ParseSum();
        return new Comparison(cursor.SpanFrom(start), order, left, right);
    }

    private Expression ParseWordRelation(int start, Expression left)
    {
        if (cursor.TakeWord("in"))
        {
            var right = ParseSum();
            return new In(cursor.SpanFrom(start), left, right);
        }

        if (cursor.TakeWord("has"))
        {
            var path = ParseHasPath();
            return new Has(cursor.SpanFrom(start), left, path);
        }

        if (cursor.TakeWord("like"))
        {
            var token = cursor.Current.Span;
            return cursor.Expect(TokenKind.Text, "a string with the pattern")
                ? new Like(cursor.SpanFrom(start), left, StringEscapes.Pattern(cursor.Text, token, cursor.Problems))
                : left;
        }

        if (cursor.TakeWord("is"))
        {
            var type = ParseTypeName();
            var within = cursor.TakeWord("in") ? ParseSum() : null;
            return new Is(cursor.SpanFrom(start), left, type, within);
        }

        return left;
    }

    private string[] ParseHasPath()
    {
        var token = cursor.Current.Span;
        if (cursor.Take(TokenKind.Text))
        {
            return [StringEscapes.Text(cursor.Text, token, cursor.Problems)];
        }

        var path = new List<string>();
        do
        {
            path.Add(ParseAttributeName());
        }
        while (cursor.Take(TokenKind.Dot));

        return [.. path];
    }

    private Expression ParseSum()
    {
        var start = cursor.Current.Span.Start;
        var first = ParseProduct();
        if (cursor.Kind is not (TokenKind.Plus or TokenKind.Minus))
        {
            return first;
        }

        var rest = new List<Term>();
        while (cursor.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            var subtracted = cursor.Kind == TokenKind.Minus;
            cursor.Take(cursor.Kind);
            rest.Add(new Term(subtracted, ParseProduct()));
        }

        return new Sum(cursor.SpanFrom(start), first, [.. rest]);
    }

    private Expression ParseProduct()
    {
        var start = cursor.Current.Span.Start;
        var first = ParseUnary();
        var factors = new List<Expression>();
        while (cursor.Kind is TokenKind.Star or TokenKind.Slash or TokenKind.Percent)
        {
            if (cursor.Kind != TokenKind.Star)
            {
                cursor.Problems.Add(cursor.Current.Span, $"`{cursor.CurrentText}` is not supported; Cedar only multiplies");
            }

            cursor.Take(cursor.Kind);
            factors.Add(ParseUnary());
        }

        return factors.Count == 0 ? first : new Product(cursor.SpanFrom(start), [first, .. factors]);
    }
}
