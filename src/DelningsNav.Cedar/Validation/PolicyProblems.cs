using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Validation;

/// <summary>Collects the problems of one policy. A problem that occurs for several kinds of requests counts once.</summary>
internal sealed class PolicyProblems(CedarPolicy policy)
{
    private const int Limit = 100;
    private const int LongestQuote = 60;

    private readonly SortedSet<(int Position, string Message)> _errors = [];
    private readonly SortedSet<(int Position, string Message)> _warnings = [];

    public bool Any => _errors.Count > 0;

    /// <summary>Whether the limit is reached, so that further problems are not noted.</summary>
    public bool IsFull => _errors.Count == Limit;

    public void Add(SourceSpan span, string message)
    {
        if (!IsFull)
        {
            _errors.Add((span.Start, message));
        }
    }

    public void Warn(SourceSpan span, string message)
    {
        if (_warnings.Count < Limit)
        {
            _warnings.Add((span.Start, message));
        }
    }

    /// <summary>The expression as it was written, for a message. It is shortened when it is long or has line breaks.</summary>
    public string Quote(Expression expression)
    {
        var (start, end) = (Within(expression.Span.Start), Within(expression.Span.End));
        var text = policy.Body.Text.AsSpan(start, Math.Max(0, end - start));
        var shown = text.Length > LongestQuote ? text[..LongestQuote] : text;
        shown = shown.IndexOfAny('\r', '\n') is var stop and >= 0 ? shown[..stop] : shown;
        shown = shown is [.., var last] && char.IsHighSurrogate(last) ? shown[..^1] : shown;
        return shown.Length == text.Length ? shown.ToString() : $"{shown.TrimEnd()}…";
    }

    /// <summary>The errors in the order of the text, then the warnings.</summary>
    public List<ValidationProblem> ToList() =>
    [
        .. _errors.Select(e => At(ValidationSeverity.Error, e.Position, e.Message)),
        .. _warnings.Select(w => At(ValidationSeverity.Warning, w.Position, w.Message)),
    ];

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
