using System.Security.Claims;
using DelningsNav.Demo.City;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DelningsNav.Demo.SignIn;

/// <summary>Signs a visitor of the demo in as one of its fictitious persons. It cannot be made without a demo.</summary>
internal sealed class DemoSignIn
{
    private DemoPersons _persons = new([]);

    /// <summary>Asking for the demo's set-up is what keeps this out of a hub with real people.</summary>
    public DemoSignIn(DemoSetup demo) => ArgumentNullException.ThrowIfNull(demo);

    /// <summary>Those whom one can sign in as.</summary>
    public IReadOnlyList<DemoPerson> Persons => _persons.All;

    /// <summary>Says who lives in the city.</summary>
    public void Open(DemoPersons persons) => _persons = persons;

    /// <summary>The person with this key as a signed-in one, or null when there is none.</summary>
    public async Task<ClaimsPrincipal?> PrincipalAsync(string key, HubDatabase database, string roleKey, CancellationToken ct)
    {
        if (Persons.FirstOrDefault(p => p.Key == key) is not { } person)
        {
            return null;
        }

        var claims = new List<Claim> { new("name", person.Name), new("role", roleKey) };
        claims.AddRange(person.Areas.Select(area => new Claim("area", area)));
        if (person.Staff is { } staff)
        {
            claims.Add(new Claim(SignInSetup.StaffClaim, staff.ToString()));
            await using var db = database.NewContext();
            var known = await KnownStaff.FindAsync(db, new StaffMemberId(staff), ct);
            claims.Add(new Claim("authority", $"{known!.Unit.Name}, {known.Authority.Name}"));
        }

        if (person.Person is { } id)
        {
            claims.Add(new Claim(SignInSetup.PersonClaim, id.ToString()));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme, "name", "role"));
    }
}
