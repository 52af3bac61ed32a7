using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>
/// A system owner's first page: the rules in force or why nothing is released, the reader's tasks, and every set in the hub.
/// </summary>
[Authorize(Policy = SignInSetup.SystemOwnerPolicy)]
public sealed class AdministrationPage(
    ReadPolicySets read, ReadEmergencyAllowance emergency, TimeProvider clock, IStringLocalizer<AdministrationTexts> texts) : PageModel
{
    private const int WarnedDaysBefore = 60;

    /// <summary>The sets.</summary>
    public PolicySetsHeld Held { get; private set; } = null!;

    /// <summary>The sets that are planned to be in force later, the earliest first.</summary>
    public IEnumerable<PolicySetLine> Planned =>
        Held.All.Where(line => line.State == PolicySetState.Planned).OrderBy(line => line.PlannedFrom);

    /// <summary>Whether the reader's own authority allows emergency access to its records.</summary>
    public EmergencyAllowanceOfOwner Emergency { get; private set; } = null!;

    /// <summary>The reader's tasks.</summary>
    public IReadOnlyList<WaitingAct> Waiting { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var me = new Caller.Staff(User.StaffId());
        if (await read.ReadAsync(me, ct) is not { } held || await emergency.ReadAsync(me, ct) is not { } now)
        {
            return NotFound();
        }

        (Held, Emergency) = (held, now);
        Waiting = [.. WhatWaits()];
        return Page();
    }

    private IEnumerable<WaitingAct> WhatWaits()
    {
        if (Held is { Alarm: not null, RunsTheHub: true })
        {
            yield return new WaitingAct(
                $"{PolicySetWords.Area}#alla", texts["WaitsActivate"], texts["WaitsActivateHint"], texts["TagNow"], Tone.Danger);
        }

        foreach (var line in Held.All.Where(line => line.Mine is null))
        {
            var address = PolicySetWords.Address(line.Id, "anta");
            switch (line.State)
            {
                case PolicySetState.InForce:
                    yield return new WaitingAct(
                        address, texts["WaitsInForce", line.Version], texts["WaitsInForceHint"], texts["TagNotAdopted"], Tone.Danger);
                    break;
                case PolicySetState.Planned:
                    yield return new WaitingAct(
                        address, texts["WaitsPlanned", line.Version], texts["WaitsPlannedHint", PageDates.Moment(line.PlannedFrom!.Value)],
                        texts["TagNotAdopted"], Tone.Warning);
                    break;
                case PolicySetState.Held:
                    yield return new WaitingAct(
                        PolicySetWords.Address(line.Id), texts["WaitsHeld", line.Version],
                        texts["WaitsHeldHint", PageDates.Day(line.ReceivedAt)], texts["TagNotAdopted"], Tone.Action);
                    break;
                case PolicySetState.Superseded or PolicySetState.Expired or PolicySetState.Retired or PolicySetState.Unsound:
                    // There is nothing to adopt.
                    break;
            }
        }

        if (Held.Current is { State: PolicySetState.InForce } current
            && current.ExpiresOn.DayNumber - SwedishTime.DayOf(clock.GetUtcNow()).DayNumber <= WarnedDaysBefore)
        {
            yield return new WaitingAct(
                $"{PolicySetWords.Area}/ta-emot", texts["WaitsExpiring", PolicySetWords.LastDay(current)], texts["WaitsExpiringHint"],
                texts["TagSoon"], Tone.Warning);
        }
    }
}

/// <summary>One task of a system owner.</summary>
/// <param name="Href">The address at which the task is done.</param>
/// <param name="Title">The task in words.</param>
/// <param name="Hint">Why the task is to be done, or since when it has waited.</param>
/// <param name="Tag">The state of the task in a word or two.</param>
/// <param name="Tone">The tone of that state.</param>
public sealed record WaitingAct(string Href, string Title, string Hint, string Tag, Tone Tone);
