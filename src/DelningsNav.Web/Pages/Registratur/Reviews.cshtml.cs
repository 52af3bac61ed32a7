using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>
/// The emergency accesses to records of the registrator's own authority: outstanding reviews with their age, and closed reviews.
/// </summary>
[Authorize(Policy = SignInSetup.RegistratorPolicy)]
public sealed class ReviewsPage(
    EmergencyReviews reviews, PageRules rules, IStringLocalizer<RegistraturTexts> texts, IStringLocalizer<SharedTexts> shared) : PageModel
{
    /// <summary>How many days a review may be outstanding before it is late.</summary>
    private const int Late = 7;

    /// <summary>The outstanding reviews, the oldest first.</summary>
    public IReadOnlyList<ReviewLine> Waiting { get; private set; } = [];

    /// <summary>The closed reviews, the latest first.</summary>
    public IReadOnlyList<ReviewLine> Closed { get; private set; } = [];

    /// <summary>Whether a review has just been closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The words for the codes of the log.</summary>
    public LogWords Words { get; } = new(texts, shared, code => rules.Policies.RecordTypes.TryFind(code, out var type) ? type : null);

    /// <summary>How long a review has been outstanding, in words.</summary>
    public static string Waited(ReviewLine review, IStringLocalizer<RegistraturTexts> texts)
    {
        ArgumentNullException.ThrowIfNull(review);
        ArgumentNullException.ThrowIfNull(texts);
        return review.DaysWaited switch
        {
            0 => texts["ReviewWaitedToday"],
            1 => texts["ReviewWaitedOne"],
            var days => texts["ReviewWaitedMany", days],
        };
    }

    /// <summary>The tone of that time.</summary>
    public static Tone ToneOf(ReviewLine review)
    {
        ArgumentNullException.ThrowIfNull(review);
        return review.DaysWaited > Late ? Tone.Danger : Tone.Warning;
    }

    /// <summary>Shows the reviews.</summary>
    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "avslutad")] bool closed, CancellationToken ct)
    {
        if (await reviews.ReadAsync(new Caller.Staff(User.StaffId()), ct) is not { } lines)
        {
            return NotFound();
        }

        IsClosed = closed;
        Waiting = [.. lines.Where(line => line.ClosedAt is null)];
        Closed = [.. lines.Where(line => line.ClosedAt is not null)];
        return Page();
    }
}
