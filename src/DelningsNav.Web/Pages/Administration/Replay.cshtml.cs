using System.Globalization;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Replays;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>
/// Decides again, with a chosen set, what the reader's own authority has decided before, and shows which answers would change. The reader
/// can leave the page and return to it.
/// </summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class ReplayPage(PolicyReplays replays, ReadPolicySet read, IStringLocalizer<AdministrationTexts> texts) : PolicySetPage(read)
{
    // This time is long enough for the log of a small city. A longer replay continues in the background, and the page shows its progress.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The reader's latest replay of this set, or null.</summary>
    public LongRun<ReplayReport, ReplayOutcome>? Run { get; private set; }

    /// <summary>The share of the log that has been read, in per cent.</summary>
    public int Percent => Run?.Progress is { Size: > 0 } progress ? (int)(100 * progress.Read / progress.Size) : 0;

    /// <summary>The words for the changes.</summary>
    public ReplayWords Words(ReplayOutcome.Replayed replayed) => new(texts, replayed.Candidate);

    /// <summary>A number as people write it.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>Shows the latest replay.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        Run = replays.Latest(User.StaffId(), Set.Line.Id);
        return Page();
    }

    /// <summary>Starts a replay, which is logged, or waits for the replay that is already running.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        await replays.StartAsync(User.StaffId(), Set.Line.Id, Patience, ct);
        return Redirect(PolicySetWords.Address(Set.Line.Id, "prova"));
    }
}
