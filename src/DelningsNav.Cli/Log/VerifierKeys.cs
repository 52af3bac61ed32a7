using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Log;

/// <summary>The keys given on the command line, each as a line or as a file of lines.</summary>
internal static class VerifierKeys
{
    /// <summary>
    /// The keys, or null together with the reason when a text is not a key. Empty lines and lines that start with <c>#</c> are ignored.
    /// </summary>
    internal static IReadOnlyList<NoteVerifier>? Read(IEnumerable<string> texts, out string why)
    {
        why = "";
        var keys = new List<NoteVerifier>();
        foreach (var text in texts)
        {
            // A file is tried first. A key line can contain slashes like a path, but a file with that path will not exist.
            var isFile = File.Exists(text);
            var lines = (isFile ? File.ReadAllLines(text) : [text]).Where(line => line.Trim() is not ("" or ['#', ..])).ToList();
            if (lines.Count == 0)
            {
                why = $"`{text}` contains no key";
                return null;
            }

            foreach (var line in lines)
            {
                if (!NoteVerifier.TryParse(line, out var key))
                {
                    why = isFile
                        ? $"`{text}` contains a line that is not a verifier key"
                        : $"`{text}` is neither a file nor a verifier key line";
                    return null;
                }

                keys.Add(key);
            }
        }

        return keys;
    }
}
