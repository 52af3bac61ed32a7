using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Arbetsyta.Forhinder;

/// <summary>Registers a decision of the social board about a measure without the other guardian's consent. It is no consent.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class RegisterMeasurePage(CaseConsents consents, RegisterMeasureDecision register, IStringLocalizer<ArbetsytaTexts> texts) : PageModel
{
    /// <summary>The case with those whom the decision may name.</summary>
    public ConsentsOfCase Found { get; private set; } = null!;

    /// <summary>The guardian whose consent the measure does not need.</summary>
    [BindProperty]
    public Guid? Guardian { get; set; }

    /// <summary>The measure.</summary>
    [BindProperty]
    public SupportMeasure? Measure { get; set; }

    /// <summary>The diarienummer of the decision.</summary>
    [BindProperty]
    public string? CaseNumber { get; set; }

    /// <summary>The day of the decision, as typed.</summary>
    [BindProperty]
    public string? Day { get; set; }

    /// <summary>The last day that it holds, as typed.</summary>
    [BindProperty]
    public string? Last { get; set; }

    /// <summary>Shows the form, to staff of a social board.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    /// <summary>Registers it. Sent twice, it is registered once.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        var (day, last) = (DayOf(nameof(Day), Day), DayOf(nameof(Last), Last));
        Check(Guardian is not null, nameof(Guardian), "guardian");
        Check(Measure is not null, nameof(Measure), "which");
        Check(!string.IsNullOrWhiteSpace(CaseNumber), nameof(CaseNumber), "number");
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var measure = new MeasureToRegister
        {
            Guardian = new PersonId(Guardian!.Value),
            Measure = Measure!.Value,
            CaseNumber = CaseNumber!,
            DecidedOn = day!.Value,
            Until = last!.Value.AddDays(1),
        };
        return await register.HandleAsync(new CaseId(id), measure, new Caller.Staff(User.StaffId()), ct) switch
        {
            RegisterMeasureOutcome.Registered => Redirect($"/arbetsyta/arenden/{id}/samtycken?beslut=true"),
            RegisterMeasureOutcome.Invalid invalid => Faulty(invalid),
            RegisterMeasureOutcome.NotYourCase => NotFound(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private PageResult Faulty(RegisterMeasureOutcome.Invalid invalid)
    {
        foreach (var fault in invalid.Faults)
        {
            var (field, key) = fault.Field switch
            {
                "guardian" => (nameof(Guardian), fault.Code == "only-guardian" ? fault.Code : "guardian"),
                "measure" => (nameof(Measure), "which"),
                "caseNumber" => (nameof(CaseNumber), "number"),
                "decidedOn" => (nameof(Day), "decided-later"),
                _ => (nameof(Last), "until"),
            };
            Check(false, field, key);
        }

        return Page();
    }

    private DateOnly? DayOf(string field, string? typed) => TypedDay.Read(ModelState, texts, field, typed);

    private void Check(bool holds, string field, string key)
    {
        if (!holds)
        {
            ModelState.AddModelError(field, texts["Fault_measure-" + key]);
        }
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await consents.ReadAsync(new CaseId(id), User.StaffId(), ct) is not { Guardians.Count: > 0 } found)
        {
            return false;
        }

        Found = found;
        return true;
    }
}
