using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

/// <summary><c>a like "b*c"</c></summary>
internal sealed class Like(SourceSpan span, Expression target, Pattern pattern) : Expression(span, Over(target))
{
    public Expression Target { get; } = target;

    public Pattern Pattern { get; } = pattern;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var value = Target.Evaluate(evaluator);
        if (value is not CedarValue.String text)
        {
            return value is null ? null : evaluator.WrongType("string", value);
        }

        return CedarValue.Of(Pattern.Matches(text.Value));
    }
}

/// <summary>A text with wildcards, each of which matches any text, including the empty text.</summary>
/// <param name="parts">The texts between the wildcards, in order. A single part means that there is no wildcard.</param>
internal sealed class Pattern(IReadOnlyList<string> parts)
{
    private readonly string[] _parts = [.. parts];

    public IReadOnlyList<string> Parts => _parts;

    /// <summary>Whether the pattern matches the whole text. Each part is matched at the first place where it occurs.</summary>
    public bool Matches(string text)
    {
        if (_parts.Length == 1)
        {
            return text == _parts[0];
        }

        var (first, last) = (_parts[0], _parts[^1]);
        if (text.Length < first.Length + last.Length
            || !text.StartsWith(first, StringComparison.Ordinal) || !text.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
