using System.Collections.Concurrent;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Counts the kinds of cases, so that the test fails when the generator makes too few of a kind.</summary>
internal sealed class Tally
{
    // For each kind of answer, at least so many in a thousand cases.
    private static readonly (string Kind, int AtLeast, Func<Answers, bool> Is)[] Kinds =
    [
        ("text that is refused", 20, a => a["parse"] == "no"),
        ("only sound policies", 200, a => a["errors"]?.Length == 0),
        ("a policy with an error", 200, a => a["errors"]?.Length > 0),
        ("a policy with a warning", 20, a => a["warnings"]?.Length > 0),
        ("links that are refused", 1, a => a["link"] == "no"),
        ("entities that are refused", 20, a => a["entities"] == "no"),
        ("entities that do not fit", 20, a => a["entities fit"] == "no"),
        ("a request that does not fit", 50, a => a["request 0 fits"] == "no"),
        ("a decision by the schema", 100, a => a["decision 0 by the schema"] is not null),
        ("a permit", 20, a => Decision(a, "allow")),
        ("a forbid", 20, a => Decision(a, "deny, reasons [p") || Decision(a, "deny, reasons [l")),
        ("a link that decides", 2, a => a["decision 0"]?.Contains("link", StringComparison.Ordinal) == true),
        ("a policy that fails", 20, a => a["decision 0"]?.EndsWith("errors []", StringComparison.Ordinal) == false),
        ("JSON policies that are refused", 10, a => a["policy json 0"] == "no"),
        ("JSON policies that are read", 5, a => a["policy json 0"] == "yes"),
    ];

    private readonly ConcurrentDictionary<string, int> _counts = new();
    private int _cases;

    public void Add(Answers answers)
    {
        Interlocked.Increment(ref _cases);
        foreach (var (kind, _, _) in Kinds.Where(k => k.Is(answers)))
        {
            _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);
        }
    }

    /// <summary>The kinds of answers of which there were too few.</summary>
    public IEnumerable<string> TooFew() =>
        Kinds.Where(k => Count(k.Kind) * 1000L < (long)_cases * k.AtLeast).Select(k => $"{k.Kind}: {Count(k.Kind)} of {_cases}");

    public override string ToString() => string.Join('\n', Kinds.Select(k => $"{Count(k.Kind),8} {k.Kind}").Prepend($"{_cases,8} cases"));

    private int Count(string kind) => _counts.GetValueOrDefault(kind);

    private static bool Decision(Answers answers, string start) =>
        answers["decision 0"]?.StartsWith(start, StringComparison.Ordinal) == true;
}
