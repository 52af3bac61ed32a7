using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>
/// One emergency access with everything that is needed to judge it, and the form that closes its review. Opening the page is logged.
/// </summary>
[Authorize(Policy = SignInSetup.RegistratorPolicy)]
public sealed class ReviewPage(
    EmergencyReviews reviews, ReviewEmergency close, PageRules rules, IStringLocalizer<RegistraturTexts> texts,
    IStringLocalizer<SharedTexts> shared) : FormPage
{
    /// <summary>The review.</summary>
    public ReviewMatter Matter { get; private set; } = null!;

    /// <summary>The words for the codes of the log.</summary>
    public LogWords Words { get; } = new(texts, shared, code => rules.Policies.RecordTypes.TryFind(code, out var type) ? type : null);

    /// <summary>The outcome.</summary>
    [Typed]
    public ReviewOutcome? Outcome { get; set; }

    /// <summary>The registrator's words.</summary>
    [Typed]
    [FaultsAt]
    public string? Reasons { get; set; }

    /// <inheritdoc/>
    protected override string FaultPrefix => "Fault_review-";

    /// <summary>Shows the review. A missing review and a review that the reader may not see give the same page.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    /// <summary>Closes the review. If the form is sent twice, the first outcome counts and the same page follows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        var words = ReviewEmergency.Words.Read(Reasons);
        switch (await close.HandleAsync(new EmergencyAccessId(id), Outcome, words, new Caller.Staff(User.StaffId()), ct))
        {
            case ReviewEmergencyOutcome.Closed:
                return await SentAsync("/registratur/nodoppningar?avslutad=true", ct);
            case ReviewEmergencyOutcome.OwnEmergency:
                return LocalRedirect($"~/registratur/nodoppningar/{id}");
            case ReviewEmergencyOutcome.NoSuchReview:
                return NotFound();
            case ReviewEmergencyOutcome.Invalid invalid:
                Say(invalid.Faults);
                return await ReadAsync(id, ct) ? Page() : NotFound();
            default:
                throw new UnreachableException();
        }
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reviews.OpenAsync(new EmergencyAccessId(id), new Caller.Staff(User.StaffId()), ct) is not { } matter)
        {
            return false;
        }

        Matter = matter;
        return true;
    }
}
