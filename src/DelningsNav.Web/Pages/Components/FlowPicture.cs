using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>Whether one kind of information about a child may be released between two parties.</summary>
public enum FlowState
{
    /// <summary>The information may be released now.</summary>
    Shared,

    /// <summary>The information has been asked for, and the question is not answered.</summary>
    Waiting,

    /// <summary>The release was refused, withdrawn or barred.</summary>
    Stopped,
}

/// <summary>One arrow of the picture.</summary>
/// <param name="From">The party that has the information.</param>
/// <param name="To">The party that may receive it, or has asked for it.</param>
/// <param name="What">The kind of information, in a few words.</param>
/// <param name="State">The state.</param>
/// <param name="Note">The ground, or the day on which the sharing began, or null.</param>
public sealed record FlowArrow(string From, string To, string What, FlowState State, string? Note = null);

/// <summary>
/// A picture of who shares what with whom about a child. The parties are on either side of a gate, which each arrow passes or stops at.
/// </summary>
/// <remarks>
/// The list next to the picture says everything that the picture shows, and each arrow has the number of its line in the list. A screen
/// reader gets the list only.
/// </remarks>
/// <example><code><![CDATA[<flow-picture title="@T["WhoShares", child.Name]" arrows="Model.Arrows" />]]></code></example>
[HtmlTargetElement("flow-picture", Attributes = "title,arrows", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FlowPicture(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>What the picture shows, with the child's name.</summary>
    public string Title { get; set; } = "";

    /// <summary>The arrows, in the order of the list.</summary>
    public IReadOnlyList<FlowArrow> Arrows { get; set; } = [];

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Arrows.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.Become("figure", "flow");
        output.Content.AppendHtml(Markup.Drawing(new FlowDrawing(Language.IsRightToLeft).Of(Arrows)));
        output.Content.AppendHtml(Markup.Element(
            "figcaption",
            null,
            Markup.Element("p", "flow-title", Title),
            Markup.Element("ol", null, [.. Arrows.Select(Line)])));
    }

    private IHtmlContent Line(FlowArrow arrow)
    {
        var (tone, word) = arrow.State switch
        {
            FlowState.Shared => (Tone.Success, texts["FlowShared"]),
            FlowState.Waiting => (Tone.Warning, texts["FlowWaiting"]),
            FlowState.Stopped => (Tone.Danger, texts["FlowStopped"]),
        };
        var line = Markup.Element("li", null, Markup.Element("strong", null, arrow.What));
        line.InnerHtml.Append(" ");
        line.InnerHtml.AppendHtml(Markup.Element("strong", tone.ClassOf("tag"), word));
        line.InnerHtml.AppendHtml("<br>");
        line.InnerHtml.Append(texts["FlowFromTo", arrow.From, arrow.To]);
        if (arrow.Note is not null)
        {
            line.InnerHtml.AppendHtml("<br>");
            line.InnerHtml.AppendHtml(Markup.Element("span", "muted", arrow.Note));
        }

        return line;
    }
}
