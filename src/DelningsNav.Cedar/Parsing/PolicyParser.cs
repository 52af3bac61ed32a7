using DelningsNav.Cedar.Evaluation;

namespace DelningsNav.Cedar.Parsing;

/// <summary>Parses a text of policies and templates.</summary>
internal sealed class PolicyParser
{
    private readonly TokenCursor _cursor;
    private readonly ExpressionParser _expressions;
    private readonly ScopeParser _scopes;
    private readonly string? _source;
    private int _line = 1;
    private int _lineStart;
    private int _counted;

    private PolicyParser(TokenCursor cursor, string? source)
    {
        _cursor = cursor;
        _source = source;
        _expressions = new ExpressionParser(cursor);
        _scopes = new ScopeParser(cursor, _expressions);
    }

    /// <summary>The policies of the text, in order.</summary>
    /// <exception cref="CedarSyntaxException">Something in the text is not Cedar. Every problem that was found is named.</exception>
    public static List<PolicyBody> Parse(string text, string? source)
    {
        var problems = new Problems(text);
        var policies = new PolicyParser(new TokenCursor(text, problems), source).ParseAll();
        return problems.Any ? throw problems.ToException(source) : policies;
    }

    private List<PolicyBody> ParseAll()
    {
        var policies = new List<PolicyBody>();
        while (_cursor.Kind != TokenKind.End && !_cursor.Problems.IsFull)
        {
            policies.Add(ParsePolicy());
            if (_cursor.IsLost)
            {
                _cursor.SkipToNextPolicy();
            }
        }

        return policies;
    }

    private PolicyBody ParsePolicy()
    {
        var start = _cursor.Current.Span.Start;
        CountLines(start);
        var (annotations, withoutValue) = ParseAnnotations();
        var effect = ParseEffect();
        var scope = _scopes.Parse();
        var conditions = new List<Condition>();
        while (_cursor.Kind == TokenKind.Identifier)
        {
            conditions.Add(ParseCondition());
        }

        _cursor.Expect(TokenKind.Semicolon, "`when`, `unless` or `;`");
        var text = _cursor.SpanFrom(start).In(_cursor.Text);
        return new PolicyBody(effect, annotations, scope, [.. conditions], text, start, _source)
        {
            FirstLine = _line,
            FirstColumn = start - _lineStart + 1,
            WithoutValue = withoutValue,
        };
    }

    private void CountLines(int until)
    {
        var passed = _cursor.Text.AsSpan(_counted, until - _counted);
        _line += passed.Count('\n');
        _lineStart = passed.LastIndexOf('\n') is var last and >= 0 ? _counted + last + 1 : _lineStart;
        _counted = until;
    }

    private (Dictionary<string, string> Annotations, HashSet<string> WithoutValue) ParseAnnotations()
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        var withoutValue = new HashSet<string>(StringComparer.Ordinal);
        while (_cursor.Take(TokenKind.At))
        {
            var (name, span) = _cursor.ExpectIdentifier("an annotation's name");
            var value = string.Empty;
            if (_cursor.Take(TokenKind.OpenParen))
            {
                var token = _cursor.Current.Span;
                if (_cursor.Expect(TokenKind.Text, "the annotation's value as a string"))
                {
                    value = StringEscapes.Text(_cursor.Text, token, _cursor.Problems);
                }

                _cursor.Expect(TokenKind.CloseParen, "`)`");
            }
            else
            {
                withoutValue.Add(name);
            }

            if (!annotations.TryAdd(name, value) && !_cursor.IsLost)
            {
                _cursor.Problems.Add(span, $"the policy has the annotation `{name}` twice");
            }
        }

        return (annotations, withoutValue);
    }

    private Effect ParseEffect()
    {
        var (word, span) = _cursor.ExpectIdentifier("`permit` or `forbid`");
        if (word is not ("permit" or "forbid") && !_cursor.IsLost)
        {
            _cursor.Problems.Add(span, $"expected `permit` or `forbid`, found `{word}`");
        }

        return word == "permit" ? Effect.Permit : Effect.Forbid;
    }

    private Condition ParseCondition()
    {
        var (word, span) = _cursor.ExpectIdentifier("`when` or `unless`");
        if (word is not ("when" or "unless"))
        {
            _cursor.GetLostAt(span, $"expected `when`, `unless` or `;`, found `{word}`");
        }

        _cursor.Expect(TokenKind.OpenBrace, "`{`");
        var start = _cursor.Current.Span.Start;
        if (_cursor.Kind == TokenKind.CloseBrace)
        {
            _cursor.GetLostBecause($"the `{word}` is empty");
        }

        var body = _expressions.Parse();
        var bodySpan = _cursor.SpanFrom(start);
        if (body.Depth > Expression.MaxDepth)
        {
            _cursor.Problems.Add(span, $"the condition is nested too deeply; at most {Expression.MaxDepth} levels are allowed");
        }

        _cursor.Expect(TokenKind.CloseBrace, "`}`");
        return new Condition(word == "unless", body, bodySpan);
    }
}
