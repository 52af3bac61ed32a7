using System.Runtime.CompilerServices;
using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Schema;

/// <summary>Parses names, annotations and types of a schema.</summary>
internal sealed class TypeParser(TokenCursor cursor)
{
    private int _nesting;

    /// <summary>A type's name, a set or a record.</summary>
    public TypeSyntax ParseType()
    {
        if (_nesting == ExpressionParser.MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            cursor.GetLostBecause($"the type is nested too deeply; at most {ExpressionParser.MaxNesting} levels are allowed");
            return RecordSyntax.Empty;
        }

        _nesting++;
        var type = cursor.Kind == TokenKind.OpenBrace ? ParseRecord()
            : cursor.AtWord("Set") && cursor.Peek(1) == TokenKind.Less ? ParseSet()
            : (TypeSyntax)new NamedSyntax(ParsePath("a type"));
        _nesting--;
        return type;
    }

    /// <summary><c>{ name: Type, "other name"?: Type, }</c></summary>
    public RecordSyntax ParseRecord()
    {
        cursor.Expect(TokenKind.OpenBrace, "`{`");
        var attributes = new List<AttributeSyntax>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (cursor.Kind != TokenKind.CloseBrace && !cursor.IsLost)
        {
            SkipAnnotations();
            var (name, span) = ParseName("an attribute's name");
            var isRequired = !cursor.Take(TokenKind.Question);
            cursor.Expect(TokenKind.Colon, "`:`");
            attributes.Add(new AttributeSyntax(name, isRequired, ParseType()));
            if (!names.Add(name) && !cursor.IsLost)
            {
                cursor.Problems.Add(span, $"the record has the attribute {CedarText.Quote(name)} twice");
            }

            if (!cursor.Take(TokenKind.Comma))
            {
                break;
            }
        }

        cursor.Expect(TokenKind.CloseBrace, "`,` or `}`");
        return new RecordSyntax([.. attributes]);
    }

    /// <summary>Identifiers joined by <c>::</c>. A later check finds names that only Cedar itself may declare.</summary>
    public TypePath ParsePath(string expected)
    {
        var start = cursor.Current.Span.Start;
        var parts = new List<string>();
        do
        {
            parts.Add(ParseIdentifier(expected, allowCedar: true).Name);
            expected = "an identifier";
        }
        while (cursor.Kind == TokenKind.DoubleColon && cursor.Peek(1) != TokenKind.Text && cursor.Take(TokenKind.DoubleColon));

        return new TypePath(string.Join("::", parts), cursor.SpanFrom(start));
    }

    /// <summary>One path, or any number of paths within brackets.</summary>
    public TypePath[] ParsePaths()
    {
        if (!cursor.Take(TokenKind.OpenBracket))
        {
            return [ParsePath("an entity type or `[`")];
        }

        var paths = new List<TypePath>();
        if (cursor.Kind != TokenKind.CloseBracket)
        {
            do
            {
                paths.Add(ParsePath("an entity type"));
            }
            while (cursor.Take(TokenKind.Comma));
        }

        cursor.Expect(TokenKind.CloseBracket, "`,` or `]`");
        return [.. paths];
    }

    /// <summary>An identifier that is not reserved.</summary>
    public (string Name, SourceSpan Span) ParseIdentifier(string expected, bool allowCedar = false)
    {
        var (name, span) = cursor.ExpectIdentifier(expected);
        if (CedarText.IsReserved(name) && !(allowCedar && name == "__cedar") && !cursor.IsLost)
        {
            cursor.Problems.Add(span, $"`{name}` is a reserved word and cannot be used as a name");
        }

        return (name, span);
    }

    /// <summary>An identifier or any text within quotation marks.</summary>
    public (string Name, SourceSpan Span) ParseName(string expected)
    {
        var span = cursor.Current.Span;
        return cursor.Kind == TokenKind.Text ? (ParseText(expected), span) : ParseIdentifier(expected);
    }

    public string ParseText(string expected)
    {
        var span = cursor.Current.Span;
        return cursor.Expect(TokenKind.Text, expected) ? StringEscapes.Text(cursor.Text, span, cursor.Problems) : string.Empty;
    }

    /// <summary>Skips annotations, which have no effect. They must be well-formed, and each may occur only once.</summary>
    public void SkipAnnotations()
    {
        HashSet<string>? names = null;
        while (cursor.Take(TokenKind.At))
        {
            var (name, span) = cursor.ExpectIdentifier("an annotation's name");
            if (!(names ??= new HashSet<string>(StringComparer.Ordinal)).Add(name) && !cursor.IsLost)
            {
                cursor.Problems.Add(span, $"the annotation `{name}` is given twice");
            }

            if (cursor.Take(TokenKind.OpenParen))
            {
                ParseText("the annotation's value as a string");
                cursor.Expect(TokenKind.CloseParen, "`)`");
            }
        }
    }

    private SetSyntax ParseSet()
    {
        cursor.Take(TokenKind.Identifier);
        cursor.Take(TokenKind.Less);
        var element = ParseType();
        cursor.Expect(TokenKind.Greater, "`>`");
        return new SetSyntax(element);
    }
}
