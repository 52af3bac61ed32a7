using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>Whether a phase has ended, is under way or has not begun.</summary>
public enum PhaseState
{
    /// <summary>It has ended.</summary>
    Done,

    /// <summary>It is under way.</summary>
    Now,

    /// <summary>It has not begun.</summary>
    Coming,
}

/// <summary>One phase of a case.</summary>
/// <param name="Name">The name of the phase.</param>
/// <param name="State">The state of the phase.</param>
/// <param name="When">The day on which the phase began or ended, as shown, or null.</param>
public sealed record Phase(string Name, PhaseState State, string? When = null);

/// <summary>The phases of a case in a row (a column on a phone). Each state is also written in words, for screen readers.</summary>
/// <example><code><![CDATA[<phase-strip label="@T["Phases"]" phases="Model.Phases" />]]></code></example>
[HtmlTargetElement("phase-strip", Attributes = "label,phases", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PhaseStrip(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    /// <summary>What the phases belong to.</summary>
    public string Label { get; set; } = "";

    /// <summary>The phases in order.</summary>
    public IReadOnlyList<Phase> Phases { get; set; } = [];

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("ol", "phases");
        output.Attributes.SetAttribute("aria-label", Label);
        foreach (var phase in Phases)
        {
            output.Content.AppendHtml(Step(phase));
        }
    }

    private TagBuilder Step(Phase phase)
    {
        var (css, word) = phase.State switch
        {
            PhaseState.Done => ("phase phase-done", texts["PhaseDone"]),
            PhaseState.Now => ("phase phase-now", texts["PhaseNow"]),
            PhaseState.Coming => ("phase", texts["PhaseComing"]),
        };
        IHtmlContent? when = phase.When is null ? null : Markup.Element("span", "muted", phase.When);
        var step = Markup.Element(
            "li", css, Markup.Element("span", "phase-name", phase.Name), Markup.Element("span", "visually-hidden", word), when);
        if (phase.State == PhaseState.Now)
        {
            step.Attributes["aria-current"] = "step";
        }

        return step;
    }
}
