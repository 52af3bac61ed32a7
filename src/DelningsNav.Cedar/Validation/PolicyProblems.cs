using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Validation;

/// <summary>Gathers what is wrong with one policy. The same problem under several kinds of requests counts once.</summary>
internal sealed class PolicyProblems(CedarPolicy policy)
{
    private const int Limit = 100;
    private const int LongestQuote = 60;

    private readonly SortedSet<(int Position, string Message)> _errors = [];

    public bool Any => _errors.Count > 0;

    public void Add(SourceSpan span, string message)
    {
        if (_errors.Count < Limit)
        {
            _errors.Add((span.Start, message));
        }
    }

    /// <summary>The expression as it was written, for a message; cut short when it is long or has line breaks.</summary>
    public string Quote(Expression expression)
    {
        var (start, end) = (Within(expression.Span.Start), Within(expression.Span.End));
        var text = policy.Body.Text[start..Math.Max(start, end)];
        var line = text.AsSpan().IndexOfAny('\r', '\n') is var stop and >= 0 ? text[..stop] : text;
        var whole = line.Length <= LongestQuote ? line : line[..(char.IsHighSurrogate(line[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote)];
        return whole.Length == text.Length ? whole : whole.TrimEnd() + "…";
    }

    public List<ValidationProblem> ToList() => [.. _errors.Select(e => At(ValidationSeverity.Error, e.Position, e.Message))];

    public ValidationProblem Warning(string message) => At(ValidationSeverity.Warning, policy.Body.TextStart, message);

    private ValidationProblem At(ValidationSeverity severity, int position, string message)
    {
        var body = policy.Body;
        var before = body.Text.AsSpan(0, Within(position));
        var lines = before.Count('\n');
        var column = lines == 0 ? body.FirstColumn + before.Length : before.Length - before.LastIndexOf('\n');
        return new ValidationProblem(severity, policy, body.FirstLine + lines, column, message);
    }

    private int Within(int position) => Math.Clamp(position - policy.Body.TextStart, 0, policy.Body.Text.Length);
}
