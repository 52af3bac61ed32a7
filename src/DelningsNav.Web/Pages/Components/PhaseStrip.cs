using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Components;

/// <summary>Where a phase is in its course.</summary>
public enum PhaseState
{
    /// <summary>Behind us.</summary>
    Done,

    /// <summary>Going on.</summary>
    Now,

    /// <summary>Not begun.</summary>
    Coming,
}

/// <summary>One phase of a case.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Where it is.</param>
/// <param name="When">When it ended or began, as shown; or null.</param>
public sealed record Phase(string Name, PhaseState State, string? When = null);

/// <summary>The phases of a case in a row (a column on a phone): behind, going on, to come. Said in words for those who listen.</summary>
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
