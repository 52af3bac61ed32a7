using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Arbetsyta.Nod;

/// <summary>Declares an emergency after a no: a warning, a reason, how long, a check; then the request is decided again by the one way out.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class EmergencyPage(
    EmergencyOfRequest emergencies, DeclareEmergency declare, RevokeEmergency revoke, ReleaseInformation release, IStringLocalizer<ArbetsytaTexts> texts) : PageModel
{
    /// <summary>The lengths to choose among, in hours: the usual one first, the longest last.</summary>
    public static IReadOnlyList<int> Choices { get; } = [(int)EmergencyAccess.Usual.TotalHours, 72, (int)EmergencyAccess.Longest.TotalHours];

    /// <summary>The request.</summary>
    public RequestId Asked { get; private set; }

    /// <summary>What there is of emergency in it.</summary>
    public RequestEmergency Emergency { get; private set; } = null!;

    /// <summary>Whether what was written is shown once more before it is done.</summary>
    public bool IsChecked { get; private set; }

    /// <summary>Why. It is never in an address.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>How long, in hours.</summary>
    [BindProperty]
    public int Hours { get; set; } = Choices[0];

    /// <summary>Warns and asks; back to the answer when there is nothing that an emergency could change.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? AskOrLeave() : NotFound();

    /// <summary>Shows what is about to be declared. Nothing is declared yet.</summary>
    public async Task<IActionResult> OnPostKontrollAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        if (string.IsNullOrWhiteSpace(Reason))
        {
            ModelState.AddModelError(nameof(Reason), texts["Fault_emergency-reason-missing"]);
        }
        else if (IdentityNumber.StandsIn(Reason))
        {
            ModelState.AddModelError(nameof(Reason), texts["Fault_emergency-identity-number"]);
        }

        if (!Choices.Contains(Hours))
        {
            ModelState.AddModelError(nameof(Hours), texts["Fault_emergency-emergency-too-long"]);
        }

        IsChecked = ModelState.IsValid;
        return AskOrLeave();
    }

    /// <summary>Declares it and has the request decided again. Sent twice, it is declared once and the same page follows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!ModelState.IsValid)
        {
            // A length that cannot be read is not the usual one.
            return await ReadAsync(id, ct) ? AskOrLeave() : NotFound();
        }

        var caller = new Caller.Staff(User.StaffId());

        // No length is too long or none at all: the use case says so.
        var length = Choices.Contains(Hours) ? TimeSpan.FromHours(Hours) : TimeSpan.Zero;
        switch (await declare.HandleAsync(new RequestId(id), Reason ?? "", length, caller, ct))
        {
            case EmergencyOutcome.Declared:
                await release.HandleAsync(new RequestId(id), caller, Opening.Nothing, ct);
                return LocalRedirect($"~/arbetsyta/begaran/{id}");
            case EmergencyOutcome.NothingToOpen:
                return LocalRedirect($"~/arbetsyta/begaran/{id}");
            case EmergencyOutcome.Invalid invalid:
                return await ReadAsync(id, ct) ? Faulty(invalid) : NotFound();
            case EmergencyOutcome.NoSuchRequest:
                return NotFound();
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Ends the reader's own before its time.</summary>
    public async Task<IActionResult> OnPostAvslutaAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        if (Emergency.Standing is { IsOwn: true } own)
        {
            await revoke.HandleAsync(own.Id, new Caller.Staff(User.StaffId()), ct);
        }

        return LocalRedirect($"~/arbetsyta/begaran/{id}");
    }

    private IActionResult AskOrLeave() => Emergency.Openable.Count > 0 ? Page() : LocalRedirect($"~/arbetsyta/begaran/{Asked}");

    private PageResult Faulty(EmergencyOutcome.Invalid invalid)
    {
        foreach (var fault in invalid.Faults)
        {
            ModelState.AddModelError(fault.Field == "length" ? nameof(Hours) : nameof(Reason), texts["Fault_emergency-" + fault.Code]);
        }

        return Page();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        Asked = new RequestId(id);
        if (await emergencies.ReadAsync(Asked, User.StaffId(), ct) is not { } found)
        {
            return false;
        }

        Emergency = found;
        return true;
    }
}
