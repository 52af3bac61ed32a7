using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Arbetsyta.Begaran;

/// <summary>
/// The page on which staff ask one holder for records in a case. They first choose the holder, and then state the record types, the days
/// and the reason.
/// </summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class AskPage(
    WhomToAsk whomToAsk, RequestInformation ask, ReleaseInformation release, TimeProvider clock) : FormPage
{
    // If a form is sent again within this time, by a double press or a reloaded page, the page redirects to the first request.
    private static readonly TimeSpan SameAsk = TimeSpan.FromMinutes(10);

    /// <summary>What can be asked for.</summary>
    public AskChoices Choices { get; private set; } = null!;

    /// <summary>The holders to choose from; a single one when the holder is chosen.</summary>
    public IReadOnlyList<HolderChoice> Holders { get; private set; } = [];

    /// <summary>The chosen holder, or null while there is a choice to make.</summary>
    public HolderChoice? Chosen { get; private set; }

    /// <summary>The holder that is asked.</summary>
    [Typed]
    public Guid Holder { get; set; }

    /// <summary>The types that are asked for.</summary>
    [Typed]
    [FaultsAt("recordTypes")]
    public List<string> Types { get; set; } = [];

    /// <summary>The first day, as typed.</summary>
    [Typed]
    public string? From { get; set; }

    /// <summary>The last day, as typed.</summary>
    [Typed]
    [FaultsAt("periodTo")]
    public string? To { get; set; }

    /// <summary>Why the records are needed.</summary>
    [Typed]
    public string? Reason { get; set; }

    /// <summary>The state of the family's consent to a type, where consent is needed; null when there is nothing to say.</summary>
    public string? HintOf(TypeChoice type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.NeedsNoConsent
            ? null
            : type.Consent switch
            {
                ConsentStanding.Given => Texts["ConsentGivenHint"].Value,
                ConsentStanding.Waiting => Texts["ConsentWaitingHint"].Value,
                ConsentStanding.NotAsked or ConsentStanding.NotGiven or ConsentStanding.Ended => null,
            };
    }

    /// <summary>Shows the choice of holder, or the form when the holder is known.</summary>
    public async Task<IActionResult> OnGetAsync(
        Guid id, [FromQuery(Name = "hos")] Guid? holder, [FromQuery(Name = "typ")] string[] types, CancellationToken ct)
    {
        if (!await ReadAsync(id, HasDraft ? Holder : holder, types, ct))
        {
            return NotFound();
        }

        if (HasDraft)
        {
            return Page();
        }

        var today = SwedishTime.DayOf(clock.GetUtcNow());
        Types = [.. types];
        Holder = Chosen?.Holder.Value ?? default;
        From = TypedDay.Of(new DateOnly(today.Month >= 8 ? today.Year : today.Year - 1, 8, 1));
        To = TypedDay.Of(today);
        return Page();
    }

    /// <summary>Sends the request, lets the hub decide, and redirects to the answer; or names every fault.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, Holder, [], ct) || Chosen is null)
        {
            return NotFound();
        }

        var from = DayOf(nameof(From), From);
        var to = DayOf(nameof(To), To);
        Check(Types.Count > 0, nameof(Types), "Fault_no-record-types");
        Check(Types.All(CodeForm.Fits), nameof(Types), "Fault_unknown-record-type");
        Check(from is null || to is null || from <= to, nameof(To), "Fault_period-reversed");
        var reason = RequestInformation.Reason.Read(Reason);
        Check(!reason.IsEmpty, nameof(Reason), "Fault_reason-missing");
        foreach (var fault in reason.Faults)
        {
            Check(false, nameof(Reason), "Fault_" + fault.Code);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var asked = new InformationAsk
        {
            Case = new CaseId(id),
            Holder = new BranchId(Holder),
            RecordTypes = [.. Types.Distinct().Select(RecordTypeCode.Parse)],
            PeriodFrom = from!.Value,
            PeriodTo = to!.Value,
            Purpose = Choices.Purpose,
            Reason = reason,
        };
        if (Choices.MyAsks.FirstOrDefault(earlier => IsSame(earlier, asked)) is { } same)
        {
            return await SentAsync($"/arbetsyta/begaran/{same.Id}", ct);
        }

        return await ask.HandleAsync(asked, new Caller.Staff(User.StaffId()), ct) switch
        {
            RequestOutcome.Requested requested => await DecideAsync(requested.Request, ct),
            RequestOutcome.Invalid invalid => Faulty(invalid.Faults),
            RequestOutcome.NotYourCase => NotFound(),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<IActionResult> DecideAsync(RequestId request, CancellationToken ct)
    {
        await release.HandleAsync(request, new Caller.Staff(User.StaffId()), Opening.Nothing, ct);
        return await SentAsync($"/arbetsyta/begaran/{request}", ct);
    }

    private async Task<bool> ReadAsync(Guid id, Guid? holder, string[] types, CancellationToken ct)
    {
        if (await whomToAsk.ReadAsync(new CaseId(id), User.StaffId(), ct) is not { } choices)
        {
            return false;
        }

        Choices = choices;
        Holders = [.. choices.Holders
            .Where(h => holder is null || h.Holder.Value == holder)
            .Where(h => types.Length == 0 || h.Types.Any(t => types.Contains(t.Code.Code)))];
        Chosen = Holders.Count == 1 ? Holders[0] : null;
        return true;
    }

    private bool IsSame(InformationRequest earlier, InformationAsk asked) =>
        clock.GetUtcNow() - earlier.AskedAt < SameAsk
        && earlier.Holder == asked.Holder
        && earlier.RecordTypes.ToHashSet().SetEquals(asked.RecordTypes)
        && (earlier.PeriodFrom, earlier.PeriodTo, earlier.Reason) == (asked.PeriodFrom, asked.PeriodTo, asked.Reason.Value);

    private DateOnly? DayOf(string field, string? typed) => TypedDay.Read(ModelState, Texts["Fault_date"], field, typed);
}
