using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace DelningsNav.Policies;

/// <summary>The form of a code: words of lower-case letters a-z, joined by hyphens, with at most 100 characters in all.</summary>
public static partial class CodeForm
{
    private const int Longest = 100;

    /// <summary>Whether a text has the form of a code.</summary>
    public static bool Fits([NotNullWhen(true)] string? text) => text is { Length: <= Longest } && Form().IsMatch(text);

    /// <summary>Whether a text has that form, except that a word after the first may be a number: <c>child-under-18</c>.</summary>
    public static bool FitsWithNumbers([NotNullWhen(true)] string? text) =>
        text is { Length: <= Longest } && FormWithNumbers().IsMatch(text);

    [GeneratedRegex(@"^[a-z]+(-[a-z]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"^[a-z]+(-([a-z]+|[0-9]+))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex FormWithNumbers();
}
