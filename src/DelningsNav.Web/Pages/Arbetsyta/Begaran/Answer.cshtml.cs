using System.Diagnostics;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Arbetsyta.Begaran;

/// <summary>
/// The hub's answer to a request: what may be read and on what ground, what may not and what would change that, and what is being assessed.
/// </summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class AnswerPage(
    RequestAnswers answers, ReleaseInformation release, AskAfterDenial ask, EmergencyOfRequest emergencies, TimeProvider clock) : FormPage
{
    /// <summary>The request with its answer.</summary>
    public RequestAnswer Answer { get; private set; } = null!;

    /// <summary>The emergency accesses of the request.</summary>
    public RequestEmergency Emergency { get; private set; } = new([], null);

    /// <summary>Whether the last attempt to decide again failed because the facts changed every time.</summary>
    public bool Unsettled { get; private set; }

    /// <summary>Whether nothing may be read, and the reason is the same for every type. The page then shows only the denial.</summary>
    public bool IsDenial =>
        Answer.Types.All(t => IsDenied(t.State)) && Answer.Types.Select(ReasonOf).Distinct().Count() == 1;

    /// <summary>The ways that would open the records that were asked for. Each way occurs once.</summary>
    public IReadOnlyList<WayToOpen> Opens => [.. Answer.Types.SelectMany(type => type.Opens).Distinct()];

    /// <summary>Whether the family has just been asked.</summary>
    public bool IsFamilyAsked { get; private set; }

    /// <summary>The tokens of the denials that the family will be asked about.</summary>
    [BindProperty]
    public List<string> Tokens { get; set; } = [];

    /// <summary>The child's view, if the child is to be heard.</summary>
    [BindProperty]
    [FaultsAt]
    public string? ChildsView { get; set; }

    /// <summary>The types for which asking the family may open a record.</summary>
    public IReadOnlyList<TypeAnswer> ToAskAbout => [.. Answer.Types.Where(LeadsToFamily)];

    /// <summary>
    /// The tokens of the denials of those types. The list is empty if one of the denials has no token. Staff then use the form instead.
    /// </summary>
    public IReadOnlyList<string> TokensToAsk =>
        ToAskAbout.Select(type => ConsentWay(type)?.Token).ToList() is var tokens && tokens.Contains(null)
            ? []
            : [.. tokens.Select(token => token!).Distinct()];

    /// <summary>Whether the child's view is noted with the question.</summary>
    public bool AsksChild => ToAskAbout.Any(type => ConsentWay(type)?.Signers == SignersInKind.GuardiansWhenChildIsHeard);

    /// <summary>The days that the records may cover, in the question to the family.</summary>
    public (DateOnly From, DateOnly To) Window => AskForConsent.UsualWindow(Answer.PeriodFrom, Answer.PeriodTo, Today);

    /// <summary>The last day on which the consent would be valid.</summary>
    public DateOnly LastDay => AskForConsent.UsualLastDay(Today);

    private DateOnly Today => SwedishTime.DayOf(clock.GetUtcNow());

    /// <summary>Shows the answer; the reading is logged.</summary>
    public async Task<IActionResult> OnGetAsync(
        Guid id, [FromQuery(Name = "upptaget")] bool unsettled, [FromQuery(Name = "fragad")] bool asked, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        Unsettled = unsettled;
        IsFamilyAsked = asked && Answer.Types.Any(type => type.Consent == ConsentStanding.Waiting);
        return Page();
    }

    /// <summary>Asks the family about what was denied, in one step.</summary>
    public async Task<IActionResult> OnPostFragaAsync(Guid id, CancellationToken ct)
    {
        var view = AskForConsent.ChildsView.Read(ChildsView);
        var denied = new DenialAsk { Request = new RequestId(id), Tokens = Tokens, ChildsView = view };
        return await ask.HandleAsync(denied, new Caller.Staff(User.StaffId()), ct) switch
        {
            // The family has the question already, because of a double press or a colleague.
            AskOutcome.Asked or AskOutcome.AwaitedAlready => LocalRedirect($"~/arbetsyta/begaran/{id}?fragad=true"),
            AskOutcome.ConsentedAlready => LocalRedirect($"~/arbetsyta/begaran/{id}"),
            AskOutcome.Invalid invalid => await WrongAsync(id, [.. invalid.Faults.Select(fault => "Fault_" + fault.Code)], ct),
            AskOutcome.NobodyCanSign => await WrongAsync(id, ["NobodyCanSign"], ct),
            AskOutcome.NotYourCase => NotFound(),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Has the request decided again, because something may have changed.</summary>
    public async Task<IActionResult> OnPostIgenAsync(Guid id, CancellationToken ct)
    {
        // Only a person who may see the answer may have the request decided again, because a decision for anybody else would replace the
        // answer.
        if (await answers.ReadAsync(new RequestId(id), User.StaffId(), ct) is null)
        {
            return NotFound();
        }

        return await release.HandleAsync(new RequestId(id), new Caller.Staff(User.StaffId()), Opening.Nothing, ct) switch
        {
            ReleaseOutcome.Answered => LocalRedirect($"~/arbetsyta/begaran/{id}"),
            ReleaseOutcome.FactsKeptChanging => LocalRedirect($"~/arbetsyta/begaran/{id}?upptaget=true"),
            ReleaseOutcome.NoSuchRequest => NotFound(),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Why a type may not be read, in one sentence.</summary>
    public string ReasonOf(TypeAnswer type) =>
        type is { State: SurveyState.Refused, Refusal: null, Missing: [var first, ..] } ? first.InWords()
        : type is { State: SurveyState.Refused, Refusal: not null } ? Texts["Why_RefusedByHolder"]
        : Texts["Why_" + type.State, Answer.HolderName, type.DecidedAt is { } at ? PageDates.Day(at) : ""];

    /// <summary>The change that would open a denied type, in words for its state or for what is missing.</summary>
    public string ChangeOf(TypeAnswer type) => (type.State, type.Missing) switch
    {
        (SurveyState.Refused, _) when type.Refusal is { } refusal =>
            Texts["Change_refused-by-holder", refusal.CaseNumber, PageDates.Day(refusal.DecidedAt)],
        (SurveyState.Refused, [var first, ..]) => Texts["Change_" + first.Code, "", ""],
        var (state, _) => Texts["Change_" + state],
    };

    /// <summary>The rule behind the reason, or null if naming the rule would reveal a secret.</summary>
    public static Missing? RuleBehind(TypeAnswer type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Missing.FirstOrDefault(
            missing => type.Refusal is null || missing.Code == MissingCode.RefusedByHolder) is { Law.Length: > 0 } rule
            ? rule
            : null;
    }

    /// <summary>Whether asking the family may open the record.</summary>
    public static bool LeadsToFamily(TypeAnswer type) =>
        type.State is SurveyState.ConsentMissing or SurveyState.ConsentEnded
        || (type.State is SurveyState.WaitsForAssessor or SurveyState.Refused
            && type.Consent == ConsentStanding.NotAsked
            && type.Missing.Any(m => m.Code == MissingCode.Consent));

    /// <summary>The address of the form that asks the family, filled in from the answer.</summary>
    public string FamilyAddress() =>
        $"/arbetsyta/arenden/{Answer.Case.Id}/samtycke?hos={Answer.Holder}"
        + $"&fran={Answer.PeriodFrom:yyyy-MM-dd}&till={Answer.PeriodTo:yyyy-MM-dd}"
        + string.Concat(ToAskAbout.Select(t => $"&typ={Uri.EscapeDataString(t.RecordType.Code)}"));

    private static WayToOpen.Consent? ConsentWay(TypeAnswer type) => type.Opens.OfType<WayToOpen.Consent>().FirstOrDefault();

    private async Task<IActionResult> WrongAsync(Guid id, IReadOnlyList<string> keys, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        foreach (var key in keys)
        {
            Check(false, nameof(ChildsView), key);
        }

        return Page();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await answers.ReadAsync(new RequestId(id), User.StaffId(), ct) is not { } found)
        {
            return false;
        }

        Answer = found;
        Emergency = await emergencies.ReadAsync(found.Id, User.StaffId(), ct) ?? Emergency;
        return true;
    }

    private static bool IsDenied(SurveyState state) => state is
        SurveyState.ConsentMissing or SurveyState.ConsentNotGiven or SurveyState.ConsentEnded or SurveyState.WaitsForFamily
        or SurveyState.ConsentGiven or SurveyState.Refused or SurveyState.NothingHeld;
}
