using System.Globalization;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>Registers that the own authority has adopted a set: the decision's diarienummer and day, then a look at it, then the act.</summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class AdoptPage(ReadPolicySet read, AdoptPolicySet adopt, TimeProvider clock, IStringLocalizer<AdministrationTexts> texts) : PolicySetPage(read)
{
    /// <summary>Whether what was typed is shown for a last look.</summary>
    public bool IsChecking { get; private set; }

    /// <summary>The diarienummer of the decision.</summary>
    [BindProperty]
    public string? CaseNumber { get; set; }

    /// <summary>The day of the decision, as typed.</summary>
    [BindProperty]
    public string? DecisionDay { get; set; }

    /// <summary>What the form asks for: <c>kontrollera</c>, <c>andra</c> or <c>registrera</c>.</summary>
    [BindProperty]
    public string? Step { get; set; }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) =>
        !await ReadAsync(id, ct) ? NotFound()
        : Set.Line.CanBeAdopted && Set.Line.Mine is null ? Page()
        : Redirect(PolicySetWords.Address(Set.Line.Id));

    /// <summary>Takes the next step; registers only at the last. Sent twice, it is registered once and the same page follows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        if (Set.Line.Mine is not null)
        {
            return Redirect(PolicySetWords.Address(Set.Line.Id, "klart/antagen"));
        }

        if (Step == "andra")
        {
            return Page();
        }

        if (Day() is not { } day || Step != "registrera")
        {
            IsChecking = ModelState.IsValid;
            return Page();
        }

        var number = DecisionNumber.Field.Read(CaseNumber);
        return await adopt.HandleAsync(Set.Line.Version, number, day, new Caller.Staff(User.StaffId()), ct) switch
        {
            AdoptOutcome.Registered => Redirect(PolicySetWords.Address(Set.Line.Id, "klart/antagen")),
            AdoptOutcome.Refused refused => Faulty(refused),
            AdoptOutcome.NotASystemOwner => StatusCode(StatusCodes.Status403Forbidden),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private DateOnly? Day()
    {
        ModelState.Say(texts, DecisionNumber.FaultsOf(DecisionNumber.Field.Read(CaseNumber)), ("caseNumber", nameof(CaseNumber)));
        var isDay = DateOnly.TryParseExact(DecisionDay, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        if (!isDay || day > SwedishTime.DayOf(clock.GetUtcNow()))
        {
            ModelState.AddModelError(nameof(DecisionDay), texts[isDay ? "Fault-day-ahead" : "Fault-day-missing"]);
        }

        return ModelState.IsValid ? day : null;
    }

    private PageResult Faulty(AdoptOutcome.Refused refused)
    {
        ModelState.Say(texts, refused.Faults, ("caseNumber", nameof(CaseNumber)), ("decidedOn", nameof(DecisionDay)));
        return Page();
    }
}
