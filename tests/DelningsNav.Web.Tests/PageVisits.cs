using System.Net;
using System.Security.Claims;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Sessions;
using DelningsNav.Policies.Consents;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Localization;

namespace DelningsNav.Web.Tests;

/// <summary>Pages as a browser gets them, signed in or not.</summary>
internal static class PageVisits
{
    /// <summary>
    /// The claim of a signed-in member of staff. The session opens every area of staff, so that the hub
    /// decides what the person may do there.
    /// </summary>
    public static Claim Staff(StaffMemberId id) => new(SignInSetup.StaffClaim, id.ToString());

    /// <summary>The claim of a signed-in guardian or pupil.</summary>
    public static Claim Family(PersonId id) => new(SignInSetup.PersonClaim, id.ToString());

    /// <summary>The page, which must exist.</summary>
    public static async Task<string> ReadPageAsync(this TestApp app, string path, Claim? claim = null, string language = "sv")
    {
        using var answer = await app.VisitAsync(path, claim, language);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Signs a person in with a new session, and returns the header with its cookie.</summary>
    public static async Task<string> SignInAsync(this TestApp app, params Claim[] claims)
    {
        var person = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
        var content = TicketSerializer.Default.Serialize(new AuthenticationTicket(person, null, SignInSetup.Scheme));
        var signIn = new NewSession(person.SignedIn()!, Convert.ToBase64String(content), "test", "Firefox, Windows");
        var secret = await app.Get<PersonSessions>().BeginAsync(signIn, before: null, TestContext.Current.CancellationToken);
        return $"{app.Get<HubCookies>().Session}={secret}";
    }

    /// <summary>The answer of an address.</summary>
    public static async Task<HttpResponseMessage> VisitAsync(this TestApp app, string path, Claim? claim = null, string language = "sv")
    {
        var request = app.Call(HttpMethod.Get, path);
        if (language != "sv")
        {
            var choice = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(ConsentLanguages.CultureOf(language)));
            request.Headers.Add("Cookie", $"{Language.Cookie}={Uri.EscapeDataString(choice)}");
        }

        if (claim is not null)
        {
            Claim[] areas = claim.Type == SignInSetup.StaffClaim
                ? [new("area", "arbetsyta"), new("area", "registratur")]
                : [new("area", "minsida")];
            request.Headers.Add("Cookie", await app.SignInAsync([claim, .. areas]));
        }

        return await TestApp.SendAsIsAsync(request);
    }
}
