using System.Diagnostics;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace DelningsNav.Web.Pages.Arbetsyta.Nedteckna;

/// <summary>One recorded answer: what a colleague recorded, the scan, and the second person's yes or no.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class ConfirmationPage(ReadRecordedAnswer read, ConfirmRecordedAnswer confirm) : FormPage
{
    /// <summary>The recorded answer.</summary>
    public RecordedAnswerView Found { get; private set; } = null!;

    /// <summary>
    /// The result of the reader's decision: <c>bekraftat</c>, <c>nekat</c>, <c>slut</c>, <c>avgjort</c> or
    /// <c>motsagt</c>; null before the decision.
    /// </summary>
    public string? Done { get; private set; }

    /// <summary>Whether the recorded answer is right.</summary>
    [Typed]
    public bool? IsRight { get; set; }

    /// <summary>What is not right in the recorded answer.</summary>
    [Typed]
    [FaultsAt]
    public string? Why { get; set; }

    /// <inheritdoc/>
    protected override string FaultPrefix => "Fault_confirm-";

    /// <summary>
    /// Shows the recorded answer, and logs the reading. After a decision, only its outcome is shown, because the second person has no
    /// reason to read more.
    /// </summary>
    public async Task<IActionResult> OnGetAsync(Guid id, [FromQuery(Name = "klart")] string? done, CancellationToken ct)
    {
        if (done is "bekraftat" or "nekat" or "slut" or "avgjort" or "motsagt")
        {
            Done = done;
            return Page();
        }

        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    /// <summary>Sends the scan as a file; the opening is logged first.</summary>
    public async Task<IActionResult> OnGetUnderlagAsync(Guid id, CancellationToken ct)
    {
        if (await read.OpenScanAsync(new RecordedAnswerId(id), new Caller.Staff(User.StaffId()), ct) is not { } scan)
        {
            return NotFound();
        }

        Response.Headers[HeaderNames.CacheControl] = "no-store";
        return File(scan.Content.ToArray(), scan.MediaType, FileNameOf(scan));
    }

    /// <summary>Receives the decision. If a decision is sent twice, the first decision counts.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        var recorded = new RecordedAnswerId(id);
        var me = new Caller.Staff(User.StaffId());
        if (IsRight is not { } right)
        {
            Check(false, nameof(IsRight), "Fault_confirm-missing");
            return await ReadAsync(id, ct) ? Page() : NotFound();
        }

        var why = ConfirmRecordedAnswer.Reason.Read(Why);
        return (right ? await confirm.ConfirmAsync(recorded, me, ct) : await confirm.RejectAsync(recorded, why, me, ct)) switch
        {
            ConfirmOutcome.Confirmed => await SaidAsync(id, "bekraftat", ct),
            ConfirmOutcome.Rejected => await SaidAsync(id, "nekat", ct),
            ConfirmOutcome.NoLongerAsked => await SaidAsync(id, "slut", ct),
            ConfirmOutcome.DecidedAlready => await SaidAsync(id, "avgjort", ct),
            ConfirmOutcome.Contradicted => await SaidAsync(id, "motsagt", ct),
            ConfirmOutcome.SamePerson => Redirect($"/arbetsyta/bekrafta/{id}"),
            ConfirmOutcome.Invalid invalid => await FaultyAsync(id, invalid, ct),
            ConfirmOutcome.NoSuchAnswer => NotFound(),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>A scan's file name. It does not name a person.</summary>
    internal static string FileNameOf(Scan scan) => "blankett" + MediaTypes.Ending(scan.MediaType);

    private Task<IActionResult> SaidAsync(Guid id, string done, CancellationToken ct) =>
        SentAsync($"/arbetsyta/bekrafta/{id}?klart={done}", ct);

    private async Task<IActionResult> FaultyAsync(Guid id, ConfirmOutcome.Invalid invalid, CancellationToken ct)
    {
        Say(invalid.Faults);
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await read.ReadAsync(new RecordedAnswerId(id), new Caller.Staff(User.StaffId()), ct) is not { } found)
        {
            return false;
        }

        Found = found;
        return true;
    }
}
