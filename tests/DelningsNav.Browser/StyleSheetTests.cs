using System.Globalization;
using System.Text.RegularExpressions;

namespace DelningsNav.Browser;

/// <summary>The colours of the style sheet, measured (WCAG 2.1, success criteria 1.4.3 and 1.4.11).</summary>
public sealed partial class StyleSheetTests
{
    private const double ForText = 4.5;
    private const double ForShapes = 3;

    private static readonly string Sheet =
        File.ReadAllText(Path.Combine(Repository.Root, "src", "DelningsNav.Web", "wwwroot", "delningsnav.css"));

    private static readonly (string Backgrounds, string Foregrounds, double Least)[] Pairs =
    [
        ("ground surface sunken", "text muted action action-strong success warning danger accent", ForText),
        ("action-soft success-soft warning-soft danger-soft neutral-soft", "text action action-strong", ForText),
        ("action-soft", "muted", ForText),
        ("success-soft", "success", ForText),
        ("warning-soft", "warning", ForText),
        ("danger-soft", "danger", ForText),
        ("action action-strong", "on-action", ForText),
        ("danger", "on-danger", ForText),
        ("success warning danger", "surface", ForText),
        ("band band-line", "on-band", ForText),
        ("band", "on-band-muted", ForText),
        ("ground surface sunken", "line-control success warning danger action accent", ForShapes),
        ("band", "band-accent focus-glow", ForShapes),
        ("neutral-soft", "action", ForShapes),
        ("focus", "focus-glow", ForShapes),
    ];

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Every_pair_of_colours_can_be_told_apart(string scheme)
    {
        var colours = Colours(scheme);

        var weak =
            from pair in Pairs
            from background in pair.Backgrounds.Split(' ')
            from foreground in pair.Foregrounds.Split(' ')
            let ratio = Contrast(colours[foreground], colours[background])
            where ratio < pair.Least
            select FormattableString.Invariant($"{foreground} on {background}: {ratio:0.00}, needs {pair.Least}");

        Assert.Empty(weak);
    }

    [Fact]
    public void The_dark_changes_nothing_but_the_values_of_colours_and_a_shadow()
    {
        var dark = Sheet[Sheet.IndexOf("@media (prefers-color-scheme: dark)", StringComparison.Ordinal)..];

        Assert.Matches(@"^[^{]+\{\s*:root \{(\s*--[a-z-]+: #[0-9a-f]{6};)+\s*--lift: none;\s*\}\s*\}", dark);
        Assert.Equal(1, Sheet.Split("prefers-color-scheme").Length - 1);
        Assert.DoesNotContain("light-dark(", Sheet, StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_are_written_only_among_the_tokens()
    {
        var from = Sheet.IndexOf("---------- 2 Ground", StringComparison.Ordinal);
        var rules = Sheet[from..Sheet.IndexOf("---------- 9 Print", StringComparison.Ordinal)];

        Assert.DoesNotMatch("#[0-9a-f]{3,8}\\b(?=[;, ])|rgb\\(", rules);
    }

    [Fact]
    public void Sides_are_logical_so_that_pages_mirror_by_themselves()
    {
        Assert.DoesNotMatch("(margin|padding|border|inset)-(left|right|top|bottom)|text-align: (left|right)", Sheet);
        Assert.DoesNotMatch(@"^\s*(left|right|top|bottom|width|height|max-width):", Sheet);
    }

    [Fact]
    public void Nothing_is_fetched_from_elsewhere()
    {
        Assert.DoesNotMatch(@"url\(|@import|@font-face", Sheet);
    }

    private static Dictionary<string, string> Colours(string scheme)
    {
        var end = Sheet.IndexOf("---------- 2 Ground", StringComparison.Ordinal);
        var dark = Sheet.IndexOf("@media (prefers-color-scheme: dark)", StringComparison.Ordinal);
        return Token().Matches(scheme == "light" ? Sheet[..dark] : Sheet[dark..end])
            .ToDictionary(token => token.Groups["name"].Value, token => token.Groups["colour"].Value);
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour) =>
        (0.2126 * Channel(colour, 0)) + (0.7152 * Channel(colour, 2)) + (0.0722 * Channel(colour, 4));

    private static double Channel(string colour, int at)
    {
        var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex(@"--(?<name>[a-z-]+): #(?<colour>[0-9a-f]{6});")]
    private static partial Regex Token();
}
