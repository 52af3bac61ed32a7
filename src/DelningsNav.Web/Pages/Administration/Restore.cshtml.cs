using System.Diagnostics;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>
/// Lets two system owners confirm that the hub goes on from a database that was restored from a backup. It lists what may be lost.
/// </summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class RestorePage(ConfirmRestore confirm, IStringLocalizer<RegistraturTexts> kinds) : AdministrationFormPage
{
    /// <summary>The number of lost entries that the page lists.</summary>
    public const int Listed = 200;

    /// <summary>What is known about the restored database.</summary>
    public RestoredDatabase Restored { get; private set; } = null!;

    /// <summary>Whether the reader has just opened the hub again.</summary>
    public bool IsOpened { get; private set; }

    /// <summary>The diarienummer of the decision.</summary>
    [Typed]
    public string? CaseNumber { get; set; }

    /// <summary>The number of entries that the database lacks, or null when nothing outside the database tells.</summary>
    public long? LostEntries =>
        Restored.SignedEntries is { } signed && signed > Restored.StoredEntries ? signed - Restored.StoredEntries : null;

    /// <summary>The event of a lost entry in words.</summary>
    public string Event(LostClosing lost) => kinds["Kind-" + lost?.Kind];

    /// <summary>Shows what is known, while the hub is fenced.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await ReadAsync(ct) ? Page() : NotFound();

    /// <summary>Confirms, as the first or as the second person.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct))
        {
            return NotFound();
        }

        var number = DecisionNumber.Field.Read(CaseNumber);
        switch (await confirm.HandleAsync(new Caller.Staff(User.StaffId()), SignedInAt, number, ct))
        {
            case ConfirmRestoreOutcome.First:
                return Redirect(FenceGate.Address);
            case ConfirmRestoreOutcome.Opened:
                IsOpened = true;
                return Page();
            case ConfirmRestoreOutcome.SamePerson:
                return Wrong(nameof(CaseNumber), "RestoreSamePerson");
            case ConfirmRestoreOutcome.SignInAgain:
                return Wrong(nameof(CaseNumber), "RestoreSignInAgain");
            case ConfirmRestoreOutcome.Refused refused:
                return Faulty(refused.Faults);
            case ConfirmRestoreOutcome.NotAllowed:
                return NotFound();
            default:
                throw new UnreachableException();
        }
    }

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        if (await confirm.ReadAsync(new Caller.Staff(User.StaffId()), ct) is not { } restored)
        {
            return false;
        }

        Restored = restored;
        return true;
    }

    private DateTimeOffset SignedInAt => HttpContext.Features.GetRequiredFeature<CurrentSession>().SignedInAt;
}
