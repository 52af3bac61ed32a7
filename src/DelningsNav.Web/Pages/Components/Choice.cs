using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>One answer among several. It is a large area to press, around a radio button or a check box.</summary>
/// <remarks>The choice remains when the page is shown again because of an error.</remarks>
/// <example><code><![CDATA[<choice for="Answer" value="ja" label="@T["Yes"]" hint="@T["YesHint"]" />]]></code></example>
[HtmlTargetElement("choice", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class Choice : TagHelper
{
    /// <summary>The property that the answer fills.</summary>
    public ModelExpression For { get; set; } = null!;

    /// <summary>The value that is sent when this answer is chosen.</summary>
    public string Value { get; set; } = "";

    /// <summary>The answer in words.</summary>
    public string Label { get; set; } = "";

    /// <summary>What follows from the answer, or null.</summary>
    public string? Hint { get; set; }

    /// <summary>Whether the reader may choose several answers.</summary>
    public bool Many { get; set; }

    /// <summary>Set by the framework.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = FormField.IdOf($"{name}-{Value}");
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.Attributes["type"] = Many ? "checkbox" : "radio";
        input.Attributes["id"] = id;
        input.Attributes["name"] = name;
        input.Attributes["value"] = Value;
        if (IsChosen(name))
        {
            input.Attributes["checked"] = "checked";
        }

        output.Become("label", "choice");
        output.Attributes.SetAttribute("for", id);
        output.Content.AppendHtml(input);
        output.Content.AppendHtml(Markup.Element("span", null, Label));
        if (Hint is not null)
        {
            output.Content.AppendHtml(Markup.Element("span", "hint", Hint));
        }
    }

    private bool IsChosen(string name)
    {
        var sent = ViewContext.ModelState.TryGetValue(name, out var state) ? state.RawValue : null;
        return (sent ?? For.Model) switch
        {
            null => false,
            string text => text == Value,
            IEnumerable<string> texts => texts.Contains(Value),
            System.Collections.IEnumerable values => values.Cast<object>().Any(value => value.ToString() == Value),
            var value => value.ToString() == Value,
        };
    }
}
