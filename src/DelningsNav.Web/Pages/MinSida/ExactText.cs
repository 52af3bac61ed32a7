namespace DelningsNav.Web.Pages.MinSida;

/// <summary>Divides a consent's text into the paragraphs and lists that a page shows it as.</summary>
internal static class ExactText
{
    private const string ListMark = "– ";

    /// <summary>The parts in order; together they hold every word of the text.</summary>
    public static IReadOnlyList<Part> PartsOf(string text)
    {
        var parts = new List<Part>();
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            var isItem = line.StartsWith(ListMark, StringComparison.Ordinal);
            var words = isItem ? line[ListMark.Length..] : line;
            if (isItem && parts is [.., { IsList: true } list])
            {
                parts[^1] = list with { Lines = [.. list.Lines, words] };
            }
            else
            {
                parts.Add(new Part(isItem, [words]));
            }
        }

        return parts;
    }

    /// <summary>A paragraph, or a list of lines.</summary>
    public sealed record Part(bool IsList, IReadOnlyList<string> Lines);
}
