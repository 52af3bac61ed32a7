using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Arbetsyta.Provning;

/// <summary>Where an assessor judges a request: the facts, the law beside the form, a check, and what was decided.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class AssessPage(RequestToAssess requests, AssessRequest assess, IStringLocalizer<ArbetsytaTexts> texts) : PageModel
{
    /// <summary>The request.</summary>
    public AssessmentMatter Matter { get; private set; } = null!;

    /// <summary>The type that is judged now, or null when nothing waits.</summary>
    public TypeToAssess? Current { get; private set; }

    /// <summary>The type that has just been judged, or null.</summary>
    public TypeToAssess? Done { get; private set; }

    /// <summary>Whether the judgement is filled in and waits for the last word.</summary>
    public bool IsChecking { get; private set; }

    /// <summary>The type of record, a code.</summary>
    [BindProperty]
    public string? RecordType { get; set; }

    /// <summary>The outcome, by name.</summary>
    [BindProperty]
    public string? Outcome { get; set; }

    /// <summary>The reasons.</summary>
    [BindProperty]
    public string? Reasoning { get; set; }

    /// <summary>The conditions for the receiver.</summary>
    [BindProperty]
    public string? Conditions { get; set; }

    /// <summary>The diarienummer of a refusal.</summary>
    [BindProperty]
    public string? CaseNumber { get; set; }

    /// <summary>The next step: to the check, back to the form, or decide.</summary>
    [BindProperty]
    public string? Step { get; set; }

    /// <summary>Opens the request; the reading is logged.</summary>
    public async Task<IActionResult> OnGetAsync(
        Guid id, [FromQuery(Name = "typ")] string? type, [FromQuery(Name = "klar")] string? done, CancellationToken ct)
    {
        if (!await OpenAsync(id, type, ct))
        {
            return NotFound();
        }

        Done = Matter.Types.FirstOrDefault(t => t.RecordType == done && t.Made is not null);
        return Page();
    }

    /// <summary>Takes the next step; decides only at the last.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await OpenAsync(id, RecordType, ct))
        {
            return NotFound();
        }

        if (Current is null || Current.RecordType != RecordType)
        {
            // Judged already, by a double press or by a colleague: show what stands.
            return LocalRedirect(DoneAddress(id, RecordType));
        }

        if (Step == "andra")
        {
            return Page();
        }

        var judgement = Read();
        if (judgement is null || Step != "besluta")
        {
            IsChecking = judgement is not null;
            return Page();
        }

        return await assess.HandleAsync(new RequestId(id), judgement, User.StaffId(), ct) switch
        {
            AssessOutcome.Assessed or AssessOutcome.NothingToAssess => LocalRedirect(DoneAddress(id, RecordType)),
            AssessOutcome.Invalid invalid => Faulty(invalid),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<bool> OpenAsync(Guid id, string? type, CancellationToken ct)
    {
        if (await requests.OpenAsync(new RequestId(id), User.StaffId(), ct) is not { } found)
        {
            return false;
        }

        Matter = found;
        var waiting = found.Types.Where(t => t.Waits).ToList();
        Current = waiting.Find(t => t.RecordType == type) ?? waiting.FirstOrDefault();
        return true;
    }

    private Judgement? Read()
    {
        var isKnown = Enum.TryParse<AssessmentOutcome>(Outcome, out var outcome) && Enum.IsDefined(outcome);
        Check(isKnown, nameof(Outcome), "Fault_outcome-missing");
        Check(!string.IsNullOrWhiteSpace(Reasoning), nameof(Reasoning), "Fault_reasoning-missing");
        Check((Reasoning?.Length ?? 0) <= AssessRequest.LongestText, nameof(Reasoning), "Fault_reasoning-too-long");
        Check((Conditions?.Length ?? 0) <= AssessRequest.LongestText, nameof(Conditions), "Fault_reasoning-too-long");
        Check(
            !isKnown || outcome != AssessmentOutcome.ReleaseWithConditions || !string.IsNullOrWhiteSpace(Conditions),
            nameof(Conditions), "Fault_conditions-missing");
        Check(
            !isKnown || outcome != AssessmentOutcome.Refuse || !string.IsNullOrWhiteSpace(CaseNumber), nameof(CaseNumber), "Fault_case-number-missing");
        return !ModelState.IsValid
            ? null
            : new Judgement
            {
                RecordType = Current!.RecordType,
                Outcome = outcome,
                Reasoning = Reasoning!.Trim(),
                Conditions = outcome == AssessmentOutcome.ReleaseWithConditions ? Conditions!.Trim() : "",
                RefusalCaseNumber = outcome == AssessmentOutcome.Refuse ? CaseNumber!.Trim() : null,
            };
    }

    private PageResult Faulty(AssessOutcome.Invalid invalid)
    {
        foreach (var fault in invalid.Faults)
        {
            var field = fault.Field switch
            {
                "conditions" => nameof(Conditions),
                "refusalCaseNumber" => nameof(CaseNumber),
                "outcome" => nameof(Outcome),
                _ => nameof(Reasoning),
            };
            ModelState.AddModelError(field, texts["Fault_" + fault.Code]);
        }

        return Page();
    }

    private void Check(bool holds, string field, string key)
    {
        if (!holds)
        {
            ModelState.AddModelError(field, texts[key]);
        }
    }

    private static string DoneAddress(Guid id, string? type) => $"~/arbetsyta/provningar/{id}?klar={Uri.EscapeDataString(type ?? "")}";
}
