namespace DelningsNav.Cedar.Schema;

/// <summary>Guesses which known name an unknown name was meant to be.</summary>
internal static class Spelling
{
    // A guess is only a help. In a very large schema only the first names are therefore searched, and a long name gets no guess.
    private const int MaxNames = 1_000;
    private const int MaxLength = 60;

    /// <summary><c>; did you mean `…`?</c>, or the empty text when no known name is similar.</summary>
    public static string Hint(string unknown, IEnumerable<string> known)
    {
        var near = unknown.Length > MaxLength ? null : known.Take(MaxNames)
            .Where(name => Math.Abs(name.Length - unknown.Length) <= 2 && name.Length <= MaxLength)
            .Select(name => (Name: name, Distance: Distance(unknown, name)))
            .Where(n => n.Distance <= Math.Min(2, unknown.Length / 2))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => n.Name)
            .FirstOrDefault();
        return near is null ? string.Empty : $"; did you mean `{near}`?";
    }

    // The number of letters that must be changed, added or removed.
    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var r = 0; r <= right.Length; r++)
        {
            row[r] = r;
        }

        foreach (var (l, letter) in left.Index())
        {
            var diagonal = row[0];
            row[0] = l + 1;
            for (var r = 0; r < right.Length; r++)
            {
                var same = char.ToUpperInvariant(letter) == char.ToUpperInvariant(right[r]);
                (diagonal, row[r + 1]) = (row[r + 1], Math.Min(Math.Min(row[r], row[r + 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return row[right.Length];
    }
}
