using System.Xml.Linq;
using DelningsNav.Hub.Foundation;
using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>The readings of a child's records as a strip of days: one dot for a day, and a larger dot for more readings.</summary>
/// <remarks>The caption says in words how many readings there were, between which days, and when the last was.</remarks>
/// <example><code><![CDATA[<reading-strip title="@T["ReadingsOf", child.Name]" readings="Model.ReadAt" first="Model.From"
/// last="Model.Today" />]]></code></example>
[HtmlTargetElement("reading-strip", Attributes = "title,readings,first,last", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ReadingStrip(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    private const double Width = 720;
    private const double Height = 56;
    private const double Margin = 16;
    private const double Line = 28;

    /// <summary>Whose records were read.</summary>
    public string Title { get; set; } = "";

    /// <summary>The moments of the readings, in any order. Readings before the first day or after the last are left out.</summary>
    public IReadOnlyList<DateTimeOffset> Readings { get; set; } = [];

    /// <summary>The strip's first day.</summary>
    public DateOnly First { get; set; }

    /// <summary>The strip's last day.</summary>
    public DateOnly Last { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var days = Readings.Select(SwedishTime.DayOf)
            .Where(day => First <= day && day <= Last)
            .GroupBy(day => day)
            .ToDictionary(group => group.Key, group => group.Count());

        output.Become("figure", "strip");
        output.Content.AppendHtml(Markup.Element("figcaption", null, Caption(days)));
        output.Content.AppendHtml(Markup.Drawing(Draw(days)));
        output.Content.AppendHtml(Markup.Element(
            "p",
            "strip-ends",
            Markup.Element("span", null, PageDates.Day(First)),
            Markup.Element("span", null, PageDates.Day(Last))));
    }

    private string Caption(Dictionary<DateOnly, int> days) => days.Count == 0
        ? texts["StripNone", Title, PageDates.Day(First), PageDates.Day(Last)]
        : texts["StripSome", Title, days.Values.Sum(), PageDates.Day(First), PageDates.Day(Last), PageDates.Day(days.Keys.Max())];

    private XElement Draw(Dictionary<DateOnly, int> days) => new(
        "svg",
        new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")),
        new XAttribute("aria-hidden", "true"),
        new XAttribute("focusable", "false"),
        Stroke("strip-line", Margin, Width - Margin, Line, Line),
        Months().Select(month => Stroke("strip-month", PlaceOf(month), PlaceOf(month), Line - 8, Line + 8)),
        days.Select(day => new XElement(
            "circle",
            new XAttribute("class", "strip-reading"),
            new XAttribute("cx", PlaceOf(day.Key)),
            new XAttribute("cy", Line),
            new XAttribute("r", Math.Min(5 + (day.Value * 2), 15)))));

    private IEnumerable<DateOnly> Months()
    {
        for (var month = new DateOnly(First.Year, First.Month, 1).AddMonths(1); month <= Last; month = month.AddMonths(1))
        {
            yield return month;
        }
    }

    private double PlaceOf(DateOnly day)
    {
        var length = Math.Max(1, Last.DayNumber - First.DayNumber);
        var place = Math.Round(Margin + ((Width - (2 * Margin)) * (day.DayNumber - First.DayNumber) / length), 1);
        return Language.IsRightToLeft ? Width - place : place;
    }

    private static XElement Stroke(string css, double x1, double x2, double y1, double y2) => new(
        "line",
        new XAttribute("class", css),
        new XAttribute("x1", x1),
        new XAttribute("x2", x2),
        new XAttribute("y1", y1),
        new XAttribute("y2", y2));
}
