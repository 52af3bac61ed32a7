namespace DelningsNav.Web.Pages.Receipt;

/// <summary>Breaks a text into lines.</summary>
internal static class PdfLines
{
    /// <summary>
    /// The lines of a text. It is broken between words, and inside a word that is wider than a line. The lines joined together are exactly
    /// the text.
    /// </summary>
    /// <remarks>
    /// The space between two words remains at the end of the line, because the document is also read aloud. A text begins with a word.
    /// </remarks>
    public static IReadOnlyList<string> Break(string text, Func<string, bool> fits)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (fits(longer))
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line + " ");
            }

            line = word;
            while (!fits(line) && line.Length > 1)
            {
                var length = line.Length - 1;
                while (length > 1 && !fits(line[..length]))
                {
                    length--;
                }

                lines.Add(line[..length]);
                line = line[length..];
            }
        }

        lines.Add(line);
        return lines;
    }
}
