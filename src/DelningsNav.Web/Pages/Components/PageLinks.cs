using System.Globalization;
using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>
/// Links to the other pages of a long list. The page is <c>?sida=</c> in the address; the rest of the address does not change.
/// </summary>
/// <remarks>Links to the first page, the last, and the neighbours of the current one. Shows nothing when there is only one page.</remarks>
/// <example><code><![CDATA[<page-links current="Model.Sida" last="Model.LastPage" />]]></code></example>
[HtmlTargetElement("page-links", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PageLinks(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>The page shown, from 1.</summary>
    public int Current { get; set; } = 1;

    /// <summary>The number of pages.</summary>
    public int Last { get; set; } = 1;

    /// <summary>Set by the framework.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Last <= 1)
        {
            output.SuppressOutput();
            return;
        }

        var links = new List<IHtmlContent>();
        if (Current > 1)
        {
            links.Add(Line(Link(Current - 1, texts["PreviousPage"], "prev")));
        }

        var before = 0;
        foreach (var page in Enumerable.Range(1, Last).Where(page => page == 1 || page == Last || Math.Abs(page - Current) <= 1))
        {
            if (page > before + 1)
            {
                links.Add(Line(Markup.Element("span", null, "…")));
            }

            links.Add(Line(Link(page, page.ToString(CultureInfo.CurrentCulture), null)));
            before = page;
        }

        if (Current < Last)
        {
            links.Add(Line(Link(Current + 1, texts["NextPage"], "next")));
        }

        output.Become("nav", "pages");
        output.Attributes.SetAttribute("aria-label", (string)texts["Pages"]);
        output.Content.AppendHtml(Markup.Element("ul", null, [.. links]));
    }

    private static TagBuilder Line(IHtmlContent content) => Markup.Element("li", null, content);

    private TagBuilder Link(int page, string text, string? rel)
    {
        var link = Markup.Link(
            ViewContext.HttpContext.Request.With(("sida", page.ToString(CultureInfo.InvariantCulture))), text);
        if (rel is not null)
        {
            link.Attributes["rel"] = rel;
        }
        else
        {
            link.Attributes["aria-label"] = texts["PageNumber", page];
            if (page == Current)
            {
                link.Attributes["aria-current"] = "page";
            }
        }

        return link;
    }
}
