using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>Connects a control inside a <see cref="FormField"/> to the field's hint and error, for screen readers.</summary>
/// <remarks>
/// A page needs no markup for this. It applies to every <c>input</c>, <c>select</c> and <c>textarea</c> with <c>asp-for</c>.
/// </remarks>
[HtmlTargetElement("input", Attributes = "asp-for", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("select", Attributes = "asp-for")]
[HtmlTargetElement("textarea", Attributes = "asp-for")]
public sealed class DescribedControl : TagHelper
{
    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (context.Items.TryGetValue(typeof(FormField.Description), out var found)
            && found is FormField.Description description)
        {
            if (description.Ids.Length > 0)
            {
                output.Attributes.SetAttribute("aria-describedby", description.Ids);
            }

            if (description.IsWrong)
            {
                output.Attributes.SetAttribute("aria-invalid", "true");
            }
        }
    }
}
