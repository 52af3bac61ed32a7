using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Arbetsyta.Nod;

/// <summary>
/// Declares an emergency after a denial. The page warns, asks for a reason and a length, and shows them for a check. After the declaration,
/// the request is decided again through <see cref="ReleaseInformation"/>.
/// </summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class EmergencyPage(
    EmergencyOfRequest emergencies, DeclareEmergency declare, RevokeEmergency revoke, ReleaseInformation release) : FormPage
{
    /// <summary>The lengths to choose from, in hours. The usual length comes first and the longest comes last.</summary>
    public static IReadOnlyList<int> Choices { get; } =
    [
        (int)EmergencyAccess.Usual.TotalHours, 72, (int)EmergencyAccess.Longest.TotalHours
    ];

    /// <summary>The request.</summary>
    public RequestId Asked { get; private set; }

    /// <summary>The emergency accesses of the request.</summary>
    public RequestEmergency Emergency { get; private set; } = null!;

    /// <summary>Why the access is needed. The reason is never in an address.</summary>
    [Typed]
    [FaultsAt]
    public string? Reason { get; set; }

    /// <summary>The length in hours.</summary>
    [Typed]
    [FaultsAt("length")]
    public int Hours { get; set; } = Choices[0];

    /// <inheritdoc/>
    protected override string FaultPrefix => "Fault_emergency-";

    /// <summary>Warns and asks. If an emergency could change nothing, redirects to the answer.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        IsChecking = IsAtCheck && IsComplete();
        return AskOrLeave();
    }

    /// <summary>Shows what is about to be declared. Nothing is declared yet.</summary>
    public async Task<IActionResult> OnPostKontrollAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        return Emergency.Openable.Count > 0 && IsComplete() ? await ToCheckAsync(ct) : AskOrLeave();
    }

    /// <summary>
    /// Declares the emergency and has the request decided again. If the form is sent twice, the emergency is declared once and the same
    /// page follows.
    /// </summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!ModelState.IsValid)
        {
            // A length that cannot be read is not replaced by the usual length.
            return await ReadAsync(id, ct) ? AskOrLeave() : NotFound();
        }

        var caller = new Caller.Staff(User.StaffId());

        // A length that is not among the choices is sent as zero, which the use case refuses.
        var length = Choices.Contains(Hours) ? TimeSpan.FromHours(Hours) : TimeSpan.Zero;
        switch (await declare.HandleAsync(new RequestId(id), DeclareEmergency.Reason.Read(Reason), length, caller, ct))
        {
            case EmergencyOutcome.Declared:
                await release.HandleAsync(new RequestId(id), caller, Opening.Nothing, ct);
                return await SentAsync($"/arbetsyta/begaran/{id}", ct);
            case EmergencyOutcome.NothingToOpen:
                return await SentAsync($"/arbetsyta/begaran/{id}", ct);
            case EmergencyOutcome.Invalid invalid:
                return await ReadAsync(id, ct) ? Faulty(invalid.Faults) : NotFound();
            case EmergencyOutcome.NoSuchRequest:
                return NotFound();
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Ends the reader's own emergency access before its time.</summary>
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

    private bool IsComplete()
    {
        var reason = DeclareEmergency.Reason.Read(Reason);
        Check(!reason.IsEmpty, nameof(Reason), "Fault_emergency-reason-missing");
        foreach (var code in reason.Faults.Select(fault => fault.Code))
        {
            Check(false, nameof(Reason), "Fault_emergency-" + code);
        }

        Check(Choices.Contains(Hours), nameof(Hours), "Fault_emergency-emergency-too-long");
        return ModelState.IsValid;
    }

    private IActionResult AskOrLeave() => Emergency.Openable.Count > 0 ? Page() : LocalRedirect($"~/arbetsyta/begaran/{Asked}");

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
