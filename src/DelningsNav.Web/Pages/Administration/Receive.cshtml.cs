using System.Diagnostics;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies.Bundles;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>
/// Receives a signed bundle as a file. Either the whole bundle is received, or nothing is received and every fault in it is shown.
/// </summary>
/// <remarks>
/// The limit is a little above the longest permitted bundle, so that a bundle that is a little too long is refused with a message. A
/// request above the limit is cut off.
/// </remarks>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
[RequestSizeLimit(LongestRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = LongestRequest)]
public sealed class ReceivePage(ReceivePolicySet receive) : AdministrationFormPage
{
    // The codes of faults inside the file. The file's author needs their details in full. Other faults need no details.
    private static readonly string[] Detailed = ["text-unsound", "files-unsound", "set-unsound", "case-failed"];

    private const int LongestRequest = 2 * PolicyBundle.MaxLength;

    /// <summary>The bundle.</summary>
    [BindProperty]
    public IFormFile? Bundle { get; set; }

    /// <summary>The faults inside the file, in words for its author. The list is empty when the file has no such faults.</summary>
    public IReadOnlyList<string> Details { get; private set; } = [];

    /// <summary>Shows the form.</summary>
    public IActionResult OnGet() => Page();

    /// <summary>Receives the file and redirects to the set's page, or shows every fault. Receiving a set is logged.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Bundle is not { Length: > 0 and <= PolicyBundle.MaxLength } file)
        {
            ModelState.Remove(nameof(Bundle));
            ModelState.AddModelError(
                nameof(Bundle),
                Bundle is { Length: > 0 } ? Texts["Fault-too-large", PolicyBundle.MaxLength >> 20] : Texts["Fault-no-file"]);
            return Page();
        }

        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, ct);
        return await receive.HandleAsync(bytes.ToArray(), new Caller.Staff(User.StaffId()), ct) switch
        {
            ReceiveOutcome.Received received => Redirect(PolicySetWords.Address(received.Set, "klart/mottagen")),
            ReceiveOutcome.Renewed renewed => Redirect(PolicySetWords.Address(renewed.Set, "klart/fornyad")),
            ReceiveOutcome.Unfit unfit => Faulty(unfit),
            ReceiveOutcome.NotASystemOwner => StatusCode(StatusCodes.Status403Forbidden),
            _ => throw new UnreachableException(),
        };
    }

    // A set with a hundred failing cases has a single fault, whose details list the cases.
    private PageResult Faulty(ReceiveOutcome.Unfit unfit)
    {
        Say(unfit.Faults.DistinctBy(fault => fault.Code));
        Details = [.. unfit.Faults.Where(fault => Detailed.Contains(fault.Code)).Select(fault => fault.Detail)];
        return Page();
    }
}
