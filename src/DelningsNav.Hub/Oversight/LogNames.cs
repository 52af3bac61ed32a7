using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>The actor of an entry.</summary>
/// <param name="Kind"><c>staff</c>, <c>client</c>, <c>person</c> or <c>hub</c>.</param>
/// <param name="Id">The id of the member of staff, system or person.</param>
/// <param name="Name">The name. For a family member it is the capacity, for example <c>Guardian</c>.</param>
/// <param name="Unit">The workplace's name, or empty.</param>
/// <param name="Role">The role's code, or empty.</param>
public sealed record LogActor(string Kind, Guid Id, string Name, string Unit, string Role);

/// <summary>The person whom an entry is about.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Name">The name. It is empty when the identity is protected.</param>
/// <param name="IsProtected">Whether the population register protects the identity, or may do so.</param>
public sealed record LogPerson(PersonId Id, string Name, bool IsProtected);

/// <summary>Finds the names for the ids in entries, with one query for each kind of thing.</summary>
internal sealed class LogNames
{
    private readonly Dictionary<PersonId, LogPerson> _people;
    private readonly Dictionary<StaffMemberId, LogActor> _staff;

    private LogNames(Dictionary<PersonId, LogPerson> people, Dictionary<StaffMemberId, LogActor> staff)
    {
        _people = people;
        _staff = staff;
    }

    public static async Task<LogNames> ReadAsync(HubDbContext db, IEnumerable<OpenedEntry> entries, CancellationToken ct)
    {
        var opened = entries.ToList();
        var persons = opened.Select(e => e.Id<PersonId>("person")).OfType<PersonId>().Distinct().ToList();
        var people = await db.People.AsNoTracking().Where(p => persons.Contains(p.Id))
            .ToListAsync(ct);

        // An entry contains the actor's name as it was at that time. Only the confirmation of a delivery contains no name.
        var nameless = opened.Where(e => e["actor-name"].Length == 0).Select(e => Split(e["actor"]))
            .Where(a => a.Kind == "staff").Select(a => new StaffMemberId(a.Id)).Distinct().ToList();
        var staff = nameless.Count == 0
            ? []
            : await (
                from member in db.Staff
                join unit in db.Units on member.Unit equals unit.Id
                where nameless.Contains(member.Id)
                select new { member.Id, member.Name, Unit = unit.Name, member.Role }).AsNoTracking().ToListAsync(ct);
        return new LogNames(
            people.ToDictionary(p => p.Id, p => p.Marking == SecurityMarking.None && !db.ChangedOutside.Contains(p.Id.Value)
                ? new LogPerson(p.Id, p.Name, IsProtected: false)
                : new LogPerson(p.Id, "", IsProtected: true)),
            staff.ToDictionary(s => s.Id, s => new LogActor("staff", s.Id.Value, s.Name, s.Unit, s.Role.ToString())));
    }

    public LogPerson? PersonOf(OpenedEntry entry) =>
        entry.Id<PersonId>("person") is { } id && _people.TryGetValue(id, out var person) ? person : null;

    public LogActor? ActorOf(OpenedEntry entry)
    {
        if (entry["actor"].Length == 0)
        {
            return null;
        }

        var (kind, id) = Split(entry["actor"]);
        return entry["actor-name"].Length == 0 && _staff.TryGetValue(new StaffMemberId(id), out var known)
            ? known
            : new LogActor(kind, id, entry["actor-name"], entry["actor-unit"], entry["actor-role"]);
    }

    private static (string Kind, Guid Id) Split(string actor) =>
        actor.Split(':') is [var kind, var id] && Guid.TryParse(id, out var parsed) ? (kind, parsed) : ("", Guid.Empty);
}
