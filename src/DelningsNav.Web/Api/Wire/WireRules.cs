using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Web.Api.Wire;

/// <summary>The text, or each text of the list, is a code: lower-case words joined by hyphens.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CodeAttribute() : RegularExpressionAttribute("^[a-z]+(-[a-z]+)*$");

/// <summary>
/// The text is a person's own words: not empty unless <see cref="MayBeEmpty"/>, not too long, and without identity numbers.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class WordsAttribute(int longest) : StringLengthAttribute(longest)
{
    /// <summary>Whether the text may be empty.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>Whether the words contain anything that reads as a personal identity number.</summary>
    public static bool HoldIdentityNumber(string words) =>
        TwelveDigits().Matches(words).Any(match => IdentityNumber.TryParse(match.Value, out _));

    [GeneratedRegex(@"(?<!\d)\d{8}-?\d{4}(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex TwelveDigits();
}

/// <summary>Checks the rules of a member's attributes.</summary>
internal static class WireRules
{
    /// <summary>What is wrong with a text, or null.</summary>
    public static string? FaultOf(string text, IReadOnlyList<ValidationAttribute> rules)
    {
        foreach (var c in text)
        {
            if (c < ' ' && c is not ('\n' or '\r' or '\t'))
            {
                return "must not contain control characters";
            }
        }

        foreach (var rule in rules)
        {
            var fault = rule switch
            {
                CodeAttribute when text.Length > 100 || !rule.IsValid(text) => "must be a code: lower-case words joined by hyphens",
                WordsAttribute words when text.Trim().Length == 0 && !words.MayBeEmpty => "must not be empty",
                WordsAttribute words when text.Length > words.MaximumLength => $"may hold {words.MaximumLength} characters",
                WordsAttribute when WordsAttribute.HoldIdentityNumber(text) => "must not contain a personal identity number",
                _ => null,
            };
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }
}
