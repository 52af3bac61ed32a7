using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Register;

/// <summary>
/// Stores what the population register and the authorities state about people: identity, custody, blocked guardians and protected
/// identities. Every change raises the child's version, so that nothing is released by a decision on old relations. Consents that the
/// change makes invalid lapse.
/// </summary>
public sealed class MaintainRegister(LoggedChanges changes, HubKeys keys, IdSource ids, TimeProvider clock)
{
    /// <summary>Registers a person, or updates the person who is already registered with this number.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was registered.</exception>
    public async Task<PersonId> RegisterAsync(
        IdentityNumber number, string givenName, string familyName, SecurityMarking marking, Actor by, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(number);
        var now = clock.GetUtcNow();
        var index = keys.IndexOf(number);
        PersonId? known;
        await using (var db = changes.NewContext())
        {
            known = await db.People.Where(p => p.IdentityIndex == index).Select(p => (PersonId?)p.Id).SingleOrDefaultAsync(ct);
        }

        var id = known ?? ids.New<PersonId>();
        await changes.ChangeAsync<bool>([SubjectId.Of(id)], async (db, ct) =>
        {
            IReadOnlyList<NewEntry> lapsed = [];
            if (await db.People.SingleOrDefaultAsync(p => p.Id == id, ct) is { } person)
            {
                lapsed = person.Marking == SecurityMarking.None && marking != SecurityMarking.None
                    ? await ConsentsOfChild.ProtectAsync(db, id, now, ct)
                    : [];
                person.Refresh(givenName, familyName, marking, now);
            }
            else
            {
                db.Add(Person.Register(id, PersonKey.New(db, id), number, index, givenName, familyName, marking, now));
            }

            return Registered(lapsed, id, by, ("what", "person"), ("marking", marking.ToString()));
        }, ct);
        return id;
    }

    /// <summary>
    /// Records that the register was read again and states the same as before about these persons. A person about whom it states something
    /// else is registered instead (<see cref="RegisterAsync"/>). One entry covers all of them: it changes what is trusted, and no detail.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the readings are as old as before.</exception>
    public Task ReadAgainAsync(IReadOnlyList<PersonId> persons, Actor by, CancellationToken ct) =>
        changes.ChangeAsync<bool>([.. persons.Select(SubjectId.Of)], async (db, ct) =>
        {
            var now = clock.GetUtcNow();
            foreach (var person in await db.People.Where(p => persons.Contains(p.Id)).ToListAsync(ct))
            {
                person.ReadAgain(now);
            }

            return new Change<bool>(true,
            [
                new NewEntry
                {
                    Kind = EntryKinds.RelationsRegistered,
                    Actor = by,
                    Holder = by.Authority,
                    Fields = new Dictionary<string, string?>
                    {
                        ["what"] = "read-again",
                        ["persons"] = persons.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    },
                },
            ]);
        }, ct);

    /// <summary>Records that a person has custody of a child from a day on.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was registered.</exception>
    public async Task<CustodyId> RecordCustodyAsync(
        PersonId child, PersonId guardian, CustodyKind kind, DateOnly from, Actor by, CancellationToken ct)
    {
        var id = ids.New<CustodyId>();
        await changes.ChangeAsync<bool>([SubjectId.Of(child)], async (db, ct) =>
        {
            db.Add(Custody.Of(id, child, guardian, kind, from));
            var lapsed = await ConsentsOfChild.LapseInvalidAsync(db, child, clock.GetUtcNow(), ct);
            return Registered(lapsed, child, by, ("what", "custody"), ("guardian", guardian.ToString()), ("kind", kind.ToString()));
        }, ct);
        return id;
    }

    /// <summary>Ends a custody. The given day is the first day without custody.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public Task EndCustodyAsync(PersonId child, CustodyId custody, DateOnly firstDayWithout, Actor by, CancellationToken ct) =>
        changes.ChangeAsync<bool>([SubjectId.Of(child)], async (db, ct) =>
        {
            var found = await db.Custodies.SingleAsync(c => c.Id == custody && c.Child == child, ct);
            found.End(firstDayWithout);
            var lapsed = await ConsentsOfChild.LapseInvalidAsync(db, child, clock.GetUtcNow(), ct);
            return Registered(lapsed, child, by, ("what", "custody-ended"), ("guardian", found.Guardian.ToString()));
        }, ct);

    /// <summary>Blocks a guardian in a child's matters by a decision with a diarienummer (OSL 12 kap. 3 § 1).</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<GuardianBlockId> BlockGuardianAsync(
        PersonId child, PersonId guardian, string reason, string caseNumber, DateOnly from, Actor by, CancellationToken ct)
    {
        var id = ids.New<GuardianBlockId>();
        await changes.ChangeAsync<bool>([SubjectId.Of(child)], async (db, ct) =>
        {
            db.Add(GuardianBlock.Of(id, await db.KeyOfAsync(child, ct), guardian, reason, caseNumber, from));
            var lapsed = await ConsentsOfChild.LapseInvalidAsync(db, child, clock.GetUtcNow(), ct);
            return Registered(
                lapsed, child, by, ("what", "guardian-block"), ("guardian", guardian.ToString()), ("reason", reason),
                ("decision", caseNumber));
        }, ct);
        return id;
    }

    private static Change<bool> Registered(
        IReadOnlyList<NewEntry> lapsed, PersonId about, Actor by, params (string Name, string Value)[] fields) =>
        new(true,
    [
        new NewEntry
        {
            Kind = EntryKinds.RelationsRegistered,
            Actor = by,
            About = about,
            Holder = by.Authority,
            Fields = fields.ToDictionary(f => f.Name, f => (string?)f.Value),
        },
        .. lapsed,
    ]);
}
