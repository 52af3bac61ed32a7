using System.Text.RegularExpressions;

namespace DelningsNav.Web.Tests.Languages;

/// <summary>Finds the plain text that a Razor page would show.</summary>
internal static partial class PageMarkup
{
    /// <summary>The page without <c>@* … *@</c> and <c>&lt;!-- … --&gt;</c>.</summary>
    public static string WithoutComments(string page) => Comment().Replace(page, "");

    /// <summary>Each line of text outside tags, expressions and code.</summary>
    public static IReadOnlyList<string> TextsOf(string page)
    {
        var text = Directive().Replace(WithoutComments(page), "");
        text = WithoutCode(text);
        text = Entity().Replace(Tag().Replace(text, "\n"), "");
        return [.. text.Split('\n').Select(line => line.Trim()).Where(line => Letters().IsMatch(line) && !IsCode(line))];
    }

    // Removes @{…}, @(…), @name.More[…](…) and the heads of @if, @foreach and similar statements, with everything nested in them.
    private static string WithoutCode(string text)
    {
        var kept = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '@')
            {
                kept.Append(text[i]);
                continue;
            }

            i = text[i..] switch
            {
                ['@', '@', ..] => i + 1,
                ['@', '{', ..] => PastGroup(text, i + 1) - 1,
                var rest when Functions().IsMatch(rest) => PastGroup(text, text.IndexOf('{', i)) - 1,
                _ => PastExpression(text, i + 1) - 1,
            };
        }

        return kept.ToString();
    }

    private static int PastExpression(string text, int at)
    {
        while (at < text.Length)
        {
            var rest = text.AsSpan(at);
            if (text[at] is '(' or '[')
            {
                at = PastGroup(text, at);
            }
            else if (char.IsLetterOrDigit(text[at]) || text[at] == '_')
            {
                at++;
            }
            else if (rest is ['.' or '!', var next, ..] && (char.IsLetter(next) || next == '.'))
            {
                at++;
            }
            else if (rest is ['?', '.' or '[', ..])
            {
                at++;
            }
            else if (rest is [' ', '(', ..] && ControlHead().IsMatch(text[..at]))
            {
                at = PastGroup(text, at + 1);
            }
            else if (rest.StartsWith(" new ") || (rest is [' ', ..] && AwaitHead().IsMatch(text[..at])))
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static int PastGroup(string text, int at)
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at = text.IndexOf('"', at + 1);
            }
            else if (text[at] is '(' or '[' or '{')
            {
                depth++;
            }
            else if (text[at] is ')' or ']' or '}' && --depth == 0)
            {
                return at + 1;
            }
        }

        return at;
    }

    private static bool IsCode(string line) => CodeLine().IsMatch(line);

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"^@(page|model|using|inject|addTagHelper|removeTagHelper|inherits|attribute|namespace|layout|implements)\b.*$",
        RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"<[/!a-zA-Z](?:""[^""]*""|'[^']*'|[^>""'])*>", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex("&#?[a-zA-Z0-9]+;")]
    private static partial Regex Entity();

    [GeneratedRegex(@"\p{L}")]
    private static partial Regex Letters();

    [GeneratedRegex(@"^@(functions|code)\b")]
    private static partial Regex Functions();

    [GeneratedRegex(@"@(if|foreach|for|while|switch|using|lock)$")]
    private static partial Regex ControlHead();

    [GeneratedRegex("@await$")]
    private static partial Regex AwaitHead();

    // Statements between the braces of @if and similar, and what remains of @section and else.
    [GeneratedRegex(
        @"^(?:[{}\s]*(?:else(?:\s+if\s*\(.*\))?|case\s.*:|default:|break;|continue;|Side\s*\{?|Crumbs\s*\{?)[{}\s]*"
        + @"|.*;|(?:if|foreach|for|while|switch)\s*\(.*\)\s*\{?|\w+\s*\{)$")]
    private static partial Regex CodeLine();
}
