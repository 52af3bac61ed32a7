using System.Globalization;

namespace DelningsNav.Cedar.Json;

/// <summary>A place in a JSON document. Its text, a JSON pointer (RFC 6901), is made only when it is needed.</summary>
/// <remarks>
/// It is a class and not a record. Places form chains as deep as the document, and a record would compare them by recursion.
/// </remarks>
internal sealed class JsonPlace
{
    private const int EnoughSteps = 100;
    private const int EnoughLetters = 100;

    private readonly JsonPlace? _parent;
    private readonly string _step;

    private JsonPlace(JsonPlace? parent, string step)
    {
        _parent = parent;
        _step = step;
    }

    /// <summary>The whole document.</summary>
    public static JsonPlace Document { get; } = new(null, string.Empty);

    public JsonPlace At(string member) => new(this, member);

    public JsonPlace At(int index) => new(this, index.ToString(CultureInfo.InvariantCulture));

    /// <summary>The pointer. Long pointers and long names are shortened.</summary>
    public override string ToString()
    {
        var steps = new Stack<string>();
        for (var place = this; place._parent is not null; place = place._parent)
        {
            steps.Push(Escaped(place._step));
        }

        return steps.Count == 0 ? "the document"
            : steps.Count <= EnoughSteps ? "/" + string.Join('/', steps)
            : "/" + string.Join('/', steps.Take(EnoughSteps)) + "/…";
    }

    private static string Escaped(string step) => CedarText.Shortened(step, EnoughLetters)
        .Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
