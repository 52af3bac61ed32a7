using System.Diagnostics;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>
/// An answer that staff have recorded in the reader's name: who recorded what, and one button with which the reader says that they did not
/// give it. The page asks for no reason.
/// </summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class RecordedAnswerPage(OwnRecordedAnswers answers, ContradictRecordedAnswer contradict) : PageModel
{
    /// <summary>The recorded answer.</summary>
    public OwnRecordedAnswer Answer { get; private set; } = null!;

    /// <summary>The consent that was answered.</summary>
    public FamilyConsent Consent { get; private set; } = null!;

    /// <summary>The text of what applies now.</summary>
    public string NowKey => Answer.Contradicted is { } contradicted ? KeyOf(contradicted)
        : Answer.HasWithdrawn ? "RecordedWithdrew"
        : Answer.Outcome is not { } outcome ? "RecordedWaits"
        : outcome switch
        {
            RecordedOutcome.Confirmed => "RecordedConfirmed",
            RecordedOutcome.Overtaken or RecordedOutcome.Rejected => "RecordedDoesNotCount",
        };

    /// <summary>The text of what the button leads to.</summary>
    public string MeansKey => Answer.HasWithdrawn ? "RecordedNotMineNo"
        : Answer.Outcome is not { } outcome ? "RecordedNotMineWaits"
        : (outcome, Answer.Answer) switch
        {
            (RecordedOutcome.Confirmed, ConsentAnswer.Yes) => "RecordedNotMineYes",
            (RecordedOutcome.Confirmed, ConsentAnswer.No) => "RecordedNotMineNo",
            (RecordedOutcome.Overtaken or RecordedOutcome.Rejected, ConsentAnswer.Yes or ConsentAnswer.No) => "RecordedNotMineOther",
        };

    /// <summary>Shows the answer.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    /// <summary>Contradicts the answer. If the form is sent twice, the answer is contradicted once and the same page follows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct) =>
        await contradict.HandleAsync(new RecordedAnswerId(id), new Caller.Family(User.PersonId()), ct) switch
        {
            ContradictOutcome.NeverCounts or ContradictOutcome.Withdrawn or ContradictOutcome.NoRemains
                or ContradictOutcome.NothingRestsOnIt => Redirect($"/min-sida/nedtecknade-svar/{id}"),
            ContradictOutcome.NoSuchAnswer => NotFound(),
            _ => throw new UnreachableException(),
        };

    private static string KeyOf(ContradictOutcome contradicted) => contradicted switch
    {
        ContradictOutcome.NeverCounts => "ContradictedNeverCounts",
        ContradictOutcome.Withdrawn => "ContradictedWithdrawn",
        ContradictOutcome.NoRemains => "ContradictedNoRemains",
        ContradictOutcome.NothingRestsOnIt => "ContradictedNothing",
        ContradictOutcome.NoSuchAnswer => throw new UnreachableException("an answer that is shown exists"),
        _ => throw new UnreachableException(),
    };

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await answers.ReadAsync(new RecordedAnswerId(id), User.PersonId(), ct) is not var (answer, consent))
        {
            return false;
        }

        (Answer, Consent) = (answer, consent);
        return true;
    }
}
