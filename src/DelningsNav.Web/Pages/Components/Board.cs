using System.Globalization;
using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>A mapping (kartläggning) at a glance: columns for how things stand, cards for what is asked for.</summary>
/// <example><code><![CDATA[
/// <kart-board>
///   <board-column title="@T["Received"]" count="1" tone="Success">
///     <board-card title="@record.Name" href="..."><p>@record.Holder</p></board-card>
///   </board-column>
/// </kart-board>]]></code></example>
[HtmlTargetElement("kart-board")]
public sealed class Board : TagHelper
{
    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output) => output.Become("div", "board");
}

/// <summary>One column of a <see cref="Board"/>, with its number of cards; says so when there are none.</summary>
[HtmlTargetElement("board-column", Attributes = "title,count")]
public sealed class BoardColumn(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>How the things in it stand.</summary>
    public string Title { get; set; } = "";

    /// <summary>The number of cards.</summary>
    public int Count { get; set; }

    /// <summary>What that amounts to.</summary>
    public Tone Tone { get; set; }

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var cards = await output.GetChildContentAsync();
        output.Become("section", Tone.ClassOf("board-column"));
        output.Content.AppendHtml(Markup.Element(
            "h3",
            null,
            Markup.Element("span", null, Title),
            Markup.Element("span", "board-count", Count.ToString(CultureInfo.CurrentCulture))));
        output.Content.AppendHtml(Count == 0
            ? Markup.Element("p", "board-none", texts["BoardNone"])
            : Markup.Element("ul", null, cards));
    }
}

/// <summary>One card of a <see cref="BoardColumn"/>; what else there is to say is the content.</summary>
[HtmlTargetElement("board-card", Attributes = "title")]
public sealed class BoardCard : TagHelper
{
    /// <summary>What is asked for.</summary>
    public string Title { get; set; } = "";

    /// <summary>Where it is read about or acted on, or null.</summary>
    public string? Href { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("li", "board-card");
        output.PreContent.AppendHtml(Href is null
            ? Markup.Element("p", "board-card-title", Title)
            : Markup.Element("p", "board-card-title", Markup.Link(Href, Title)));
    }
}
