using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Arbetsyta.Arenden;

/// <summary>A case: its phase, and the state of everything that its survey gathers.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class CasePage(CaseBoard board, IStringLocalizer<ArbetsytaTexts> texts) : PageModel
{
    /// <summary>The columns of the board, in the order in which something that is asked for passes through them.</summary>
    public static readonly IReadOnlyList<(string Key, Tone Tone)> Columns =
        [("Asked", Tone.Warning), ("Granted", Tone.Action), ("Received", Tone.Success), ("Missing", Tone.Danger)];

    /// <summary>The case.</summary>
    public CaseOnBoard Board { get; private set; } = null!;

    /// <summary>Shows the case; the reading is logged.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await board.ReadAsync(new CaseId(id), User.StaffId(), ct) is not { } found)
        {
            return NotFound();
        }

        Board = found;
        return Page();
    }

    /// <summary>The items of the survey that are in a column.</summary>
    public IReadOnlyList<SurveyItem> In(Tone column) => [.. Board.Items.Where(i => Words.ToneOf(i.State) == column)];

    /// <summary>The phases of the case's kind. Closing is shown only once the case is closed.</summary>
    public IReadOnlyList<Phase> Phases()
    {
        var now = Board.Case.Phase;
        var phases = CaseProcess.PhasesOf(Board.Case.Kind).Where(p => p != CasePhase.Closed || now == CasePhase.Closed).ToList();
        var place = phases.IndexOf(now);
        return [.. phases.Select((phase, i) => new Phase(
            texts["Phase_" + phase],
            i < place ? PhaseState.Done : i == place ? PhaseState.Now : PhaseState.Coming,
            Board.Steps.LastOrDefault(s => s.Phase == phase) is { } step && i <= place ? PageDates.Day(step.At) : null))];
    }
}
