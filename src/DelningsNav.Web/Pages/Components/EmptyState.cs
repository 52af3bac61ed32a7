using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>Shown in a place that is still empty. It says what will be shown there, and what the reader does to get it there.</summary>
/// <example><code><![CDATA[<empty-state title="@T["NoConsents"]"><p>@T["NoConsentsHow"]</p></empty-state>]]></code></example>
[HtmlTargetElement("empty-state", Attributes = "title")]
public sealed class EmptyState : TagHelper
{
    /// <summary>What is not here yet.</summary>
    public string Title { get; set; } = "";

    /// <summary>The level of the heading, 2 or 3.</summary>
    public int Level { get; set; } = 2;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("div", "empty");
        output.PreContent.AppendHtml(Markup.Element(Level == 3 ? "h3" : "h2", null, Title));
    }
}
