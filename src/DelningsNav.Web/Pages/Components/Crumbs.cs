using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>The path of links above a page, for the layout's section <c>Crumbs</c> before the main content.</summary>
/// <example><code><![CDATA[
/// @section Crumbs { <crumbs><crumb href="/arbetsyta">@T["MyCases"]</crumb><crumb>@Model.Case</crumb></crumbs> }]]></code></example>
[HtmlTargetElement("crumbs")]
public sealed class Crumbs(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("nav", "crumbs");
        output.Attributes.SetAttribute("aria-label", (string)texts["Crumbs"]);
        output.PreContent.AppendHtml("<ol>");
        output.PostContent.AppendHtml("</ol>");
    }
}

/// <summary>One step of <see cref="Crumbs"/>. The last step has no link, because it is the page itself.</summary>
[HtmlTargetElement("crumb")]
public sealed class Crumb : TagHelper
{
    /// <summary>The address of the step, or null for the page itself.</summary>
    public string? Href { get; set; }

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var text = await output.GetChildContentAsync();
        var step = Markup.Element(Href is null ? "span" : "a", null, text);
        step.Attributes[Href is null ? "aria-current" : "href"] = Href ?? "page";
        output.Become("li", null);
        output.Content.SetHtmlContent(step);
    }
}
