using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>Lists every error in the form that was sent, first on the page, each with a link to its field.</summary>
/// <remarks>
/// Reads the page's model state and shows nothing while it is valid. An error with an empty key has no link. Put it before the heading;
/// <see cref="FormField"/> repeats the text at the field.
/// </remarks>
/// <example><code><![CDATA[<error-summary />]]></code></example>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummary(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>Set by the framework.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = ViewContext.ModelState
            .SelectMany(field => field.Value!.Errors.Select(error => (Field: field.Key, Text: error.ErrorMessage)))
            .ToList();
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.Become("div", "error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Content.AppendHtml(Markup.Element("h2", null, texts["ErrorSummaryTitle"]));
        output.Content.AppendHtml(Markup.Element("ul", null, [.. errors.Select(error => Line(error.Field, error.Text))]));
    }

    private static TagBuilder Line(string field, string text) => field.Length == 0
        ? Markup.Element("li", null, text)
        : Markup.Element("li", null, Markup.Link("#" + FormField.IdOf(field), text));
}
