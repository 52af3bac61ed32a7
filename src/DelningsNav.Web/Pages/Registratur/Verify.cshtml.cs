using System.Globalization;
using System.Text;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>Verifies the log, and offers the files that others need to verify it without the hub.</summary>
[Authorize(Policy = SignInSetup.RegistratorPolicy)]
public sealed class VerifyPage(LogVerifications verifications, LogProofs proofs, ExportLog export) : PageModel
{
    // This time is long enough for the log of a small city. A longer verification continues in the background, and the page shows its
    // progress.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The registrator's latest verification, or null when there is none.</summary>
    public LongRun<LogProgress, LogVerification>? Run { get; private set; }

    /// <summary>The log's name.</summary>
    public string Origin => proofs.Origin;

    /// <summary>The public key line that a verifier needs.</summary>
    public string VerifierKey => proofs.VerifierKey;

    /// <summary>The commands that check an export, an export against an earlier checkpoint, and a receipt.</summary>
    public static string Commands =>
        """
        delningsnav log verify logg.jsonl --key nyckel.txt
        delningsnav log verify logg.jsonl --key nyckel.txt --since kontrollpunkt.txt
        delningsnav log verify loggpost.tlog-proof --key nyckel.txt
        """;

    /// <summary>The share of the log that has been verified, in per cent.</summary>
    public int Percent => Run is { Progress: { Total: > 0 } progress } ? (int)(100 * progress.Done / progress.Total) : 0;

    /// <summary>Shows the latest verification.</summary>
    public void OnGet() => Run = verifications.Latest(User.StaffId());

    /// <summary>Starts a verification, or waits for the verification that is already running.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await verifications.StartAsync(User.StaffId(), Patience, ct);
        return RedirectToPage();
    }

    /// <summary>Sends the current signed head of the log.</summary>
    public async Task<IActionResult> OnGetKontrollpunktAsync(CancellationToken ct)
    {
        var checkpoint = await proofs.CheckpointAsync(ct);
        var name = string.Create(CultureInfo.InvariantCulture, $"kontrollpunkt-{checkpoint.Checkpoint.Size}.txt");
        return File(Encoding.UTF8.GetBytes(checkpoint.ToString()), "text/plain; charset=utf-8", name);
    }

    /// <summary>Sends the export. It is asked for by POST, because the export is logged.</summary>
    public async Task<IActionResult> OnPostExportAsync(CancellationToken ct) =>
        await export.HandleAsync(new Caller.Staff(User.StaffId()), ct) is ExportOutcome.Ready ready
            ? new StreamedFile(
                "application/jsonl; charset=utf-8",
                string.Create(CultureInfo.InvariantCulture, $"logg-{ready.Checkpoint.Checkpoint.Size}.jsonl"),
                ready.WriteAsync)
            : NotFound();
}
