namespace DelningsNav.Cedar.Parsing;

/// <summary>Reads the tokens of a text in order.</summary>
/// <remarks>
/// After an unexpected token the cursor is lost. It then returns only tokens that match nothing, so that every parsing method ends.
/// <see cref="SkipToNextPolicy"/> continues after the next semicolon.
/// </remarks>
internal sealed class TokenCursor(string text, Problems problems, bool isSchema = false)
{
    private readonly List<Token> _tokens = new Lexer(text, problems, isSchema).ReadAll();
    private int _at;

    public bool IsLost { get; private set; }

    public Token Current => IsLost ? new Token(TokenKind.Bad, _tokens[_at].Span) : _tokens[_at];

    public TokenKind Kind => IsLost ? TokenKind.Bad : _tokens[_at].Kind;

    /// <summary>The end of the token before the current one.</summary>
    public int LastEnd => _at == 0 ? 0 : _tokens[_at - 1].Span.End;

    public string Text => text;

    public Problems Problems => problems;

    public TokenKind Peek(int ahead) => IsLost ? TokenKind.Bad : _tokens[Math.Min(_at + ahead, _tokens.Count - 1)].Kind;

    public bool AtWord(string word) => Kind == TokenKind.Identifier && CurrentText.SequenceEqual(word);

    public ReadOnlySpan<char> CurrentText => text.AsSpan(Current.Span.Start, Current.Span.End - Current.Span.Start);

    public SourceSpan SpanFrom(int start) => new(start, Math.Max(start, LastEnd));

    public bool Take(TokenKind kind)
    {
        if (Kind != kind || kind == TokenKind.End)
        {
            return false;
        }

        _at++;
        return true;
    }

    public bool TakeWord(string word)
    {
        if (!AtWord(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Reads the token. If it is another token, notes what was expected and becomes lost.</summary>
    public bool Expect(TokenKind kind, string expected)
    {
        if (Take(kind))
        {
            return true;
        }

        GetLost(expected);
        return false;
    }

    public void ExpectWord(string word)
    {
        if (!TakeWord(word))
        {
            GetLost($"`{word}`");
        }
    }

    /// <summary>Reads any identifier, reserved or not, and returns it with its place.</summary>
    public (string Name, SourceSpan Span) ExpectIdentifier(string expected)
    {
        var (name, span) = (CurrentText.ToString(), Current.Span);
        return Expect(TokenKind.Identifier, expected) ? (name, span) : (string.Empty, span);
    }

    /// <summary>Notes once what was expected at the current token, and becomes lost.</summary>
    public void GetLost(string expected) => GetLostBecause($"expected {expected}, found {Describe()}");

    public void GetLostBecause(string message) => GetLostAt(Current.Span, message);

    public void GetLostAt(SourceSpan span, string message)
    {
        // The problem of a bad token is already noted, and while the cursor is lost every token is bad.
        if (Kind != TokenKind.Bad)
        {
            problems.Add(span, message);
        }

        IsLost = true;
    }

    public void SkipToNextPolicy()
    {
        IsLost = false;
        while (Kind is not (TokenKind.Semicolon or TokenKind.End))
        {
            _at++;
        }

        Take(TokenKind.Semicolon);
    }

    private string Describe()
    {
        const int Enough = 40;
        if (Kind == TokenKind.End)
        {
            return "the end of the text";
        }

        var found = CurrentText.ToString();
        return $"`{(found.Length > Enough ? found[..Enough] + "…" : found)}`";
    }
}
