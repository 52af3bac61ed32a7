using System.Diagnostics;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Arbetsyta.Forhinder;

/// <summary>
/// Registers a decision of the social board about a measure without the other guardian's consent. The decision is not a consent.
/// </summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class RegisterMeasurePage(CaseConsents consents, RegisterMeasureDecision register) : FormPage
{
    /// <summary>The case with the guardians whom the decision may name.</summary>
    public ConsentsOfCase Found { get; private set; } = null!;

    /// <summary>The guardian whose consent the measure does not need.</summary>
    [Typed]
    public Guid? Guardian { get; set; }

    /// <summary>The measure.</summary>
    [Typed]
    public SupportMeasure? Measure { get; set; }

    /// <summary>The diarienummer of the decision.</summary>
    [Typed]
    public string? CaseNumber { get; set; }

    /// <summary>The day of the decision, as typed.</summary>
    [Typed]
    [FaultsAt("decidedOn")]
    public string? Day { get; set; }

    /// <summary>The last day on which the decision is valid, as typed.</summary>
    [Typed]
    [FaultsAt]
    public string? Last { get; set; }

    /// <summary>Shows the form, but only to staff of a social board.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    /// <summary>Registers the decision. If the form is sent twice, the decision is registered once.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        var (day, last) = (DayOf(nameof(Day), Day), DayOf(nameof(Last), Last));
        Check(Guardian is not null, nameof(Guardian), "Fault_measure-guardian");
        Check(Measure is not null, nameof(Measure), "Fault_measure-which");
        Check(!string.IsNullOrWhiteSpace(CaseNumber), nameof(CaseNumber), "Fault_measure-number");
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var measure = new MeasureToRegister
        {
            Guardian = new PersonId(Guardian!.Value),
            Measure = Measure!.Value,
            CaseNumber = MeasureToRegister.CaseNumberField.Read(CaseNumber),
            DecidedOn = day!.Value,
            Until = last!.Value.AddDays(1),
        };
        return await register.HandleAsync(new CaseId(id), measure, new Caller.Staff(User.StaffId()), ct) switch
        {
            RegisterMeasureOutcome.Registered => await SentAsync($"/arbetsyta/arenden/{id}/samtycken?beslut=true", ct),
            RegisterMeasureOutcome.Invalid invalid => Faulty(invalid.Faults),
            RegisterMeasureOutcome.NotYourCase => NotFound(),
            _ => throw new UnreachableException(),
        };
    }

    /// <inheritdoc/>
    protected override string TextOf(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Texts["Fault_measure-" + fault.Field switch
        {
            "guardian" => fault.Code == "only-guardian" ? fault.Code : "guardian",
            "measure" => "which",
            "caseNumber" => "number",
            "decidedOn" => "decided-later",
            _ => "until",
        }];
    }

    private DateOnly? DayOf(string field, string? typed) => TypedDay.Read(ModelState, Texts["Fault_date"], field, typed);

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
