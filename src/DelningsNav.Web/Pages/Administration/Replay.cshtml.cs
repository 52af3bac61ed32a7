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
/// Asks a set what the own authority has decided before, and tells which answers would change. It can be left and come back to.
/// </summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class ReplayPage(PolicyReplays replays, ReadPolicySet read, IStringLocalizer<AdministrationTexts> texts) : PolicySetPage(read)
{
    // Long enough for the log of a small city; a longer one goes on by itself and the page says how far it has come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The reader's latest replay of it, or null.</summary>
    public LongRun<ReplayReport, ReplayOutcome>? Run { get; private set; }

    /// <summary>How many of a hundred parts of the log have been gone through.</summary>
    public int Percent => Run?.Progress is { Size: > 0 } progress ? (int)(100 * progress.Read / progress.Size) : 0;

    /// <summary>Says the changes in words.</summary>
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

    /// <summary>Starts a replay, which is logged, or waits for the one under way.</summary>
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
