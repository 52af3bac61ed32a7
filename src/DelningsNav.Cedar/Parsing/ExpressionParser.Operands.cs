using System.Diagnostics;
using System.Globalization;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Extensions;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Parsing;

/// <summary>The part of the expression parser for the tightest bindings: signs, access, calls and literals.</summary>
internal sealed partial class ExpressionParser
{
    private const int MaxSigns = 4;

    /// <summary>Parses a name that may be an entity type: identifiers that are not reserved, joined by <c>::</c>.</summary>
    public string ParseTypeName()
    {
        var parts = new List<string>();
        var expected = "an entity type";
        do
        {
            var (part, span) = cursor.ExpectIdentifier(expected);
            parts.Add(Checked(part, span));
            expected = "an identifier";
        }
        while (cursor.Take(TokenKind.DoubleColon));

        return string.Join("::", parts);
    }

    private Expression ParseUnary()
    {
        var start = cursor.Current.Span.Start;
        var sign = cursor.Kind;
        if (sign is not (TokenKind.Not or TokenKind.Minus))
        {
            return ParseMember();
        }

        var count = 0;
        while (cursor.Take(sign))
        {
            count++;
        }

        if (count > MaxSigns)
        {
            cursor.Problems.Add(start, $"at most {MaxSigns} `{(sign == TokenKind.Not ? '!' : '-')}` are allowed in a row");
            count = MaxSigns;
        }

        var operand = ParseNegativeNumber(sign, ref count) ?? ParseMember();
        for (; count > 0; count--)
        {
            operand = sign == TokenKind.Not
                ? new Not(cursor.SpanFrom(start), operand)
                : new Negation(cursor.SpanFrom(start), operand);
        }

        return operand;
    }

    // A minus directly before digits belongs to the number, so that the least number of 64 bits can be written.
    private Literal? ParseNegativeNumber(TokenKind sign, ref int count)
    {
        if (sign != TokenKind.Minus || cursor.Kind != TokenKind.Number
            || cursor.Peek(1) is TokenKind.Dot or TokenKind.OpenBracket or TokenKind.OpenParen)
        {
            return null;
        }

        count--;
        return ParseNumber(negative: true);
    }

    private Expression ParseMember()
    {
        var start = cursor.Current.Span.Start;
        var expression = ParsePrimary();
        while (true)
        {
            if (cursor.Take(TokenKind.Dot))
            {
                var nameSpan = cursor.Current.Span;
                var name = ParseAttributeName();
                expression = cursor.Take(TokenKind.OpenParen)
                    ? MakeMethodCall(start, expression, name, nameSpan, ParseList(TokenKind.CloseParen, "`)`"))
                    : new Attribute(cursor.SpanFrom(start), expression, name);
            }
            else if (cursor.Take(TokenKind.OpenBracket))
            {
                var token = cursor.Current.Span;
                var name = cursor.Expect(TokenKind.Text, "an attribute's name as a string")
                    ? StringEscapes.Text(cursor.Text, token, cursor.Problems)
                    : string.Empty;
                cursor.Expect(TokenKind.CloseBracket, "`]`");
                expression = new Attribute(cursor.SpanFrom(start), expression, name);
            }
            else
            {
                if (cursor.Kind == TokenKind.OpenParen)
                {
                    cursor.GetLostBecause("only functions and methods can be called");
                }

                return expression;
            }
        }
    }

    private string ParseAttributeName()
    {
        var (name, span) = cursor.ExpectIdentifier("an attribute's name");
        return Checked(name, span);
    }

    private Expression MakeMethodCall(int start, Expression target, string name, SourceSpan nameSpan, Expression[] arguments)
    {
        var span = cursor.SpanFrom(start);
        var arity = name is "isEmpty" ? 0 : 1;
        var builtIn = name is "contains" or "containsAll" or "containsAny" or "isEmpty" or "getTag" or "hasTag";
        if (builtIn && arguments.Length != arity)
        {
            Note(nameSpan, $"`{name}` takes {(arity == 0 ? "no arguments" : "one argument")}, not {arguments.Length}");
            return new Unreadable(span);
        }

        return name switch
        {
            "contains" => new SetTest(span, SetQuestion.Contains, target, arguments[0]),
            "containsAll" => new SetTest(span, SetQuestion.ContainsAll, target, arguments[0]),
            "containsAny" => new SetTest(span, SetQuestion.ContainsAny, target, arguments[0]),
            "isEmpty" => new IsEmpty(span, target),
            "getTag" => new Tag(span, target, arguments[0], onlyTest: false),
            "hasTag" => new Tag(span, target, arguments[0], onlyTest: true),
            _ => MakeExtensionCall(span, name, nameSpan, CallStyle.Method, [target, .. arguments]),
        };
    }

