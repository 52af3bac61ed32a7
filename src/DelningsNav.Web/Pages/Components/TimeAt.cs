using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>A moment as people write it, together with the form that machines read.</summary>
/// <example><code><![CDATA[<time-at at="entry.At" />   <time-at at="consent.ExpiresAt" day-only="true" />]]></code></example>
[HtmlTargetElement("time-at", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TimeAt : TagHelper
{
    /// <summary>The moment, which is shown in Swedish time.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Whether the time of day is left out.</summary>
    public bool DayOnly { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("time", null);
        output.Attributes.SetAttribute("datetime", PageDates.Machine(At));
        output.Content.SetContent(DayOnly ? PageDates.Day(At) : PageDates.Moment(At));
    }
}
