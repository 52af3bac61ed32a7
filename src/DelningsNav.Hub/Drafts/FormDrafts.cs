using System.Diagnostics;
using System.Text.Json;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Drafts;

/// <summary>What the hub has of a draft.</summary>
public abstract record DraftFound
{
    private DraftFound() { }

    /// <summary>The form is not sent yet.</summary>
    /// <param name="Fields">What was typed, by the names of the form's fields.</param>
    public sealed record Open(IReadOnlyDictionary<string, string[]> Fields) : DraftFound;

    /// <summary>The form was sent, and nothing of what was typed is left here.</summary>
    /// <param name="Address">Where it led.</param>
    public sealed record Sent(string Address) : DraftFound;
}

/// <summary>
/// Saves what somebody has typed in a form until it is sent, at most a day (ADR 0032). A draft is one person's and one form's: for anybody
/// else, and at any other address, there is none.
/// </summary>
/// <remarks>
/// What was typed is sealed under the hub's key, for its owner, its form and its id together, so that a row that is moved to another owner
/// cannot be opened. When the form is sent, what was typed is erased at once; where the form led stays for the rest of the day, so that a
/// form that is sent again leads to the first answer.
/// </remarks>
public sealed class FormDrafts(HubDatabase database, HubKeys keys, IdSource ids, TimeProvider clock)
{
    /// <summary>How long a draft is saved, counted from when it was saved first. At that moment it is gone.</summary>
    public static TimeSpan SavedFor { get; } = TimeSpan.FromDays(1);

    /// <summary>Saves what was typed: in the draft that it came from, or in a new one when there is none or it is gone.</summary>
    public async Task<DraftId> SaveAsync(
        DraftId? earlier, string page, IReadOnlyDictionary<string, string[]> fields, Caller owner, CancellationToken ct)
    {
        var text = JsonSerializer.Serialize(fields);
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        if (earlier is { } known)
        {
            var again = Seal(text, known, page, owner);
            var saved = await Of(db, known, page, owner).Where(d => d.SentTo == null)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Sealed, again), ct);
            if (saved == 1)
            {
                return known;
            }
        }

        var id = ids.New<DraftId>();
        var (person, staff) = OwnerOf(owner);
        db.Set<Draft>().Add(new Draft
        {
            Id = id,
            Person = person,
            Staff = staff,
            Page = page,
            Sealed = Seal(text, id, page, owner),
            BegunAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
        return id;
    }

    /// <summary>The draft, or null when there is none of that id for this owner and form.</summary>
    public async Task<DraftFound?> FindAsync(DraftId id, string page, Caller owner, CancellationToken ct)
    {
        await using var db = database.NewContext();
        return await Of(db, id, page, owner).AsNoTracking().SingleOrDefaultAsync(ct) switch
        {
            null => null,
            { SentTo: { } address } => new DraftFound.Sent(address),
            var draft => new DraftFound.Open(
                JsonSerializer.Deserialize<Dictionary<string, string[]>>(keys.OpenText(draft.Sealed!, Purpose(id, page, owner)))!),
        };
    }

    /// <summary>Erases what was typed, since the form was sent, and notes where it led. The first answer stands.</summary>
    public async Task SendAsync(DraftId id, string page, string address, Caller owner, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        await Of(db, id, page, owner).Where(d => d.SentTo == null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.Sealed, (byte[]?)null).SetProperty(d => d.SentTo, address), ct);
    }

    /// <summary>Removes every draft that is a day old, and returns how many there were.</summary>
    public async Task<int> RemoveOldAsync(CancellationToken ct)
    {
        var last = clock.GetUtcNow() - SavedFor;
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        return await db.Set<Draft>().Where(d => d.BegunAt <= last).ExecuteDeleteAsync(ct);
    }

    // Whose it is, and of which form, is asked in every query: there is no way to a draft by its id alone.
    private IQueryable<Draft> Of(HubDbContext db, DraftId id, string page, Caller owner)
    {
        var (person, staff) = OwnerOf(owner);
        var after = clock.GetUtcNow() - SavedFor;
        return db.Set<Draft>().Where(d => d.Id == id && d.Page == page && d.Person == person && d.Staff == staff && d.BegunAt > after);
    }

    private byte[] Seal(string text, DraftId id, string page, Caller owner) => keys.SealText(text, Purpose(id, page, owner));

    private static string Purpose(DraftId id, string page, Caller owner)
    {
        var (person, staff) = OwnerOf(owner);
        return $"draft:{id}:{person}:{staff}:{page}";
    }

    private static (PersonId? Person, StaffMemberId? Staff) OwnerOf(Caller owner) => owner switch
    {
        Caller.Family family => (family.Id, null),
        Caller.Staff staff => (null, staff.Id),
        Caller.System or Caller.Waiting => throw new ArgumentException("only a signed-in person types in a form", nameof(owner)),
        _ => throw new UnreachableException(),
    };
}
