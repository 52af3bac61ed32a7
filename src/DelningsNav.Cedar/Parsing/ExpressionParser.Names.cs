using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Extensions;

namespace DelningsNav.Cedar.Parsing;

/// <summary>The part of the expression parser for expressions that begin with an identifier.</summary>
internal sealed partial class ExpressionParser
{
    private Expression ParseNamed(int start)
    {
        var span = cursor.Current.Span;
        if (cursor.Peek(1) != TokenKind.DoubleColon && TakeLiteralOrVariable(span) is { } found)
        {
            return found;
        }

        var parts = new List<string> { Checked(cursor.CurrentText.ToString(), span) };
        cursor.Take(TokenKind.Identifier);
        while (cursor.Take(TokenKind.DoubleColon))
        {
            var token = cursor.Current.Span;
            if (cursor.Take(TokenKind.Text))
            {
                var id = StringEscapes.Text(cursor.Text, token, cursor.Problems);
                return new Literal(cursor.SpanFrom(start), CedarValue.Of(new EntityUid(string.Join("::", parts), id)));
            }

            var (part, partSpan) = cursor.ExpectIdentifier("an entity's id as a string, or a further part of the name");
            parts.Add(Checked(part, partSpan));
        }

        var name = string.Join("::", parts);
        span = cursor.SpanFrom(start);
        if (cursor.Take(TokenKind.OpenParen))
        {
            var arguments = ParseList(TokenKind.CloseParen, "`)`");
            return MakeExtensionCall(cursor.SpanFrom(start), name, span, CallStyle.Function, arguments);
        }

        Note(span, CedarText.IsName(name)
            ? $"`{name}` is not a variable; the variables are principal, action, resource and context, "
                + $"and an entity is written `{name}::\"id\"`"
            : $"`{name}` is not allowed here");
        return new Unreadable(span);
    }

    private Expression? TakeLiteralOrVariable(SourceSpan span)
    {
        Expression? found = cursor.CurrentText switch
        {
            "true" => new Literal(span, CedarValue.Bool.True),
            "false" => new Literal(span, CedarValue.Bool.False),
            "principal" => new Variable(span, VariableName.Principal),
            "action" => new Variable(span, VariableName.Action),
            "resource" => new Variable(span, VariableName.Resource),
            "context" => new Variable(span, VariableName.Context),
            _ => null,
        };
        if (found is null)
        {
            return null;
        }

        cursor.Take(TokenKind.Identifier);
        return found;
    }

    private string Checked(string word, SourceSpan span)
    {
        if (CedarText.IsReserved(word))
        {
            Note(span, $"`{word}` is a reserved word and cannot be used as a name");
        }

        return word;
    }

    // While the cursor is lost, it returns words that the author did not write.
    private void Note(SourceSpan span, string message)
    {
        if (!cursor.IsLost)
        {
            cursor.Problems.Add(span, message);
        }
    }
}
