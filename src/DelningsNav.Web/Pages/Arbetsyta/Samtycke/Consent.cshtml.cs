using System.Diagnostics;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;
using DelningsNav.Web.Pages.Arbetsyta.Forhinder;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Arbetsyta.Samtycke;

/// <summary>
/// Asks the family for consent. Staff choose the records of each holder, the days, and how long the consent would be valid, and check the
/// question before it is sent.
/// </summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
public sealed class AskConsentPage(WhomToAsk whomToAsk, AskForConsent ask, TimeProvider clock) : FormPage
{
    /// <summary>What can be asked for.</summary>
    public AskChoices Choices { get; private set; } = null!;

    /// <summary>Whether the family has just been asked.</summary>
    public bool IsSent { get; private set; }

    /// <summary>What is asked for, each item as <c>holder:type</c>.</summary>
    [Typed]
    [FaultsAt]
    public List<string> Scopes { get; set; } = [];

    /// <summary>The first day that the records may cover, as typed.</summary>
    [Typed]
    public string? From { get; set; }

    /// <summary>The last day that the records may cover, as typed.</summary>
    [Typed]
    [FaultsAt("dataTo")]
    public string? To { get; set; }

    /// <summary>The last day on which the consent would be valid, as typed.</summary>
    [Typed]
    [FaultsAt("validUntil")]
    public string? Until { get; set; }

    /// <summary>A message to the family.</summary>
    [Typed]
    public string? Message { get; set; }

    /// <summary>The child's view.</summary>
    [Typed]
    public string? ChildsView { get; set; }

    /// <summary>
    /// How often each record may be shown: <c>any</c>, <c>once</c>, or <c>limited</c> to <see cref="UsesTimes"/> in each
    /// <see cref="UsesPer"/>.
    /// </summary>
    [Typed]
    public string Uses { get; set; } = "any";

    /// <summary>How many times each record may be shown in the period, as typed.</summary>
    [Typed]
    [FaultsAt("useLimit")]
    public string? UsesTimes { get; set; }

    /// <summary>The period: <c>day</c>, <c>week</c> or <c>month</c>.</summary>
    [Typed]
    public string UsesPer { get; set; } = "week";

    /// <summary>How long the reader's own branch promises to store what it receives.</summary>
    [Typed]
    [FaultsAt("retentionPromise")]
    public string? Kept { get; set; }

    /// <summary>The circumstance that decides which rule on signers applies.</summary>
    [Typed]
    public SigningCircumstance Circumstance { get; set; }

    /// <summary>Why a rule other than the usual rule on signers applies.</summary>
    [Typed]
    public string? CircumstanceReason { get; set; }

    /// <summary>A guardian who cannot take part.</summary>
    [Typed]
    public PreventedForm Prevented { get; set; } = new();

    /// <summary>Whether a statement that one of several guardians is prevented can be used here.</summary>
    public bool CountsPrevented =>
        Choices.Guardians.Count > 1
            && Choices.Rules.Counts(SignerExceptionCodes.PreventedGuardian, Choices.Purpose)
            && PartIn(SigningCircumstance.Usual).Guardians;

    /// <summary>The next step: show the check page, return to the form, or send.</summary>
    [BindProperty]
    public string? Step { get; set; }

    /// <summary>Whether the child is old enough to be heard but too young to sign.</summary>
    public bool AsksChild => PartIn(SigningCircumstance.Usual).Child == ChildsPart.IsHeard;

    /// <summary>The circumstance in which another rule on signers applies to a child of this age, or null if there is none.</summary>
    public SigningCircumstance? OtherCircumstance =>
        PartIn(SigningCircumstance.ChildFoundMature) != PartIn(SigningCircumstance.Usual) ? SigningCircumstance.ChildFoundMature
        : PartIn(SigningCircumstance.ChildsOwnMatter) != PartIn(SigningCircumstance.Usual) ? SigningCircumstance.ChildsOwnMatter
        : null;

    /// <summary>The limit on how often each record may be shown, in words.</summary>
    public string UsesInWords() => Texts[$"Uses_{UseLimitOf()?.Code}", UsesTimes ?? ""];

    /// <summary>Whether a type under a holder's heading is chosen. If so, the heading is expanded.</summary>
    public bool IsChosen(HolderChoice holder) => holder.Types.Any(t => Scopes.Contains($"{holder.Holder}:{t.Code}"));

    /// <summary>The chosen types of each holder. Types that the family has been asked about already are left out.</summary>
    public IReadOnlyList<(HolderChoice Holder, IReadOnlyList<TypeChoice> Types)> Chosen() =>
    [
        .. from holder in Choices.Holders
           let types = holder.Types.Where(t => CanBeAsked(t) && Scopes.Contains($"{holder.Holder}:{t.Code}")).ToList()
           where types.Count > 0
           select (holder, (IReadOnlyList<TypeChoice>)types),
    ];

    /// <summary>Whether the family can be asked about this type now.</summary>
    public static bool CanBeAsked(TypeChoice type) => !type.NeedsNoConsent && type.Consent != ConsentStanding.Waiting;

    /// <summary>Shows the form, filled in from the request that led to it, or a page that says that the family has been asked.</summary>
    public async Task<IActionResult> OnGetAsync(
        Guid id,
        [FromQuery(Name = "hos")] Guid? holder,
        [FromQuery(Name = "typ")] string[] types,
        [FromQuery(Name = "fran")] DateOnly? from,
        [FromQuery(Name = "till")] DateOnly? to,
        [FromQuery(Name = "skickad")] bool sent,
        CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        if (HasDraft)
        {
            IsChecking = IsAtCheck && Read(id) is not null;
            return Page();
        }

        var today = Today();
        IsSent = sent && Choices.Holders.Any(h => h.Types.Any(t => t.Consent == ConsentStanding.Waiting));
        Scopes = holder is null ? [] : [.. types.Select(type => $"{holder}:{type}")];
        var window = AskForConsent.UsualWindow(Taken(from), Taken(to), today);
        (From, To, Until) = (TypedDay.Of(window.From), TypedDay.Of(window.To), TypedDay.Of(AskForConsent.UsualLastDay(today)));
        Kept = Choices.Rules.RetentionPromises[0].Code;
        return Page();
    }

