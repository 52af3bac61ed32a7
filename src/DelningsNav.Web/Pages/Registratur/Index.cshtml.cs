using DelningsNav.Hub.Foundation;
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
/// A registrator's first page: how the registrator's own authority decides, what is outstanding, and the ways into the log.
/// </summary>
[Authorize(Policy = SignInSetup.RegistratorPolicy)]
public sealed class RegistraturPage(
    ReadLogFigures read, ReadAttempts attempts, EmergencyReviews reviews, FindPersonForSearch findPerson,
    IStringLocalizer<RegistraturTexts> texts) : PageModel
{
    /// <summary>
    /// The identity number of the person whose entries are searched for. It is sent by POST, so that no address contains it.
    /// </summary>
    [BindProperty]
    public string? Personnummer { get; set; }

    /// <summary>The figures.</summary>
    public LogFigures Figures { get; private set; } = null!;

    /// <summary>The attempts that raise an alarm.</summary>
    public AttemptFigures? Attempts { get; private set; }

    /// <summary>The outstanding reviews of emergencies, the oldest first.</summary>
    public IReadOnlyList<ReviewLine> Reviews { get; private set; } = [];

    /// <summary>Decisions about the authority's own records.</summary>
    public IReadOnlyList<Bar> AsHolder => Bars(Figures.AsHolder);

    /// <summary>Decisions on the authority's own requests.</summary>
    public IReadOnlyList<Bar> AsRecipient => Bars(Figures.AsRecipient);

    /// <summary>Shows the page.</summary>
    public Task<IActionResult> OnGetAsync(CancellationToken ct) => ShowAsync(ct);

    /// <summary>Finds a person by identity number, which is logged, and redirects to the person's entries.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!IdentityNumber.TryParse(Personnummer?.Trim(), out var number))
        {
            ModelState.AddModelError(nameof(Personnummer), texts["PersonnummerWrong"]);
            return await ShowAsync(ct);
        }

        var person = await findPerson.HandleAsync(number, new Caller.Staff(User.StaffId()), ct);
        return RedirectToPage("/Registratur/Log", new { person = person.Value });
    }

    private async Task<IActionResult> ShowAsync(CancellationToken ct)
    {
        if (await read.ReadAsync(new Caller.Staff(User.StaffId()), ct) is not { } figures)
        {
            return NotFound();
        }

        Figures = figures;
        Attempts = await attempts.ReadAsync(new Caller.Staff(User.StaffId()), ct);
        Reviews = [.. (await reviews.ReadAsync(new Caller.Staff(User.StaffId()), ct) ?? []).Where(review => review.ClosedAt is null)];
        return Page();
    }

    private Bar[] Bars(VerdictFigures figures) =>
    [
        new(texts["Verdict-release"], figures.Released), new(texts["Verdict-refer"], figures.Referred),
        new(texts["Verdict-refuse"], figures.Refused),
    ];
}
