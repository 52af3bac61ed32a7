using System.Xml.Linq;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>The functions that the components build their markup with. All text is encoded.</summary>
internal static class Markup
{
    /// <summary>An element with a class (or none) and text.</summary>
    public static TagBuilder Element(string name, string? css, string text)
    {
        var element = Element(name, css);
        element.InnerHtml.Append(text);
        return element;
    }

    /// <summary>An element with a class (or none) and other elements inside.</summary>
    public static TagBuilder Element(string name, string? css, params IHtmlContent?[] inside)
    {
        var element = new TagBuilder(name);
        if (css is not null)
        {
            element.AddCssClass(css);
        }

        foreach (var part in inside)
        {
            element.InnerHtml.AppendHtml(part ?? HtmlString.Empty);
        }

        return element;
    }

    /// <summary>A link. Further attributes are pairs of name and value.</summary>
    public static TagBuilder Link(string href, string text, params (string Name, string Value)[] attributes)
    {
        var link = Element("a", null, text);
        link.Attributes["href"] = href;
        foreach (var (name, value) in attributes)
        {
            link.Attributes[name] = value;
        }

        return link;
    }

    /// <summary>An SVG drawing as markup. The XML writer encodes its text, and writes numbers in the same way in every culture.</summary>
    public static IHtmlContent Drawing(XElement svg) => new HtmlString(svg.ToString(SaveOptions.DisableFormatting));

    /// <summary>
    /// Replaces the component's own tag with <paramref name="name"/>. The classes of the component come before those that the page has
    /// given.
    /// </summary>
    public static void Become(this TagHelperOutput output, string name, string? css)
    {
        output.TagName = name;
        output.TagMode = TagMode.StartTagAndEndTag;
        var own = output.Attributes["class"]?.Value?.ToString();
        var all = string.Join(' ', new[] { css, own }.Where(part => !string.IsNullOrEmpty(part)));
        if (all.Length > 0)
        {
            output.Attributes.SetAttribute("class", all);
        }
    }
}
