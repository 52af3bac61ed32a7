using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace DelningsNav.Policies;

/// <summary>The form of a code: lower-case words a-z joined by hyphens, at most 100 characters.</summary>
public static partial class CodeForm
{
    private const int Longest = 100;

    /// <summary>Whether a text has the form of a code.</summary>
    public static bool Fits([NotNullWhen(true)] string? text) => text is { Length: <= Longest } && Form().IsMatch(text);

    [GeneratedRegex(@"^[a-z]+(-[a-z]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
