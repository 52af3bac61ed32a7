using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Schema;

/// <summary>Parses a schema, without looking up its names.</summary>
internal sealed class SchemaParser
{
    private readonly TokenCursor _cursor;
    private readonly TypeParser _types;
    private readonly SchemaText _schema = new();

    private SchemaParser(TokenCursor cursor)
    {
        _cursor = cursor;
        _types = new TypeParser(cursor);
    }

    public static SchemaText Parse(string text, Problems problems)
    {
        var parser = new SchemaParser(new TokenCursor(text, problems, isSchema: true));
        parser.ParseAll();
        return parser._schema;
    }

    private void ParseAll()
    {
        while (_cursor.Kind != TokenKind.End && !_cursor.Problems.IsFull)
        {
            _types.SkipAnnotations();
            if (_cursor.TakeWord("namespace"))
            {
                ParseNamespace();
            }
            else
            {
                ParseDeclaration(string.Empty, "`namespace`, `entity`, `action` or `type`");
            }

            Recover();
        }
    }

    private void ParseNamespace()
    {
        var path = _types.ParsePath("the namespace's name");
        if (path.Text.Split("::").Contains("__cedar"))
        {
            _cursor.Problems.Add(path.Span, "`__cedar` is Cedar's own namespace; choose another name");
        }

        _schema.Namespaces.Add(path);
        _cursor.Expect(TokenKind.OpenBrace, "`{`");
        while (!_cursor.IsLost && _cursor.Kind is not (TokenKind.CloseBrace or TokenKind.End) && !_cursor.Problems.IsFull)
        {
            _types.SkipAnnotations();
            ParseDeclaration(path.Text, "`entity`, `action`, `type` or `}`");
            Recover();
        }

        _cursor.Expect(TokenKind.CloseBrace, "`}`");
    }

    private void Recover()
    {
        if (_cursor.IsLost)
        {
            _cursor.SkipToNextPolicy();
        }
    }

    private void ParseDeclaration(string space, string expected)
    {
        if (_cursor.TakeWord("entity"))
        {
            ParseEntities(space);
        }
        else if (_cursor.TakeWord("action"))
        {
            ParseActions(space);
        }
        else if (_cursor.TakeWord("type"))
        {
            var (name, span) = _types.ParseIdentifier("the type's name");
            _cursor.Expect(TokenKind.SingleEqual, "`=`");
            _schema.Types.Add(new TypeDeclaration(space, name, span, _types.ParseType()));
            _cursor.Expect(TokenKind.Semicolon, "`;`");
        }
        else
        {
            _cursor.GetLost(expected);
        }
    }

    private void ParseEntities(string space)
    {
        var names = ParseSeveral(() => _types.ParseIdentifier("an entity type's name"));
        if (_cursor.TakeWord("enum"))
        {
            _cursor.Expect(TokenKind.OpenBracket, "`[`");
            var ids = ParseSeveral(() => _types.ParseText("an entity's id as a string"));
            _cursor.Expect(TokenKind.CloseBracket, "`,` or `]`");
            _cursor.Expect(TokenKind.Semicolon, "`;`");
            _schema.Entities.AddRange(
                names.Select(n => new EntityDeclaration(space, n.Name, n.Span, [], RecordSyntax.Empty, null, ids)));
            return;
        }

        var parents = _cursor.TakeWord("in") ? _types.ParsePaths() : [];
        var hasShape = _cursor.Take(TokenKind.SingleEqual) || _cursor.Kind == TokenKind.OpenBrace;
        var shape = hasShape ? _types.ParseRecord() : RecordSyntax.Empty;
        var tags = _cursor.TakeWord("tags") ? _types.ParseType() : null;
        _cursor.Expect(TokenKind.Semicolon, "`;`");
        _schema.Entities.AddRange(names.Select(n => new EntityDeclaration(space, n.Name, n.Span, parents, shape, tags, null)));
    }

