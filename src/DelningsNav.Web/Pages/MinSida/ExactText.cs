namespace DelningsNav.Web.Pages.MinSida;

/// <summary>Divides a consent's text into the paragraphs and lists of a page.</summary>
internal static class ExactText
{
    private const string ListMark = "– ";

    /// <summary>The parts in order; together they contain every word of the text. An empty line ends a part.</summary>
    public static IReadOnlyList<Part> PartsOf(string text)
    {
        var parts = new List<Part>();
        var goesOn = false;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            var isItem = line.StartsWith(ListMark, StringComparison.Ordinal);
            var words = isItem ? line[ListMark.Length..] : line;
            if (words.Length > 0 && goesOn && parts[^1].IsList == isItem)
            {
                parts[^1] = parts[^1] with { Lines = [.. parts[^1].Lines, words] };
            }
            else if (words.Length > 0)
            {
                parts.Add(new Part(isItem, [words]));
            }

            goesOn = words.Length > 0;
        }

        return parts;
    }

    /// <summary>A paragraph, or a list, of lines.</summary>
    public sealed record Part(bool IsList, IReadOnlyList<string> Lines);
}
