using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>
/// Asks once before an act that is final or takes something away. It names the consequence first, then the act, then a way out.
/// </summary>
/// <remarks>
/// Posts to the current address, or to <c>action</c>, with protection against forged requests. The content may be more fields.
/// </remarks>
/// <example><code><![CDATA[
/// <confirm-form title="@T["WithdrawTitle"]" consequence="@T["WithdrawMeans"]" confirm="@T["Withdraw"]"
///               cancel-href="/min-sida" danger="true"></confirm-form>]]></code></example>
[HtmlTargetElement("confirm-form", Attributes = "title,consequence,confirm,cancel-href")]
public sealed class ConfirmForm(IHtmlGenerator html, IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>The act.</summary>
    public string Title { get; set; } = "";

    /// <summary>The consequences of the act, and what it does not affect.</summary>
    public string Consequence { get; set; } = "";

    /// <summary>The words on the button: the act itself, never only "OK".</summary>
    public string Confirm { get; set; } = "";

    /// <summary>The address of the way out.</summary>
    public string CancelHref { get; set; } = "";

    /// <summary>The address to which the form is sent, or null for the current address.</summary>
    public string? Action { get; set; }

    /// <summary>Whether the act takes something away.</summary>
    public bool Danger { get; set; }

    /// <summary>Set by the framework.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var fields = await output.GetChildContentAsync();
        var button = Markup.Element("button", Danger ? "button button-danger" : "button", Confirm);
        button.Attributes["type"] = "submit";
        var cancel = Markup.Link(CancelHref, texts["Cancel"], ("class", "button button-link"));

        output.Become("form", "confirm-form");
        output.Attributes.SetAttribute("method", "post");
        if (Action is not null)
        {
            output.Attributes.SetAttribute("action", Action);
        }

        output.Content.AppendHtml(Markup.Element("h2", null, Title));
        output.Content.AppendHtml(Markup.Element("p", null, Consequence));
        output.Content.AppendHtml(fields);
        output.Content.AppendHtml(Markup.Element("div", "actions", button, cancel));
        output.Content.AppendHtml(html.GenerateAntiforgery(ViewContext));
    }
}
