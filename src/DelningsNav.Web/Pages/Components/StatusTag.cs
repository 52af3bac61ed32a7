using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>A word that says how something stands, in a coloured tag. The colour repeats the word, never replaces it.</summary>
/// <example><code><![CDATA[<status-tag tone="Success">@T["Shared"]</status-tag>]]></code></example>
[HtmlTargetElement("status-tag")]
public sealed class StatusTag : TagHelper
{
    /// <summary>What the word amounts to.</summary>
    public Tone Tone { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        output.Become("strong", Tone.ClassOf("tag"));
}
