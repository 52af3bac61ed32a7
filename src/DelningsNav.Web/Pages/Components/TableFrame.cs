using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>Lets a wide table scroll inside its frame, also by keyboard. On a phone the table becomes a list.</summary>
/// <remarks>Every cell except the first names its column in <c>data-label</c>; the list on a phone shows that name.</remarks>
/// <example><code><![CDATA[
/// <table-frame label="@T["Log"]">
///   <table class="table">
///     <thead><tr><th scope="col">@T["Who"]</th><th scope="col" class="number">@T["Times"]</th></tr></thead>
///     <tbody><tr><th scope="row">@who</th><td class="number" data-label="@T["Times"]">@times</td></tr></tbody>
///   </table>
/// </table-frame>]]></code></example>
[HtmlTargetElement("table-frame", Attributes = "label")]
public sealed class TableFrame : TagHelper
{
    /// <summary>What the table shows.</summary>
    public string Label { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("div", "table-frame");
        output.Attributes.SetAttribute("role", "region");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Attributes.SetAttribute("tabindex", "0");
    }
}
