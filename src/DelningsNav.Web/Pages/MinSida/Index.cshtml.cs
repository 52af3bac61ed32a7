using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>The first page of a guardian or pupil: the questions to answer and the current consents, for each child.</summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class MinSidaPage(FamilyConsents consents, FamilyUnderCheck underCheck, FamilyMessageBox box) : PageModel
{
    /// <summary>What the reader may see.</summary>
    public FamilyHome Home { get; private set; } = new("", false, []);

    /// <summary>The questions that wait for the reader's own answer, the oldest first.</summary>
    public IReadOnlyList<FamilyConsent> ToAnswer { get; private set; } = [];

    /// <summary>The children whose details are under check, with the doors that the reader may still close.</summary>
    public IReadOnlyList<ChildUnderCheck> UnderCheck { get; private set; } = [];

    /// <summary>How many messages the reader has not read.</summary>
    public int Unread { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Unread = await box.UnreadAsync(User.PersonId(), ct);
        Home = await consents.ReadAsync(User.PersonId(), ct);
        UnderCheck = await underCheck.ReadAsync(User.PersonId(), ct);
        ToAnswer = [.. Home.Children.SelectMany(c => c.Consents)
            .Where(c => c.State is FamilyConsentState.AwaitsYou or FamilyConsentState.HoldsWithoutYou)
            .OrderBy(c => c.RequestedAt)];
    }

    /// <summary>The consents that are active or wait for the answers of others.</summary>
    internal static IReadOnlyList<FamilyConsent> Current(FamilyChild child) =>
        [.. child.Consents.Where(c => PlaceOf(c.State) == Place.Current)
            .OrderBy(c => c.State == FamilyConsentState.Waiting)];

    /// <summary>The earlier consents.</summary>
    internal static IReadOnlyList<FamilyConsent> Earlier(FamilyChild child) =>
        [.. child.Consents.Where(c => PlaceOf(c.State) == Place.Earlier)];

    private static Place PlaceOf(FamilyConsentState state) => state switch
    {
        FamilyConsentState.AwaitsYou or FamilyConsentState.HoldsWithoutYou => Place.ToAnswer,
        FamilyConsentState.Holds or FamilyConsentState.Waiting => Place.Current,
        FamilyConsentState.YouSaidNo or FamilyConsentState.Withdrawn or FamilyConsentState.Expired or FamilyConsentState.Lapsed
            or FamilyConsentState.Ended or FamilyConsentState.Replaced or FamilyConsentState.Annulled or FamilyConsentState.Closed =>
            Place.Earlier,
    };

    private enum Place
    {
        ToAnswer,
        Current,
        Earlier,
    }
}
