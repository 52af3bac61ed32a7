using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>A question in a form: its label, a hint, the error in the answer, and the control inside.</summary>
/// <remarks>
/// The control inside, an <c>input</c>, <c>select</c> or <c>textarea</c> with <c>asp-for</c>, is connected to the hint and the error by
/// <see cref="DescribedControl"/>. With <c>group="true"</c> it becomes a fieldset, for <see cref="Choice"/>.
/// </remarks>
/// <example><code><![CDATA[
/// <form-field for="Reason" label="@T["Reason"]" hint="@T["ReasonHint"]"><textarea asp-for="Reason"></textarea></form-field>
/// <form-field for="Answer" label="@T["Ask", Model.Child]" group="true" question="true">
///   <choice for="Answer" value="ja" label="@T["Yes"]" /><choice for="Answer" value="nej" label="@T["No"]" />
/// </form-field>]]></code></example>
[HtmlTargetElement("form-field", Attributes = "for,label")]
public sealed class FormField(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>The property that the control fills.</summary>
    public ModelExpression For { get; set; } = null!;

    /// <summary>The question.</summary>
    public string Label { get; set; } = "";

    /// <summary>A hint that helps the reader to answer, or null.</summary>
    public string? Hint { get; set; }

    /// <summary>Whether several controls share the label.</summary>
    public bool Group { get; set; }

    /// <summary>Whether this is the page's only question. If so, its label is as large as a heading.</summary>
    public bool Question { get; set; }

    /// <summary>Set by the framework.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>The id of the control for a field, which is the id that <c>asp-for</c> gives it.</summary>
    internal static string IdOf(string field) => TagBuilder.CreateSanitizedId(field, "_");

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = IdOf(name);
        var error = ViewContext.ModelState.TryGetValue(name, out var state)
            ? string.Join(' ', state.Errors.Select(e => e.ErrorMessage))
            : "";
        var description = new Description(
            string.Join(' ', new[] { Hint is null ? "" : id + "-hint", error.Length == 0 ? "" : id + "-error" }).Trim(),
            IsWrong: error.Length > 0);
        context.Items[typeof(Description)] = description;
        var content = await output.GetChildContentAsync();

        output.Become(Group ? "fieldset" : "div", description.IsWrong ? "field field-wrong" : "field");
        output.Content.AppendHtml(LabelElement(id));
        if (Group)
        {
            output.Attributes.SetAttribute("id", id);
            output.Attributes.SetAttribute("tabindex", "-1");
            if (description.Ids.Length > 0)
            {
                output.Attributes.SetAttribute("aria-describedby", description.Ids);
            }
        }

        if (Hint is not null)
        {
            output.Content.AppendHtml(WithId(Markup.Element("p", "hint", Hint), id + "-hint"));
        }

        if (description.IsWrong)
        {
            var text = Markup.Element("p", "field-error", Markup.Element("span", "visually-hidden", texts["ErrorPrefix"] + " "));
            text.InnerHtml.Append(error);
            output.Content.AppendHtml(WithId(text, id + "-error"));
        }

        output.Content.AppendHtml(Group ? Markup.Element("div", "choices", content) : content);
    }

    private TagBuilder LabelElement(string id)
    {
        var label = Markup.Element(Group ? "legend" : "label", Question ? "question" : null, Label);
        if (!Group)
        {
            label.Attributes["for"] = id;
        }

        return label;
    }

    private static TagBuilder WithId(TagBuilder element, string id)
    {
        element.Attributes["id"] = id;
        return element;
    }

    /// <summary>The ids of the texts that describe the controls inside, and whether the answer has an error.</summary>
    internal sealed record Description(string Ids, bool IsWrong);
}