    private void ParseActions(string space)
    {
        var names = ParseSeveral(() => _types.ParseName("an action's name"));
        var parents = _cursor.TakeWord("in") ? ParseActionReferences() : [];
        var appliesTo = _cursor.TakeWord("appliesTo") ? ParseAppliesTo() : null;
        if (_cursor.TakeWord("attributes"))
        {
            _cursor.Expect(TokenKind.OpenBrace, "`{`");
            _cursor.Expect(TokenKind.CloseBrace, "`}`, since an action has no attributes");
        }

        _cursor.Expect(TokenKind.Semicolon, "`;`");
        _schema.Actions.AddRange(names.Select(n => new ActionDeclaration(space, n.Name, n.Span, parents, appliesTo)));
    }

    private ActionReference[] ParseActionReferences()
    {
        if (!_cursor.Take(TokenKind.OpenBracket))
        {
            return [ParseActionReference()];
        }

        var references = ParseSeveral(ParseActionReference);
        _cursor.Expect(TokenKind.CloseBracket, "`,` or `]`");
        return references;
    }

    // `view`, `"view"` or `Space::Action::"view"`.
    private ActionReference ParseActionReference()
    {
        var start = _cursor.Current.Span.Start;
        if (_cursor.Kind != TokenKind.Identifier || _cursor.Peek(1) != TokenKind.DoubleColon)
        {
            var (name, span) = _types.ParseName("an action");
            return new ActionReference(null, name, span);
        }

        var path = _types.ParsePath("an action");
        _cursor.Expect(TokenKind.DoubleColon, "`::` and the action's id as a string");
        var id = _types.ParseText("the action's id as a string");
        return new ActionReference(path.Text, id, _cursor.SpanFrom(start));
    }

    private AppliesTo ParseAppliesTo()
    {
        var open = _cursor.Current.Span;
        _cursor.Expect(TokenKind.OpenBrace, "`{`");
        var given = new Dictionary<string, TypePath[]>(StringComparer.Ordinal);
        TypeSyntax? context = null;
        do
        {
            var (word, span) = _cursor.ExpectIdentifier("`principal`, `resource` or `context`");
            if (word is not ("principal" or "resource" or "context"))
            {
                _cursor.GetLostAt(span, $"expected `principal`, `resource` or `context`, found `{word}`");
            }

            _cursor.Expect(TokenKind.Colon, "`:`");
            var twice = word == "context" ? context is not null : given.ContainsKey(word);
            Note(twice, span, $"`appliesTo` names `{word}` twice");
            if (word == "context")
            {
                context = _cursor.Kind == TokenKind.OpenBrace
                    ? _types.ParseRecord()
                    : new NamedSyntax(_types.ParsePath("a record or its name"));
            }
            else
            {
                given[word] = _types.ParsePaths();
                Note(
                    given[word].Length == 0,
                    span,
                    $"the action applies to no {word}; name at least one entity type, or leave `appliesTo` out");
            }
        }
        while (_cursor.Take(TokenKind.Comma) && _cursor.Kind != TokenKind.CloseBrace);

        _cursor.Expect(TokenKind.CloseBrace, "`,` or `}`");
        Note(!given.ContainsKey("principal"), open, "`appliesTo` lacks `principal`");
        Note(!given.ContainsKey("resource"), open, "`appliesTo` lacks `resource`");
        return new AppliesTo(
            given.GetValueOrDefault("principal", []), given.GetValueOrDefault("resource", []), context ?? RecordSyntax.Empty);
    }

    private T[] ParseSeveral<T>(Func<T> parse)
    {
        var several = new List<T>();
        do
        {
            several.Add(parse());
        }
        while (_cursor.Take(TokenKind.Comma));

        return [.. several];
    }

    private void Note(bool wrong, SourceSpan span, string message)
    {
        if (wrong && !_cursor.IsLost)
        {
            _cursor.Problems.Add(span, message);
        }
    }
}
