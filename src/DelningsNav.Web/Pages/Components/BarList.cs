using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>One figure among several.</summary>
/// <param name="Label">What is counted.</param>
/// <param name="Value">How many there are; never below zero.</param>
/// <param name="Text">The text that is shown instead of the number, for example when a small number is hidden; otherwise null.</param>
public sealed record Bar(string Label, int Value, string? Text = null);

/// <summary>
/// Figures for comparison. Each figure has a name, a number, and a bar whose length shows its share of the largest figure.
/// </summary>
/// <example><code><![CDATA[<bar-list bars="Model.Decisions" />]]></code></example>
[HtmlTargetElement("bar-list", Attributes = "bars", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class BarList : TagHelper
{
    /// <summary>The figures, in the order shown.</summary>
    public IReadOnlyList<Bar> Bars { get; set; } = [];

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var largest = Math.Max(1, Bars.Select(bar => bar.Value).DefaultIfEmpty(0).Max());
        output.Become("ul", "bars");
        foreach (var bar in Bars)
        {
            output.Content.AppendHtml(Markup.Element(
                "li",
                null,
                Markup.Element("span", null, bar.Label),
                Markup.Element("span", "number", bar.Text ?? bar.Value.ToString("N0", CultureInfo.CurrentCulture)),
                Draw(100.0 * bar.Value / largest)));
        }
    }

    private static IHtmlContent Draw(double percent) => Markup.Drawing(new XElement(
        "svg",
        new XAttribute("aria-hidden", "true"),
        new XAttribute("focusable", "false"),
        Part("bar-track", 100),
        Part("bar-part", percent)));

    private static XElement Part(string css, double percent) => new(
        "rect",
        new XAttribute("class", css),
        new XAttribute("width", FormattableString.Invariant($"{percent:0.#}%")),
        new XAttribute("height", "100%"),
        new XAttribute("rx", 3));
}
