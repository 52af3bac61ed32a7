using System.Diagnostics;
using System.Globalization;
using System.Text;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Parsing;
using DelningsNav.Cedar.Validation.Unicode;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Validation;

/// <summary>Finds texts and names that can be mistaken for others, because they change the direction of writing or mix scripts.</summary>
/// <remarks>In addition, names may have only the characters that Unicode recommends for names (UTS 39).</remarks>
internal sealed class TextCheck(PolicyProblems problems)
{
    // These characters change the order in which a text is shown.
    private static readonly Rune[] Directions = [.. "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069".EnumerateRunes()];

    public void Check(ScopeConstraint constraint, SourceSpan span)
    {
        foreach (var uid in constraint.Entities)
        {
            CheckName(uid.Id, span);
        }
    }

    public void Check(Expression expression)
    {
        var waiting = new Stack<Expression>([expression]);
        while (waiting.TryPop(out var next))
        {
            CheckOwn(next);
            foreach (var part in ExpressionParts.Of(next))
            {
                waiting.Push(part);
            }
        }
    }

    private void CheckOwn(Expression expression)
    {
        switch (expression)
        {
            case Literal { Value: CedarValue.String text }:
                CheckText(text.Value, expression.Span);
                break;
            case Literal { Value: CedarValue.Entity { Uid: var uid } }:
                CheckName(uid.Id, expression.Span);
                break;
            case Like like:
                CheckText(string.Join('*', like.Pattern.Parts.Select(AsShown)), expression.Span);
                break;
            case Attribute attribute:
                CheckName(attribute.Name, expression.Span);
                break;
            case Has has:
                Array.ForEach(has.Path, name => CheckName(name, expression.Span));
                break;
            case RecordExpression record:
                Array.ForEach(record.Attributes, attribute => CheckName(attribute.Key, expression.Span));
                break;
            case Literal or Variable or And or Or or Not or Conditional or Tag or Equality or Comparison or In or Is or Sum or Product
                or Negation or SetTest or IsEmpty or SetExpression or ExtensionCall:
                // These expressions have no text and no name of their own.
                break;
            case Unreadable:
            default:
                throw new UnreachableException();
        }
    }

    private void CheckText(string text, SourceSpan span)
    {
        if (!WarnOfDirections(text, span) && !Characters.AreOfOneScript(text))
        {
            problems.Warn(span, $"the text {Shown(text)} mixes scripts, so that it can be mistaken for another");
        }
    }

    private void CheckName(string name, SourceSpan span)
    {
        if (WarnOfDirections(name, span))
        {
            return;
        }

        if (Characters.FirstUnfitForNames(name) is { } rune)
        {
            problems.Warn(span, $"the name {Shown(name)} has the character {Number(rune)}, which Unicode advises against in names");
        }
        else if (!Characters.AreOfOneScript(name))
        {
            problems.Warn(span, $"the name {Shown(name)} mixes scripts, so that it can be mistaken for another");
        }
    }

    private bool WarnOfDirections(string text, SourceSpan span)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Array.IndexOf(Directions, rune) >= 0)
            {
                problems.Warn(
                    span,
                    $"{Shown(text)} has the character {Number(rune)}, which changes the direction of writing, "
                    + "so that it is not shown as it is read");
                return true;
            }
        }

        return false;
    }

    // The official validator checks a pattern in its printed form. A character that cannot be shown by itself is printed as an
    // escape, which has Latin letters.
    private static string AsShown(string part) =>
        string.Concat(part.EnumerateRunes().Select(rune => IsEscaped(rune) ? "u" : rune.ToString()));

    private static bool IsEscaped(Rune rune) => rune.Value switch
    {
        '\t' or '\r' or '\n' => true,
        '\0' or ' ' => false,
        _ => Characters.IsExtending(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    private static string Number(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    // A warning must not contain the characters that it warns about.
    private static string Shown(string text)
    {
        const int Enough = 40;
        var shown = CedarText.Shortened(text, Enough).EnumerateRunes().Select(rune => Array.IndexOf(Directions, rune) < 0
            ? rune.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}"));
        return $"`{CedarText.Quote(string.Concat(shown)).Replace(@"\\u", @"\u", StringComparison.Ordinal)}`";
    }
}
