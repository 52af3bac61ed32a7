using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>Where a guardian or pupil begins: what waits for an answer, what holds now, and for whom.</summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class MinSidaPage(FamilyConsents consents, FamilyMessageBox box) : PageModel
{
    /// <summary>What the reader may see.</summary>
    public FamilyHome Home { get; private set; } = new("", false, []);

    /// <summary>What waits for the reader's own answer, the oldest question first.</summary>
    public IReadOnlyList<FamilyConsent> ToAnswer { get; private set; } = [];

    /// <summary>How many messages the reader has not read.</summary>
    public int Unread { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Unread = await box.UnreadAsync(User.PersonId(), ct);
        Home = await consents.ReadAsync(User.PersonId(), ct);
        ToAnswer = [.. Home.Children.SelectMany(c => c.Consents)
            .Where(c => c.State is FamilyConsentState.AwaitsYou or FamilyConsentState.HoldsWithoutYou)
            .OrderBy(c => c.RequestedAt)];
    }

    /// <summary>What holds or is on its way.</summary>
    internal static IReadOnlyList<FamilyConsent> Current(FamilyChild child) =>
        [.. child.Consents.Where(c => c.State is FamilyConsentState.Holds or FamilyConsentState.Waiting)
            .OrderBy(c => c.State == FamilyConsentState.Waiting)];

    /// <summary>What is over.</summary>
    internal static IReadOnlyList<FamilyConsent> Earlier(FamilyChild child) =>
        [.. child.Consents.Where(c => c.State is not (FamilyConsentState.AwaitsYou or FamilyConsentState.HoldsWithoutYou
            or FamilyConsentState.Holds or FamilyConsentState.Waiting))];
}
