namespace DelningsNav.Cedar.Parsing;

/// <summary>Divides a text of policies or a schema into tokens. Comments run from <c>//</c> to the end of the line.</summary>
internal sealed class Lexer(string text, Problems problems, bool isSchema = false)
{
    private readonly List<Token> _tokens = new(text.Length / 4);
    private int _at;

    public List<Token> ReadAll()
    {
        while (true)
        {
            SkipSpaceAndComments();
            var start = _at;
            var kind = _at == text.Length ? TokenKind.End : ReadToken();
            _tokens.Add(new Token(kind, new SourceSpan(start, _at)));
            if (kind == TokenKind.End)
            {
                return _tokens;
            }
        }
    }

    private void SkipSpaceAndComments()
    {
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
            else if (text[_at] == '/' && Next == '/')
            {
                var end = text.AsSpan(_at).IndexOfAny('\n', '\r');
                _at = end < 0 ? text.Length : _at + end;
            }
            else
            {
                return;
            }
        }
    }

    private char Next => _at + 1 < text.Length ? text[_at + 1] : '\0';

    private TokenKind ReadToken()
    {
        var c = text[_at];
        if (CedarText.StartsIdentifier(c))
        {
            return Run(TokenKind.Identifier, CedarText.ContinuesIdentifier);
        }

        if (char.IsAsciiDigit(c))
        {
            return Run(TokenKind.Number, char.IsAsciiDigit);
        }

        return c switch
        {
            '"' => ReadText(),
            '?' when isSchema => Take(1, TokenKind.Question),
            '?' when CedarText.StartsIdentifier(Next) => Run(TokenKind.Slot, CedarText.ContinuesIdentifier),
            _ => ReadSign(c),
        };
    }

    private TokenKind Run(TokenKind kind, Func<char, bool> continues)
    {
        do
        {
            _at++;
        }
        while (_at < text.Length && continues(text[_at]));

        return kind;
    }

    private TokenKind ReadText()
    {
        var start = _at++;
        while (_at < text.Length && text[_at] != '"')
        {
            // A backslash escapes the next character, but never a line break.
            var escaped = text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] != '\n';
            _at += escaped ? 2 : 1;
        }

        if (_at >= text.Length)
        {
            _at = text.Length;
            problems.Add(start, "the string has no end");
            return TokenKind.Bad;
        }

        _at++;
        return TokenKind.Text;
    }

    private TokenKind ReadSign(char c) => (c, Next) switch
    {
        ('=', '=') => Take(2, TokenKind.Equal),
        ('!', '=') => Take(2, TokenKind.NotEqual),
        ('<', '=') => Take(2, TokenKind.LessOrEqual),
        ('>', '=') => Take(2, TokenKind.GreaterOrEqual),
        ('&', '&') => Take(2, TokenKind.And),
        ('|', '|') => Take(2, TokenKind.Or),
        (':', ':') => Take(2, TokenKind.DoubleColon),
        ('=', _) => Take(1, TokenKind.SingleEqual),
        ('!', _) => Take(1, TokenKind.Not),
        ('<', _) => Take(1, TokenKind.Less),
        ('>', _) => Take(1, TokenKind.Greater),
        (':', _) => Take(1, TokenKind.Colon),
        ('@', _) => Take(1, TokenKind.At),
        ('.', _) => Take(1, TokenKind.Dot),
        (',', _) => Take(1, TokenKind.Comma),
        (';', _) => Take(1, TokenKind.Semicolon),
        ('(', _) => Take(1, TokenKind.OpenParen),
        (')', _) => Take(1, TokenKind.CloseParen),
        ('{', _) => Take(1, TokenKind.OpenBrace),
        ('}', _) => Take(1, TokenKind.CloseBrace),
        ('[', _) => Take(1, TokenKind.OpenBracket),
        (']', _) => Take(1, TokenKind.CloseBracket),
        ('+', _) => Take(1, TokenKind.Plus),
        ('-', _) => Take(1, TokenKind.Minus),
        ('*', _) => Take(1, TokenKind.Star),
        ('/', _) => Take(1, TokenKind.Slash),
        ('%', _) => Take(1, TokenKind.Percent),
        _ => ReadUnknown(c),
    };

    private TokenKind Take(int length, TokenKind kind)
    {
        _at += length;
        return kind;
    }

    private TokenKind ReadUnknown(char c)
    {
        var whole = char.IsHighSurrogate(c) && char.IsLowSurrogate(Next) ? text.Substring(_at, 2) : c.ToString();
        problems.Add(_at, $"{CedarText.Quote(whole)} means nothing in a {(isSchema ? "schema" : "policy")}");
        return Take(whole.Length, TokenKind.Bad);
    }
}
