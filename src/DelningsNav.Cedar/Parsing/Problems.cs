namespace DelningsNav.Cedar.Parsing;

/// <summary>Collects the problems of one text, so that its author gets all of them at once.</summary>
internal sealed class Problems(string text)
{
    private const int Limit = 100;

    private readonly SortedSet<(int Position, string Message)> _found = [];

    public bool Any => _found.Count > 0;

    /// <summary>Whether the limit is reached, so that further problems are not noted.</summary>
    public bool IsFull => _found.Count == Limit;

    public void Add(int position, string message)
    {
        if (_found.Count < Limit)
        {
            _found.Add((position, message));
        }
    }

    public void Add(SourceSpan span, string message) => Add(span.Start, message);

    public CedarSyntaxException ToException(string? source)
    {
        var problems = new List<SyntaxProblem>(_found.Count);
        var (line, lineStart, at) = (1, 0, 0);
        foreach (var (position, message) in _found)
        {
            for (; at < position; at++)
            {
                if (text[at] == '\n')
                {
                    line++;
                    lineStart = at + 1;
                }
            }

            problems.Add(new SyntaxProblem(line, position - lineStart + 1, message));
        }

        return new CedarSyntaxException(source, problems);
    }
}
