using System.CommandLine;
using System.Diagnostics;
using DelningsNav.AuditLog;
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
            // A key has no white space, so that one line can have several, as on a receipt.
            var lines = (isFile ? File.ReadAllLines(text) : [text]).Where(line => line.Trim() is not ("" or ['#', ..]))
                .SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToList();
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

    /// <summary>The option for a list of keys that the hub publishes.</summary>
    internal static Option<string?> List() => new("--key-list")
    {
        Description =
            "The hub's list of keys, as it was downloaded from /log/keys. It is trusted only as far as the keys of --key vouch for it",
        HelpName = "file",
    };

    /// <summary>The keys and those of the list that follow from them, or null together with the reason.</summary>
    /// <exception cref="IOException">The list cannot be read.</exception>
    internal static IReadOnlyList<NoteVerifier>? Read(IEnumerable<string> texts, string? list, out string why)
    {
        var keys = Read(texts, out why);
        if (keys is null || list is null)
        {
            return keys;
        }

        switch (KeyList.Follow(keys, File.ReadAllText(list)))
        {
            case KeyListVerdict.Sound sound:
                return sound.Keys;
            case KeyListVerdict.Faulty faulty:
                why = $"`{list}`: {faulty.Why}";
                return null;
            default:
                throw new UnreachableException();
        }
    }
}
