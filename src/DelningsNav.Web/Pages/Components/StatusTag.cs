using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>A state as a word in a coloured tag. The colour repeats the word and never replaces it.</summary>
/// <example><code><![CDATA[<status-tag tone="Success">@T["Shared"]</status-tag>]]></code></example>
[HtmlTargetElement("status-tag")]
public sealed class StatusTag : TagHelper
{
    /// <summary>The tone of the word.</summary>
    public Tone Tone { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        output.Become("strong", Tone.ClassOf("tag"));
}
