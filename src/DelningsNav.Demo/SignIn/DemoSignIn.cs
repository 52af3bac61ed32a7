using System.Security.Claims;
using DelningsNav.Demo.City;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Web.SignIn;

namespace DelningsNav.Demo.SignIn;

/// <summary>Signs a visitor of the demo in as one of its fictitious people. It cannot be constructed without a demo.</summary>
internal sealed class DemoSignIn
{
    private DemoPersons _persons = new([]);

    /// <summary>Requires the demo's set-up, so that a hub with real people cannot construct this.</summary>
    public DemoSignIn(DemoSetup demo) => ArgumentNullException.ThrowIfNull(demo);

    /// <summary>The people that a visitor can sign in as.</summary>
    public IReadOnlyList<DemoPerson> Persons => _persons.All;

    /// <summary>Sets the people of the city.</summary>
    public void Open(DemoPersons persons) => _persons = persons;

    /// <summary>The person with this key as a signed-in user, or null if the key is unknown.</summary>
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

        return new ClaimsPrincipal(new ClaimsIdentity(claims, "demo", "name", "role"));
    }
}