    private Expression MakeExtensionCall(SourceSpan span, string name, SourceSpan nameSpan, CallStyle style, Expression[] arguments)
    {
        if (ExtensionFunction.Find(name) is { } function && function.Style == style)
        {
            return new ExtensionCall(span, function, arguments);
        }

        var isMethod = ExtensionFunction.Find(name)?.Style == CallStyle.Method
            || name is "contains" or "containsAll" or "containsAny" or "isEmpty" or "getTag" or "hasTag";
        Note(nameSpan, (style, isMethod, ExtensionFunction.Find(name)) switch
        {
            (CallStyle.Function, true, _) => $"`{name}` is a method; write `value.{name}(…)`",
            (CallStyle.Method, _, not null) => $"`{name}` is a function; write `{name}(…)`",
            (CallStyle.Function, _, _) => $"unknown function `{name}`",
            (CallStyle.Method, _, _) => $"unknown method `{name}`",
        });
        return new Unreadable(span);
    }

    private Expression ParsePrimary()
    {
        var start = cursor.Current.Span.Start;
        var token = cursor.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return ParseNumber(negative: false);
            case TokenKind.Text:
                cursor.Take(TokenKind.Text);
                return new Literal(token.Span, CedarValue.Of(StringEscapes.Text(cursor.Text, token.Span, cursor.Problems)));
            case TokenKind.Slot:
                cursor.Problems.Add(
                    token.Span, $"`{cursor.CurrentText}` is a slot; it is allowed only in the scope, directly after `==` or `in`");
                cursor.Take(TokenKind.Slot);
                return new Unreadable(token.Span);
            case TokenKind.OpenParen:
                cursor.Take(TokenKind.OpenParen);
                var inner = Parse();
                cursor.Expect(TokenKind.CloseParen, "`)`");
                return inner;
            case TokenKind.OpenBracket:
                cursor.Take(TokenKind.OpenBracket);
                var items = ParseList(TokenKind.CloseBracket, "`]`");
                return new SetExpression(cursor.SpanFrom(start), items);
            case TokenKind.OpenBrace:
                cursor.Take(TokenKind.OpenBrace);
                return ParseRecord(start);
            case TokenKind.Identifier:
                return ParseNamed(start);
            // An expression cannot begin with these tokens.
            case TokenKind.End or TokenKind.Bad or TokenKind.At or TokenKind.Dot or TokenKind.Comma or TokenKind.Semicolon
                or TokenKind.Colon or TokenKind.DoubleColon or TokenKind.CloseParen or TokenKind.CloseBrace or TokenKind.CloseBracket
                or TokenKind.Equal or TokenKind.NotEqual or TokenKind.SingleEqual or TokenKind.Less or TokenKind.LessOrEqual
                or TokenKind.Greater or TokenKind.GreaterOrEqual or TokenKind.And or TokenKind.Or or TokenKind.Plus or TokenKind.Minus
                or TokenKind.Star or TokenKind.Slash or TokenKind.Percent or TokenKind.Not or TokenKind.Question:
                cursor.GetLost("an expression");
                return new Unreadable(token.Span);
        }

        throw new UnreachableException();
    }

    private Literal ParseNumber(bool negative)
    {
        var span = cursor.Current.Span;
        var digits = cursor.CurrentText.ToString();
        cursor.Take(TokenKind.Number);
        var written = (negative ? "-" : string.Empty) + digits;
        if (!long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            cursor.Problems.Add(span, $"the number is too large; numbers lie between {long.MinValue} and {long.MaxValue}");
        }

        return new Literal(span, CedarValue.Of(value));
    }

    private Expression[] ParseList(TokenKind close, string closeText)
    {
        var items = new List<Expression>();
        while (cursor.Kind != close && !cursor.IsLost)
        {
            items.Add(Parse());
            if (!cursor.Take(TokenKind.Comma))
            {
                break;
            }
        }

        cursor.Expect(close, $"`,` or {closeText}");
        return [.. items];
    }

    private RecordExpression ParseRecord(int start)
    {
        var attributes = new List<KeyValuePair<string, Expression>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (cursor.Kind != TokenKind.CloseBrace && !cursor.IsLost)
        {
            var span = cursor.Current.Span;
            var name = cursor.Take(TokenKind.Text)
                ? StringEscapes.Text(cursor.Text, span, cursor.Problems)
                : ParseAttributeName();
            cursor.Expect(TokenKind.Colon, "`:`");
            var value = Parse();
            if (names.Add(name))
            {
                attributes.Add(KeyValuePair.Create(name, value));
            }
            else
            {
                Note(span, $"the record has the attribute {CedarText.Quote(name)} twice");
            }

            if (!cursor.Take(TokenKind.Comma))
            {
                break;
            }
        }

        cursor.Expect(TokenKind.CloseBrace, "`,` or `}`");
        return new RecordExpression(cursor.SpanFrom(start), [.. attributes]);
    }
}
