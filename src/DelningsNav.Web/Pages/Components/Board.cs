using System.Globalization;
using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>A survey (kartläggning) at a glance, with a column for each state and a card for each thing that is asked for.</summary>
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

/// <summary>One column of a <see cref="Board"/>, with its number of cards. An empty column says that it is empty.</summary>
[HtmlTargetElement("board-column", Attributes = "title,count")]
public sealed class BoardColumn(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>The state of the things in the column.</summary>
    public string Title { get; set; } = "";

    /// <summary>The number of cards.</summary>
    public int Count { get; set; }

    /// <summary>The tone of that state.</summary>
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

/// <summary>One card of a <see cref="BoardColumn"/>. Its content is what the page adds to the title.</summary>
[HtmlTargetElement("board-card", Attributes = "title")]
public sealed class BoardCard : TagHelper
{
    /// <summary>What is asked for.</summary>
    public string Title { get; set; } = "";

    /// <summary>The address where the reader can read about the thing or act on it, or null.</summary>
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
