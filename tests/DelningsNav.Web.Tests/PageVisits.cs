using System.Net;
using System.Security.Claims;
using DelningsNav.Hub.Foundation;
using DelningsNav.Policies.Consents;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DelningsNav.Web.Tests;

/// <summary>Pages as a browser gets them, signed in or not.</summary>
internal static class PageVisits
{
    /// <summary>
    /// What says that somebody of the staff has signed in. To every area of the staff's: what they may do there is for the hub to see to.
    /// </summary>
    public static Claim Staff(StaffMemberId id) => new(SignInSetup.StaffClaim, id.ToString());

    /// <summary>What says that a guardian or pupil has signed in.</summary>
    public static Claim Family(PersonId id) => new(SignInSetup.PersonClaim, id.ToString());

    /// <summary>The page, which must be there.</summary>
    public static async Task<string> ReadPageAsync(this TestApp app, string path, Claim? claim = null, string language = "sv")
    {
        using var answer = await app.VisitAsync(path, claim, language);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What an address answers with.</summary>
    public static Task<HttpResponseMessage> VisitAsync(this TestApp app, string path, Claim? claim = null, string language = "sv")
    {
        var request = app.Call(HttpMethod.Get, path);
        if (language != "sv")
        {
            var choice = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(ConsentLanguages.CultureOf(language)));
            request.Headers.Add("Cookie", $"{Language.Cookie}={Uri.EscapeDataString(choice)}");
        }

        if (claim is not null)
        {
            var cookies = app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
                .Get(CookieAuthenticationDefaults.AuthenticationScheme);
            Claim[] areas = claim.Type == SignInSetup.StaffClaim
                ? [new("area", "arbetsyta"), new("area", "registratur")]
                : [new("area", "minsida")];
            var person = new ClaimsPrincipal(new ClaimsIdentity([claim, .. areas], CookieAuthenticationDefaults.AuthenticationScheme));
            var ticket = new AuthenticationTicket(
                person, new AuthenticationProperties { IssuedUtc = app.Clock.GetUtcNow() },
                CookieAuthenticationDefaults.AuthenticationScheme);
            request.Headers.Add("Cookie", $"{cookies.Cookie.Name}={cookies.TicketDataFormat.Protect(ticket)}");
        }

        return TestApp.SendAsIsAsync(request);
    }
}
