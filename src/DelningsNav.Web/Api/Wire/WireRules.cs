using System.ComponentModel.DataAnnotations;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Web.Api.Wire;

/// <summary>The text, or each text of the list, is a code: lower-case words joined by hyphens.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CodeAttribute() : RegularExpressionAttribute("^[a-z]+(-[a-z]+)*$")
{
    /// <summary>Whether the text may be empty. If so, the use case decides what an empty text means.</summary>
    public bool MayBeEmpty { get; init; } = true;
}

/// <summary>The text is somebody's own words: a <see cref="FreeText"/>, not empty unless <see cref="MayBeEmpty"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordsAttribute(int longest) : StringLengthAttribute(longest)
{
    /// <summary>Whether the text may be empty.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>What is wrong with the words, or null.</summary>
    public string? FaultOf(string words)
    {
        var text = new TextField("", MaximumLength).Read(words);
        return text switch
        {
            { IsEmpty: true } => MayBeEmpty ? null : "must not be empty",
            { IsSound: true } => null,
            _ => text.Faults[0].Code switch
            {
                "text-too-long" => $"may have at most {MaximumLength} characters",
                "identity-number" => "must not contain a personal identity number",
                _ => "must not contain control characters or characters that change the direction of text",
            },
        };
    }
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
                CodeAttribute code when text.Length > 100 || !rule.IsValid(text) || (text.Length == 0 && !code.MayBeEmpty) =>
                    "must be a code: lower-case words joined by hyphens",
                WordsAttribute words => words.FaultOf(text),
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
