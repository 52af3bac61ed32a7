using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>A column heading that sorts through the address, <c>?sortera=tid&amp;ordning=fallande</c>, and returns to page one.</summary>
/// <example><code><![CDATA[<sort-heading key="tid" current="@Model.Sortera"
/// descending="Model.IsDescending">@T["Time"]</sort-heading>]]></code></example>
[HtmlTargetElement("sort-heading")]
public sealed class SortHeading : TagHelper
{
    /// <summary>The column's name in the address.</summary>
    public string Key { get; set; } = "";

    /// <summary>The column that the list is sorted by now.</summary>
    public string? Current { get; set; }

    /// <summary>Whether the list is sorted with the last first.</summary>
    public bool Descending { get; set; }

    /// <summary>Whether the column has numbers, which align at the end.</summary>
    public bool Number { get; set; }

    /// <summary>Set by the framework.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var text = await output.GetChildContentAsync();
        var isCurrent = Key == Current;
        var link = Markup.Element("a", null, text);
        link.Attributes["href"] = ViewContext.HttpContext.Request.With(
            ("sortera", Key), ("ordning", isCurrent && !Descending ? "fallande" : null), ("sida", null));

        output.Become("th", Number ? "number" : null);
        output.Attributes.SetAttribute("scope", "col");
        if (isCurrent)
        {
            output.Attributes.SetAttribute("aria-sort", Descending ? "descending" : "ascending");
        }

        output.Content.AppendHtml(link);
    }
}
