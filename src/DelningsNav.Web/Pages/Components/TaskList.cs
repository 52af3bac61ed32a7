using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>The reader's tasks, each with a link and its state.</summary>
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
    /// <summary>The address where the task is done, or null if the reader can only read about the task here.</summary>
    public string? Href { get; set; }

    /// <summary>The task in the reader's words.</summary>
    public string Title { get; set; } = "";

    /// <summary>The person who waits for the task, or the day since which it has waited, or null.</summary>
    public string? Hint { get; set; }

    /// <summary>The state in a word or two, or null.</summary>
    public string? Status { get; set; }

    /// <summary>The tone of the state.</summary>
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

        // A page without a status passes an empty text instead of null.
        if (!string.IsNullOrEmpty(Status))
        {
            output.Content.AppendHtml(Markup.Element("strong", Tone.ClassOf("tag"), Status));
        }
    }
}
