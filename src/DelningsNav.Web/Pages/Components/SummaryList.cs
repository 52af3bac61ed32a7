using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>
/// Facts, each as a name and a value: the facts of a case, a consent or a log entry, or the facts that are about to be sent.
/// </summary>
/// <example><code><![CDATA[
/// <summary-list>
///   <summary-row name="@T["Recipient"]">@Model.Recipient</summary-row>
///   <summary-row name="@T["Purpose"]" change-href="/arbetsyta/begaran/syfte" change="@T["ChangePurpose"]">@Model.Purpose</summary-row>
/// </summary-list>]]></code></example>
[HtmlTargetElement("summary-list")]
public sealed class SummaryList : TagHelper
{
    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output) => output.Become("dl", "summary-list");
}

/// <summary>One fact of a <see cref="SummaryList"/>. The content of the tag is the value.</summary>
[HtmlTargetElement("summary-row")]
public sealed class SummaryRow : TagHelper
{
    /// <summary>What the value is.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where the value can be changed, or null.</summary>
    public string? ChangeHref { get; set; }

    /// <summary>The text of that link, which names the fact to change.</summary>
    public string? Change { get; set; }

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var value = await output.GetChildContentAsync();
        output.Become("div", "summary-row");
        output.Content.AppendHtml(Markup.Element("dt", null, Name));
        output.Content.AppendHtml(Markup.Element("dd", null, value));
        if (ChangeHref is not null && Change is not null)
        {
            output.Content.AppendHtml(Markup.Element("dd", "summary-change", Markup.Link(ChangeHref, Change)));
        }
    }
}
