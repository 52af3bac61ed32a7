using System.Xml.Linq;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>
/// The panel of the page after an act. Its heading says what happened. Its content says what happens next and has the receipt.
/// </summary>
/// <example><code><![CDATA[<confirmation-panel
/// title="@T["YouSaidYes"]"><p>@T["YouSaidYesNext"]</p></confirmation-panel>]]></code></example>
[HtmlTargetElement("confirmation-panel", Attributes = "title")]
public sealed class ConfirmationPanel : TagHelper
{
    /// <summary>What happened.</summary>
    public string Title { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("div", "confirmation");
        output.Attributes.SetAttribute("role", "status");
        output.PreContent.AppendHtml(PanelSigns.Done);
        output.PreContent.AppendHtml(Markup.Element("h1", null, Title));
    }
}

/// <summary>
/// The panel of the page that denies. It says what was asked for, that this is not released, and why. Its content says what would change
/// that.
/// </summary>
/// <remarks>The content has the button that starts the change. If there is a decision, it also says how to appeal.</remarks>
/// <example><code><![CDATA[
/// <denial-panel asked="@T["AskedFor", record]" title="@T["NotHandedOut"]" reason="@T["NeedsConsent"]">
///   <p>@T["AskFamily"]</p><div class="actions"><a class="button" href="...">@T["AskFamilyNow"]</a></div>
/// </denial-panel>]]></code></example>
[HtmlTargetElement("denial-panel", Attributes = "asked,title,reason")]
public sealed class DenialPanel : TagHelper
{
    /// <summary>What was asked for.</summary>
    public string Asked { get; set; } = "";

    /// <summary>The answer.</summary>
    public string Title { get; set; } = "";

    /// <summary>Why, in one sentence.</summary>
    public string Reason { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("div", "denial");
        output.PreContent.AppendHtml(PanelSigns.Closed);
        output.PreContent.AppendHtml(Markup.Element("p", "asked", Asked));
        output.PreContent.AppendHtml(Markup.Element("h1", null, Title));
        output.PreContent.AppendHtml(Markup.Element("p", "lead", Reason));
    }
}

/// <summary>The drawn signs of the panels. They are decoration: the text says the same.</summary>
internal static class PanelSigns
{
    public static readonly Microsoft.AspNetCore.Html.IHtmlContent Done = Sign("M14 25 L21 32 L34 17");
    public static readonly Microsoft.AspNetCore.Html.IHtmlContent Closed = Sign("M14 24 L34 24");

    private static Microsoft.AspNetCore.Html.IHtmlContent Sign(string path) => Markup.Drawing(new XElement(
        "svg",
        new XAttribute("class", "panel-sign"),
        new XAttribute("viewBox", "0 0 48 48"),
        new XAttribute("aria-hidden", "true"),
        new XElement("circle", new XAttribute("cx", 24), new XAttribute("cy", 24), new XAttribute("r", 21)),
        new XElement("path", new XAttribute("d", path))));
}
