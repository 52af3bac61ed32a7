using DelningsNav.Demo.City;
using DelningsNav.Demo.Languages;
using DelningsNav.Demo.SignIn;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Pages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Demo.Pages.SignIn;

/// <summary>Sign-in to the demo: the visitor chooses a person.</summary>
[AllowAnonymous]
public sealed class SignInPage(
    HubDatabase database, FamilyConsents families, TimeProvider clock, IStringLocalizer<DemoTexts> texts, Attempts attempts)
    : PageModel
{
    /// <summary>The address that the visitor asked for. Only an address on this site is followed.</summary>
    [BindProperty(Name = "till", SupportsGet = true)]
    public string? To { get; set; }

    private DemoSignIn Demo => HttpContext.RequestServices.GetRequiredService<DemoSignIn>();

    /// <summary>The people of the city, grouped by their area, in the order of the tour.</summary>
    internal IEnumerable<(PageArea Area, IReadOnlyList<DemoPerson> Persons)> Groups() =>
        PageArea.All
            .Select(
                area => (area, (IReadOnlyList<DemoPerson>)[.. Demo.Persons.Where(p => p.Areas is [var first, ..] && first == area.Claim)]))
            .Where(group => group.Item2.Count > 0);

    /// <summary>Shows the people of the city.</summary>
    public IActionResult OnGet() => Page();

    /// <summary>Signs the visitor in as the chosen person.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm(Name = "person")] string? key, CancellationToken ct)
    {
        if (Demo.Persons.FirstOrDefault(p => p.Key == key) is not { } person
            || await Demo.PrincipalAsync(person.Key, database, await RoleAsync(person, ct), ct) is not { } principal)
        {
            attempts.SignInFailed("demo");
            ModelState.AddModelError("", texts["SignInUnknown"]);
            return Page();
        }

        await HttpContext.SignInAsync(principal);
        return LocalRedirect(MayGoTo(person) ? To! : "~/");
    }

    // The address must be on this site and in an area that the chosen person may enter.
    private bool MayGoTo(DemoPerson person) =>
        To is ['/', ..]
        && Url.IsLocalUrl(To)
        && PageArea.All.All(area => person.Areas.Contains(area.Claim)
            || !new PathString(To.Split('?', '#')[0]).StartsWithSegments(area.Address));

    private async Task<string> RoleAsync(DemoPerson person, CancellationToken ct)
    {
        if (person.Staff is { } staff)
        {
            await using var db = database.NewContext();
            var known = await KnownStaff.FindAsync(
                db, new Caller.Staff(new StaffMemberId(staff)), SwedishTime.DayOf(clock.GetUtcNow()), ct);
            return known is null ? "" : $"Role{known.Member.Role}";
        }

        var home = await families.ReadAsync(new PersonId(person.Person!.Value), ct);
        return home.ReaderIsPupil ? "RolePupil" : home.Children.Count > 0 ? "RoleGuardian" : "";
    }
}
