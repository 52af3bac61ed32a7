using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Arbetsyta;

/// <summary>The hub's answer to a request: what may be read and on what ground, what may not and what would change it, what is being judged.</summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class AnswerPage(
    RequestAnswers answers, ReleaseInformation release, EmergencyOfRequest emergencies, IStringLocalizer<ArbetsytaTexts> texts) : PageModel
{
    /// <summary>The request with its answer.</summary>
    public RequestAnswer Answer { get; private set; } = null!;

    /// <summary>What there is of emergency in the request.</summary>
    public RequestEmergency Emergency { get; private set; } = new([], null);

    /// <summary>Whether the last attempt to decide again met with changes all the while.</summary>
    public bool Unsettled { get; private set; }

    /// <summary>Whether nothing may be read, for the same reason throughout: then the denial is the page.</summary>
    public bool IsDenial =>
        Answer.Types.All(t => IsDenied(t.State)) && Answer.Types.Select(ReasonOf).Distinct().Count() == 1;

    /// <summary>What would open all that was asked for: each way once.</summary>
    public IReadOnlyList<WayToOpen> Opens => [.. Answer.Types.SelectMany(type => type.Opens).Distinct()];

    /// <summary>Shows the answer; the reading is logged.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, [FromQuery(Name = "upptaget")] bool unsettled, CancellationToken ct)
    {
        if (await answers.ReadAsync(new RequestId(id), User.StaffId(), ct) is not { } found)
        {
            return NotFound();
        }

        Answer = found;
        Emergency = await emergencies.ReadAsync(found.Id, User.StaffId(), ct) ?? Emergency;
        Unsettled = unsettled;
        return Page();
    }

    /// <summary>Has the hub decide again, now that something may have changed.</summary>
    public async Task<IActionResult> OnPostIgenAsync(Guid id, CancellationToken ct)
    {
        // Only those who may see the answer may have it decided anew: a decision by another would stand in their way.
        if (await answers.ReadAsync(new RequestId(id), User.StaffId(), ct) is null)
        {
            return NotFound();
        }

        return await release.HandleAsync(new RequestId(id), new Caller.Staff(User.StaffId()), Opening.Nothing, ct) switch
        {
            ReleaseOutcome.Answered => LocalRedirect($"~/arbetsyta/begaran/{id}"),
            ReleaseOutcome.Unsettled => LocalRedirect($"~/arbetsyta/begaran/{id}?upptaget=true"),
            ReleaseOutcome.NoSuchRequest => NotFound(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Why a type may not be read, in one sentence.</summary>
    public string ReasonOf(TypeAnswer type) => type.State switch
    {
        SurveyState.Refused when type.Refusal is null && type.Missing is [var first, ..] => first.InWords(),
        SurveyState.Refused when type.Refusal is not null => texts["Why_RefusedByHolder"],
        var state => texts["Why_" + state, Answer.HolderName, type.DecidedAt is { } at ? PageDates.Day(at) : ""],
    };

    /// <summary>What would change a denial: words per state, or per what is missing.</summary>
    public string ChangeOf(TypeAnswer type) => (type.State, type.Missing) switch
    {
        (SurveyState.Refused, _) when type.Refusal is { } refusal => texts["Change_refused-by-holder", refusal.CaseNumber, PageDates.Day(refusal.DecidedAt)],
        (SurveyState.Refused, [var first, ..]) => texts["Change_" + first.Code, "", ""],
        var (state, _) => texts["Change_" + state],
    };

    /// <summary>The rule that the reason is of, or null when naming it would tell something secret.</summary>
    public static Missing? RuleBehind(TypeAnswer type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Missing.FirstOrDefault(missing => type.Refusal is null || missing.Code == "refused-by-holder") is { Law.Length: > 0 } rule ? rule : null;
    }

    /// <summary>Whether asking the family is what leads on.</summary>
    public static bool LeadsToFamily(TypeAnswer type) =>
        type.State is SurveyState.ConsentMissing or SurveyState.ConsentEnded
        || (type.State is SurveyState.WaitsForAssessor or SurveyState.Refused && type.Consent == ConsentStanding.NotAsked && type.Missing.Any(m => m.Code == "consent"));

    /// <summary>The address where the family is asked for these types.</summary>
    public string FamilyAddress(IEnumerable<TypeAnswer> types) =>
        $"/arbetsyta/arenden/{Answer.Case.Id}/samtycke?hos={Answer.Holder}&fran={Answer.PeriodFrom:yyyy-MM-dd}&till={Answer.PeriodTo:yyyy-MM-dd}"
        + string.Concat(types.Where(LeadsToFamily).Select(t => $"&typ={Uri.EscapeDataString(t.RecordType)}"));

    private static bool IsDenied(SurveyState state) => state is
        SurveyState.ConsentMissing or SurveyState.ConsentNotGiven or SurveyState.ConsentEnded or SurveyState.WaitsForFamily
        or SurveyState.ConsentGiven or SurveyState.Refused or SurveyState.NothingHeld;
}
