using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Records;

/// <summary>
/// Who a record tells about, besides the child: more than a name and the relation to the child. The holder states it at the deposit. Each
/// such person may lift only the secrecy that protects that person (OSL 12 kap. 2 §).
/// </summary>
/// <remarks>
/// Each word is a kind of person, or the id of a person who is known to the hub. A holder that knows which guardian is told about writes
/// the id; <c>guardian</c> means every guardian whom the child has or has had.
/// </remarks>
public sealed class Mentioned
{
    /// <summary>The name of the member on the wire.</summary>
    public const string Field = "mentionsOthers";

    /// <summary>The greatest number of words.</summary>
    public const int Most = 50;

    /// <summary>The child's guardians.</summary>
    public const string Guardian = "guardian";

    private Mentioned(IReadOnlyList<string> words, IReadOnlyList<Fault> faults)
    {
        Words = words;
        Faults = faults;
        Persons = [.. words.Where(word => Guid.TryParseExact(word, "D", out _)).Select(word => new PersonId(Guid.ParseExact(word, "D")))];
    }

    /// <summary>The kinds of persons that can be stated without an id.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Guardian, "sibling", "other-pupil", "reporter", "other"];

    /// <summary>The record tells about nobody but the child, apart from names and relations.</summary>
    public static Mentioned Nobody { get; } = new([], []);

    /// <summary>The words in ordinal order, each once.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The persons who are stated by id.</summary>
    public IReadOnlyList<PersonId> Persons { get; }

    /// <summary>Whether a guardian is told about without an id.</summary>
    public bool AnyGuardian => Words.Contains(Guardian);

    /// <summary>Whether somebody of another kind than a guardian is told about without an id.</summary>
    public bool AnyOther => Words.Any(word => word != Guardian && Kinds.Contains(word));

    /// <summary>Every fault. The words are used only when there is none.</summary>
    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>Reads what a holder states. A word that is neither a kind nor an id is a fault, and is not repeated.</summary>
    public static Mentioned Read(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var known = words.Where(word => Kinds.Contains(word) || Guid.TryParseExact(word, "D", out _)).ToList();
        return new Mentioned(
            [.. known.Select(word => Guid.TryParseExact(word, "D", out var id) ? id.ToString("D") : word)
                .Distinct()
                .Order(StringComparer.Ordinal)],
            known.Count == words.Count && words.Count <= Most
                ? []
                : [new Fault(
                    Field, "mentioned-unknown",
                    $"state at most {Most} persons, each as {string.Join(", ", Kinds.Select(kind => $"`{kind}`"))} or as the id of a "
                    + "person who is known to the hub; an empty list when nobody but the child is told about")]);
    }

    /// <summary>The words as a row stores them; null for a record from before they had to be stated.</summary>
    internal static Mentioned? Stored(string? text) => text is null ? null : Read(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