    /// <summary>Takes the next step. Only the last step asks the family.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        if (Step == "andra")
        {
            return ToForm();
        }

        // The question has been sent already, by a double press or a reloaded page. Every chosen type waits for the family's answer.
        if (Step == "skicka" && Scopes.Count > 0 && Chosen().Count == 0 && Choices.Holders.Any(IsWaiting))
        {
            return await SentAsync(SentAddress(id), ct);
        }

        if (Read(id) is not { } asked)
        {
            return Page();
        }

        if (Step != "skicka")
        {
            return await ToCheckAsync(ct);
        }

        return await ask.HandleAsync(asked, new Caller.Staff(User.StaffId()), ct) switch
        {
            AskOutcome.Asked => await SentAsync(SentAddress(id), ct),
            AskOutcome.Invalid invalid => Faulty(invalid.Faults),
            AskOutcome.ConsentedAlready => Wrong(nameof(Scopes), "ConsentedAlready"),
            AskOutcome.AwaitedAlready => Wrong(nameof(Scopes), "AwaitedAlready"),
            AskOutcome.NobodyCanSign => Wrong(nameof(Scopes), "NobodyCanSign"),
            AskOutcome.NotYourCase => NotFound(),
            _ => throw new UnreachableException(),
        };
    }

    private ConsentAsk? Read(Guid id)
    {
        var chosen = Chosen();
        var from = DayOf(nameof(From), From);
        var to = DayOf(nameof(To), To);
        var until = DayOf(nameof(Until), Until);
        var today = Today();
        Check(chosen.Count > 0, nameof(Scopes), "Fault_no-record-types");
        Check(from is null || to is null || from <= to, nameof(To), "Fault_period-reversed");
        Check(until is null || until >= today, nameof(Until), "Fault_validity-passed");
        Check(until is null || until < today.AddYears(1), nameof(Until), "Fault_validity-too-long");
        var message = AskForConsent.Message.Read(Message);
        var view = AskForConsent.ChildsView.Read(ChildsView);
        var reason = Circumstance == SigningCircumstance.Usual ? FreeText.None : AskForConsent.CircumstanceReason.Read(CircumstanceReason);
        Check(UseLimitOf() is not null, nameof(UsesTimes), "Fault_unknown-use-limit");
        Check(
            RetentionPromise.TryParse(Kept, out var promise) && Choices.Rules.RetentionPromises.Contains(promise),
            nameof(Kept),
            "Fault_unknown-retention-promise");
        Say([.. message.Faults, .. view.Faults, .. reason.Faults]);
        Check(PartIn(Circumstance).Child != ChildsPart.IsHeard || !view.IsEmpty, nameof(ChildsView), "Fault_childs-view-missing");
        Check(
            Circumstance == SigningCircumstance.Usual || !reason.IsEmpty,
            nameof(CircumstanceReason),
            "Fault_circumstance-reason");
        foreach (var (field, key) in Prevented.Faults())
        {
            Check(false, $"{nameof(Prevented)}.{field}", key);
        }

        return !ModelState.IsValid
            ? null
            : new ConsentAsk
            {
                Case = new CaseId(id),
                Scopes = [.. chosen.Select(c => new ConsentScope(c.Holder.Holder, [.. c.Types.Select(t => t.Code)]))],
                DataFrom = from!.Value,
                DataTo = to!.Value,
                // The last day counts in full, in Sweden.
                ValidUntil = SwedishTime.StartOf(until!.Value.AddDays(1)),
                Uses = UseLimitOf()!.Value,
                RetentionPromise = promise,
                Circumstance = Circumstance,
                CircumstanceReason = reason,
                Prevented = Prevented.ToAsk(),
                Message = message,
                ChildsView = AsksChild ? view : FreeText.None,
            };
    }

    private SignersFromAge PartIn(SigningCircumstance circumstance) =>
        Choices.Rules.HasProcedure(Choices.Purpose)
            ? Choices.Rules.SignersFor(Choices.Purpose, circumstance).At(Choices.Case.ChildAge) with { From = 0 }
            : new SignersFromAge(0, true, ChildsPart.TakesNoPart);

    private UseLimit? UseLimitOf() =>
        UseLimit.TryParse(Uses == "limited" ? $"{UsesTimes?.Trim()}-per-{UsesPer}" : Uses, out var limit) ? limit : null;

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await whomToAsk.ReadAsync(new CaseId(id), User.StaffId(), ct) is not { } choices)
        {
            return false;
        }

        Choices = choices;
        return true;
    }

    private bool IsWaiting(HolderChoice holder) => holder.Types.Any(t =>
        t.Consent == ConsentStanding.Waiting && Scopes.Contains($"{holder.Holder}:{t.Code}"));

    private static string SentAddress(Guid id) => $"/arbetsyta/arenden/{id}/samtycke?skickad=true";

    private DateOnly? DayOf(string field, string? typed) => TypedDay.Read(ModelState, Texts["Fault_date"], field, typed);

    private static DateOnly? Taken(DateOnly? day) => day is { } some && SwedishTime.IsTaken(some) ? some : null;

    private DateOnly Today() => SwedishTime.DayOf(clock.GetUtcNow());
}
