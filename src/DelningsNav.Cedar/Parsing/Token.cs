namespace DelningsNav.Cedar.Parsing;

internal enum TokenKind
{
    End,
    Identifier,
    Number,
    Text,
    Slot,
    At,
    Dot,
    Comma,
    Semicolon,
    Colon,
    DoubleColon,
    OpenParen,
    CloseParen,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Not,
    SingleEqual,

    /// <summary>The mark of an optional attribute, which occurs only in a schema.</summary>
    Question,

    /// <summary>Not a token. The problem is already noted.</summary>
    Bad,
}

internal readonly record struct Token(TokenKind Kind, SourceSpan Span);
