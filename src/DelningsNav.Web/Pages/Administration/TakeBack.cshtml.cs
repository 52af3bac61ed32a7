using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>Registers that the own authority has taken its adoption back: asks once, and names what stops.</summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class TakeBackPage(ReadPolicySet read, AdoptPolicySet adopt, IStringLocalizer<AdministrationTexts> texts) : PolicySetPage(read)
{
    /// <summary>The diarienummer of the decision.</summary>
    [BindProperty]
    public string? CaseNumber { get; set; }

    /// <summary>Asks, when there is an adoption that stands.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) =>
        !await ReadAsync(id, ct) ? NotFound()
        : Set.Line.Mine is not null ? Page()
        : Redirect(PolicySetWords.Address(Set.Line.Id));

    /// <summary>Takes it back. Sent twice, it is taken back once.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        if (Set.Line.Mine is null)
        {
            return Redirect(PolicySetWords.Address(Set.Line.Id));
        }

        var number = DecisionNumber.Field.Read(CaseNumber);
        return await adopt.TakeBackAsync(Set.Line.Version, number, new Caller.Staff(User.StaffId()), ct) switch
        {
            AdoptOutcome.Registered => Redirect(PolicySetWords.Address(Set.Line.Id, "klart/tillbakatagen")),
            AdoptOutcome.Refused refused => Faulty(refused),
            AdoptOutcome.NotASystemOwner => StatusCode(StatusCodes.Status403Forbidden),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private PageResult Faulty(AdoptOutcome.Refused refused)
    {
        ModelState.Say(texts, refused.Faults, ("caseNumber", nameof(CaseNumber)));
        return Page();
    }
}
