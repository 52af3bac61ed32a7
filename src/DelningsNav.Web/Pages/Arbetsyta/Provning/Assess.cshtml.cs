using System.Diagnostics;
using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Arbetsyta.Provning;

/// <summary>The page where an assessor assesses a request: the facts, the law next to the form, a check, and the decision.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class AssessPage(RequestToAssess requests, AssessRequest assess) : FormPage
{
    /// <summary>The request.</summary>
    public AssessmentMatter Matter { get; private set; } = null!;

    /// <summary>The type that is assessed now, or null if no type waits.</summary>
    public TypeToAssess? Current { get; private set; }

    /// <summary>The type that has just been assessed, or null.</summary>
    public TypeToAssess? Done { get; private set; }

    /// <summary>The type of record, a code.</summary>
    [Typed]
    public string? RecordType { get; set; }

    /// <summary>The outcome, by name.</summary>
    [Typed]
    public string? Outcome { get; set; }

    /// <summary>The reasons.</summary>
    [Typed]
    [FaultsAt]
    public string? Reasoning { get; set; }

    /// <summary>The conditions for the recipient.</summary>
    [Typed]
    public string? Conditions { get; set; }

    /// <summary>The diarienummer of a decision to refuse.</summary>
    [Typed]
    [FaultsAt("refusalCaseNumber")]
    public string? CaseNumber { get; set; }

    /// <summary>The next step: show the check page, return to the form, or decide.</summary>
    [BindProperty]
    public string? Step { get; set; }

    /// <summary>Opens the request; the reading is logged.</summary>
    public async Task<IActionResult> OnGetAsync(
        Guid id, [FromQuery(Name = "typ")] string? type, [FromQuery(Name = "klar")] string? done, CancellationToken ct)
    {
        if (!await OpenAsync(id, HasDraft ? RecordType : type, ct))
        {
            return NotFound();
        }

        if (HasDraft && Current?.RecordType.Code != RecordType)
        {
            // A colleague has assessed the type since the draft was saved. Show the colleague's decision.
            return LocalRedirect("~" + DoneAddress(id, RecordType));
        }

        IsChecking = IsAtCheck && Read() is not null;
        Done = Matter.Types.FirstOrDefault(t => t.RecordType.Code == done && t.Made is not null);
        return Page();
    }

    /// <summary>Takes the next step. Only the last step decides.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await OpenAsync(id, RecordType, ct))
        {
            return NotFound();
        }

        if (Current is null || Current.RecordType.Code != RecordType)
        {
            // The type has been assessed already, by a double press or by a colleague. Show that decision.
            return await SentAsync(DoneAddress(id, RecordType), ct);
        }

        if (Step == "andra")
        {
            return ToForm();
        }

        if (Read() is not { } judgement)
        {
            return Page();
        }

        if (Step != "besluta")
        {
            return await ToCheckAsync(ct);
        }

        return await assess.HandleAsync(new RequestId(id), judgement, User.StaffId(), ct) switch
        {
            AssessOutcome.Assessed or AssessOutcome.NothingToAssess => await SentAsync(DoneAddress(id, RecordType), ct),
            AssessOutcome.Invalid invalid => Faulty(invalid.Faults),
            _ => throw new UnreachableException(),
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
        Current = waiting.Find(t => t.RecordType.Code == type) ?? waiting.FirstOrDefault();
        return true;
    }

    private Judgement? Read()
    {
        var isKnown = Enum.TryParse<AssessmentOutcome>(Outcome, out var outcome) && Enum.IsDefined(outcome);
        Check(isKnown, nameof(Outcome), "Fault_outcome-missing");
        var reasoning = AssessRequest.Reasoning.Read(Reasoning);
        var conditions = outcome == AssessmentOutcome.ReleaseWithConditions ? AssessRequest.Conditions.Read(Conditions) : FreeText.None;
        var number = outcome == AssessmentOutcome.Refuse ? AssessRequest.RefusalCaseNumber.Read(CaseNumber) : FreeText.None;
        Check(!reasoning.IsEmpty, nameof(Reasoning), "Fault_reasoning-missing");
        Say([.. reasoning.Faults, .. conditions.Faults, .. number.Faults]);
        Check(
            !isKnown || outcome != AssessmentOutcome.ReleaseWithConditions || !conditions.IsEmpty,
            nameof(Conditions), "Fault_conditions-missing");
        Check(
            !isKnown || outcome != AssessmentOutcome.Refuse || !number.IsEmpty, nameof(CaseNumber), "Fault_case-number-missing");
        return !ModelState.IsValid
            ? null
            : new Judgement
            {
                RecordType = Current!.RecordType,
                Outcome = outcome,
                Reasoning = reasoning,
                Conditions = conditions,
                RefusalCaseNumber = number,
            };
    }

    private static string DoneAddress(Guid id, string? type) => $"/arbetsyta/provningar/{id}?klar={Uri.EscapeDataString(type ?? "")}";
}
