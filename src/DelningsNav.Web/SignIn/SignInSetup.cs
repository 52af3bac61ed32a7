using System.Security.Claims;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace DelningsNav.Web.SignIn;

/// <summary>How people sign in, and which areas a signed-in person may enter.</summary>
public static class SignInSetup
{
    /// <summary>The claim with the id of the signed-in member of staff.</summary>
    public const string StaffClaim = "staff";

    /// <summary>The claim with the id of the signed-in guardian or pupil.</summary>
    public const string PersonClaim = "person";

    /// <summary>The policy for guardians and pupils.</summary>
    public const string FamilyPolicy = "family";

    /// <summary>The policy for staff who work with cases or assess requests.</summary>
    public const string StaffPolicy = "staff";

    /// <summary>The policy for registrators.</summary>
    public const string RegistratorPolicy = "registrator";

    /// <summary>The policy for system owners.</summary>
    public const string SystemOwnerPolicy = "system-owner";

    /// <summary>The scheme of the sessions, by which a way to sign in begins one.</summary>
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>The address where people sign in.</summary>
    internal const string Address = "/logga-in";

    /// <summary>The name that the address to return to has at the sign-in.</summary>
    internal const string ReturnKey = "till";

    /// <summary>
    /// Adds the sessions and the areas' policies. The program that runs the hub adds the way to sign in.
    /// </summary>
    public static void AddSignIn(this IServiceCollection services, HubSetup.Ready setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        services.AddSingleton(new HubCookies(AreSecure: !setup.IsOnThisMachineOnly));
        services.AddSingleton<KeysInDatabase>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeepKeysInDatabase>();
        services.AddDataProtection().SetApplicationName("DelningsNav");
        services.AddAuthentication(Scheme).AddScheme<AuthenticationSchemeOptions, SessionScheme>(Scheme, configureOptions: null);
        services.AddAuthorizationBuilder()
            .AddPolicy(FamilyPolicy, p => p.RequireClaim(PersonClaim).RequireClaim("area", "minsida"))
            .AddPolicy(StaffPolicy, p => p.RequireClaim(StaffClaim).RequireClaim("area", "arbetsyta"))
            .AddPolicy(RegistratorPolicy, p => p.RequireClaim(StaffClaim).RequireClaim("area", "registratur"))
            .AddPolicy(SystemOwnerPolicy, p => p.RequireClaim(StaffClaim).RequireClaim("area", "administration"));
    }

    /// <summary>The signed-in guardian or pupil. Only valid on pages that require <see cref="FamilyPolicy"/>.</summary>
    public static PersonId PersonId(this ClaimsPrincipal user) => new(Guid.Parse(user.FindFirstValue(PersonClaim)!));

    /// <summary>
    /// The signed-in member of staff. Only valid on pages that require <see cref="StaffPolicy"/>, <see cref="RegistratorPolicy"/> or
    /// <see cref="SystemOwnerPolicy"/>.
    /// </summary>
    public static StaffMemberId StaffId(this ClaimsPrincipal user) => new(Guid.Parse(user.FindFirstValue(StaffClaim)!));

    /// <summary>The signed-in person as a caller, or null for somebody who has not signed in.</summary>
    internal static Caller? SignedIn(this ClaimsPrincipal user) =>
        user.StaffOrNull() ?? (Guid.TryParse(user.FindFirstValue(PersonClaim), out var id) ? new Caller.Family(new PersonId(id)) : null);

    /// <summary>
    /// The signed-in member of staff as a caller, or null for families and for visitors who are not signed in: for pages that are open to
    /// everybody.
    /// </summary>
    public static Caller? StaffOrNull(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(StaffClaim), out var id) ? new Caller.Staff(new StaffMemberId(id)) : null;
}
