using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>What waits for the reader, each with a link and how it stands.</summary>
/// <example><code><![CDATA[
/// <task-list>
///   <task-item href="/min-sida/samtycken/7" title="@T["AskAbsence"]" hint="@T["AskedBy", unit]"
///              status="@T["NotAnswered"]" tone="Warning" />
/// </task-list>]]></code></example>
[HtmlTargetElement("task-list")]
public sealed class TaskList : TagHelper
{
    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output) => output.Become("ul", "task-list");
}

/// <summary>One line of a <see cref="TaskList"/>. The whole line can be pressed.</summary>
[HtmlTargetElement("task-item", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TaskItem : TagHelper
{
    /// <summary>Where the task is done, or null when it can only be read about here.</summary>
    public string? Href { get; set; }

    /// <summary>The task in the reader's words.</summary>
    public string Title { get; set; } = "";

    /// <summary>Who waits, or since when; or null.</summary>
    public string? Hint { get; set; }

    /// <summary>How it stands, in a word or two; or null.</summary>
    public string? Status { get; set; }

    /// <summary>What the status amounts to.</summary>
    public Tone Tone { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("li", "task");
        output.Content.AppendHtml(Href is null
            ? Markup.Element("span", "task-name", Title)
            : Markup.Element("span", "task-name", Markup.Link(Href, Title)));
        if (Hint is not null)
        {
            output.Content.AppendHtml(Markup.Element("p", "hint", Hint));
        }

        // A page that says nothing says it as an empty text.
        if (!string.IsNullOrEmpty(Status))
        {
            output.Content.AppendHtml(Markup.Element("strong", Tone.ClassOf("tag"), Status));
        }
    }
}
