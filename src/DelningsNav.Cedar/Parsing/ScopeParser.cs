using DelningsNav.Cedar.Evaluation;

namespace DelningsNav.Cedar.Parsing;

/// <summary>Parses <c>(principal …, action …, resource …)</c>.</summary>
internal sealed class ScopeParser(TokenCursor cursor, ExpressionParser expressions)
{
    private static readonly string[] Variables = ["principal", "action", "resource"];

    public Scope Parse()
    {
        var constraints = new[] { ScopeConstraint.Any, ScopeConstraint.Any, ScopeConstraint.Any };
        cursor.Expect(TokenKind.OpenParen, "`(`");
        var given = 0;
        while (cursor.Kind != TokenKind.CloseParen && !cursor.IsLost)
        {
            var (name, span) = cursor.ExpectIdentifier($"`{Variables[Math.Min(given, Variables.Length - 1)]}`");
            CheckVariable(given, name, span);
            var constraint = ParseConstraint(name) with { Span = cursor.SpanFrom(span.Start) };
            if (given < constraints.Length)
            {
                constraints[given] = constraint;
            }

            given++;
            if (!cursor.Take(TokenKind.Comma))
            {
                break;
            }
        }

        for (var missing = given; missing < Variables.Length && cursor.Kind == TokenKind.CloseParen; missing++)
        {
            cursor.Problems.Add(cursor.Current.Span, $"the scope lacks `{Variables[missing]}`");
        }

        cursor.Expect(TokenKind.CloseParen, "`,` or `)`");
        return new Scope(constraints[0], constraints[1], constraints[2]);
    }

    private void CheckVariable(int index, string name, SourceSpan span)
    {
        if (cursor.IsLost)
        {
            return;
        }

        if (index >= Variables.Length)
        {
            cursor.Problems.Add(span, $"the scope has three parts; `{name}` is one too many");
        }
        else if (name != Variables[index])
        {
            cursor.Problems.Add(span, $"expected `{Variables[index]}` as part {index + 1} of the scope, found `{name}`");
        }
    }

    private ScopeConstraint ParseConstraint(string variable)
    {
        if (cursor.Kind == TokenKind.Colon)
        {
            cursor.GetLostBecause($"types are not declared with `:`; write `{variable} is Type`");
            return ScopeConstraint.Any;
        }

        var isSpan = cursor.Current.Span;
        var type = cursor.TakeWord("is") ? expressions.ParseTypeName() : null;
        if (type is not null && variable == "action")
        {
            cursor.Problems.Add(isSpan, "`is` cannot be used for the action in the scope");
        }

        var operatorSpan = cursor.Current.Span;
        if (cursor.Take(TokenKind.Equal))
        {
            if (type is not null)
            {
                cursor.Problems.Add(operatorSpan, "`is` and `==` cannot be used together in the scope");
            }

            return ParseEntities(ScopeKind.Equal, null, variable);
        }

        if (cursor.TakeWord("in"))
        {
            return ParseEntities(type is null ? ScopeKind.In : ScopeKind.IsIn, type, variable);
        }

        return type is null ? ScopeConstraint.Any : new ScopeConstraint(ScopeKind.Is, type, []);
    }

    // The right-hand side is parsed like any expression, so that the message about a wrong expression can name what it is.
    private ScopeConstraint ParseEntities(ScopeKind kind, string? type, string variable)
    {
        if (cursor.Kind == TokenKind.Slot)
        {
            return ParseSlot(kind, type, variable);
        }

        var several = kind == ScopeKind.In && variable == "action";
        var start = cursor.Current.Span.Start;
        var expression = expressions.Parse();
        var span = cursor.SpanFrom(start);
        if (expression is SetExpression set && several)
        {
            return new ScopeConstraint(kind, type, [.. set.Items.SelectMany(item => EntityOf(item, item.Span, variable, "an entity"))])
            {
                IsList = true,
            };
        }

        return new ScopeConstraint(
            kind, type, [.. EntityOf(expression, span, variable, several ? "an entity or a set of entities" : "an entity")]);
    }

    private ScopeConstraint ParseSlot(ScopeKind kind, string? type, string variable)
    {
        var slot = cursor.CurrentText.ToString();
        if (variable == "action")
        {
            cursor.Problems.Add(cursor.Current.Span, "the action cannot be a slot; only the principal and the resource can");
        }
        else if (slot != $"?{variable}")
        {
            cursor.Problems.Add(cursor.Current.Span, $"the slot for `{variable}` is `?{variable}`, not `{slot}`");
        }

        cursor.Take(TokenKind.Slot);
        return new ScopeConstraint(kind, type, []) { IsSlot = true };
    }

    private IEnumerable<EntityUid> EntityOf(Expression expression, SourceSpan span, string variable, string expected)
    {
        if (expression is Literal { Value: CedarValue.Entity entity })
        {
            if (variable == "action" && !entity.Uid.IsAction)
            {
                cursor.Problems.Add(span, $"`{entity}` is not an action; an action's type ends with `Action`");
            }

            return [entity.Uid];
        }

        // The problem of an unreadable expression is already noted.
        if (expression is not Unreadable && !cursor.IsLost)
        {
            cursor.Problems.Add(span, $"the scope can compare `{variable}` only with {expected}, written `Type::\"id\"`");
        }

        return [];
    }
}
