using System.Diagnostics;
using System.Text.Json;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Drafts;

/// <summary>The state of a draft.</summary>
public abstract record DraftFound
{
    private DraftFound() { }

    /// <summary>The form has not been sent yet.</summary>
    /// <param name="Fields">What was typed, by the names of the form's fields.</param>
    public sealed record Open(IReadOnlyDictionary<string, string[]> Fields) : DraftFound;

    /// <summary>The form has been sent, and what was typed has been erased.</summary>
    /// <param name="Address">The address of the answer.</param>
    public sealed record Sent(string Address) : DraftFound;
}

/// <summary>
/// Saves what a person has typed in a form until the form is sent, for at most a day (ADR 0032). A draft has one owner and one form; nobody
/// else can find it, and it cannot be found at another form's address.
/// </summary>
/// <remarks>
/// What was typed is encrypted under the hub's key. The encryption includes the owner, the form and the draft's id; therefore a row that
/// is moved to another owner cannot be opened. When the form is sent, what was typed is erased at once. The address of the answer is
/// stored for the rest of the day, so that a form that is sent again leads to the first answer.
/// </remarks>
public sealed class FormDrafts(HubDatabase database, HubKeys keys, IdSource ids, TimeProvider clock)
{
    /// <summary>
    /// How long a draft is stored, counted from when it was first saved. At the end of that time it can no longer be found.
    /// </summary>
    public static TimeSpan SavedFor { get; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Saves what was typed. It is saved in the earlier draft, or in a new draft if there is no earlier draft or it can no longer be found.
    /// </summary>
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

    /// <summary>The draft, or null when this owner has no draft with that id for this form.</summary>
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

    /// <summary>
    /// Erases what was typed, because the form was sent, and stores the address of the answer. A second call changes nothing.
    /// </summary>
    public async Task SendAsync(DraftId id, string page, string address, Caller owner, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        await Of(db, id, page, owner).Where(d => d.SentTo == null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.Sealed, (byte[]?)null).SetProperty(d => d.SentTo, address), ct);
    }

    /// <summary>Removes every draft that is a day old, and returns how many it removed.</summary>
    public async Task<int> RemoveOldAsync(CancellationToken ct)
    {
        var last = clock.GetUtcNow() - SavedFor;
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        return await db.Set<Draft>().Where(d => d.BegunAt <= last).ExecuteDeleteAsync(ct);
    }

    // Every query also compares the owner and the form, so that a draft cannot be found by its id alone.
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
        Caller.System or Caller.Hub => throw new ArgumentException("only a signed-in person can have a draft", nameof(owner)),
        _ => throw new UnreachableException(),
    };
}
