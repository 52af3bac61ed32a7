using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>Something that the reader should know before going on. A success is announced to screen readers.</summary>
/// <example><code><![CDATA[<notice tone="Success" title="@T["Saved"]"><p>@T["SavedNext"]</p></notice>]]></code></example>
[HtmlTargetElement("notice")]
public sealed class Notice : TagHelper
{
    /// <summary>
    /// <see cref="Tone.Action"/> informs; <see cref="Tone.Success"/> reports a success, and <see cref="Tone.Warning"/> warns.
    /// </summary>
    public Tone Tone { get; set; } = Tone.Action;

    /// <summary>The message in one line, or null when the content is the message.</summary>
    public string? Title { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("div", Tone.ClassOf("notice"));
        if (Tone == Tone.Success)
        {
            output.Attributes.SetAttribute("role", "status");
        }

        if (Title is not null)
        {
            output.PreContent.AppendHtml(Markup.Element("p", "notice-title", Title));
        }
    }
}
