using DelningsNav.Policies.Cases;

namespace DelningsNav.Policies.Consents;

/// <summary>The text that families sign, in one language, when it differs between two sets.</summary>
/// <param name="Language">The language's tag.</param>
/// <param name="Lines">Every line of the text and every phrase, in order. Each phrase has its code in front.</param>
public sealed record ConsentTextDifference(string Language, IReadOnlyList<ComparedLine> Lines)
{
    /// <summary>
    /// The languages whose text or phrases differ, in the order in which they are offered. A set without texts has no lines.
    /// </summary>
    internal static IEnumerable<ConsentTextDifference> Between(ConsentWordings? before, ConsentWordings? after)
    {
        foreach (var language in ConsentLanguages.All)
        {
            var lines = Compare(before?.In(language).Lines ?? [], after?.In(language).Lines ?? []);
            if (lines.Any(line => line.What is not null))
            {
                yield return new ConsentTextDifference(language, lines);
            }
        }
    }

    // The longest common subsequence: common lines stay in place, and between them removed lines come before added lines.
    private static List<ComparedLine> Compare(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var common = new int[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
        {
            for (var j = after.Count - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<ComparedLine>();
        for (var (i, j) = (0, 0); i < before.Count || j < after.Count;)
        {
            if (i < before.Count && j < after.Count && before[i] == after[j])
            {
                lines.Add(new ComparedLine(before[i++], null));
                j++;
            }
            else if (j == after.Count || (i < before.Count && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(new ComparedLine(before[i++], SetDifference.Removed));
            }
            else
            {
                lines.Add(new ComparedLine(after[j++], SetDifference.Added));
            }
        }

        return lines;
    }
}

/// <summary>One line in a comparison of two texts.</summary>
/// <param name="Text">The line.</param>
/// <param name="What">How the texts differ in this line; null when both texts have the line.</param>
public sealed record ComparedLine(string Text, SetDifference? What);
