using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>
/// What the log proves about a person's relation to a child. It is asked when the child's rows were changed outside the hub and prove
/// nothing themselves: neither a custody, nor that there is no block, nor a signature (ADR 0038).
/// </summary>
/// <remarks>
/// An entry's readable part is authenticated together with the tokens by which the entry is found. Only the fields of that part count here,
/// and no other column. Every doubt counts against the person: an entry about the child that cannot be read, a log that is
/// not sound, and a block that was registered at any time. What has been erased (gallring) proves nothing.
/// </remarks>
internal sealed class LoggedFamily
{
    private readonly string _reader;
    private readonly Dictionary<ConsentId, DateTimeOffset> _saidYes = [];
    private readonly HashSet<DisclosureBlockId> _placed = [];
    private bool _hasCustody;
    private bool _isBlocked;

    private LoggedFamily(PersonId reader) => _reader = reader.ToString();

    /// <summary>Whether the register has stated custody, its end was not registered after that, and the person was never blocked.</summary>
    public bool IsGuardian => _hasCustody && !_isBlocked;

    /// <summary>The consents to which the person has said yes, with the moment of the first yes.</summary>
    public IReadOnlyDictionary<ConsentId, DateTimeOffset> SaidYes => _saidYes;

    /// <summary>The blocks that the person has placed.</summary>
    public IReadOnlySet<DisclosureBlockId> Placed => _placed;

    /// <summary>
    /// Whether the log proves the bond that the stored rows state. A pupil is proven by the sign-in, and needs the age, or an answer of
    /// their own.
    /// </summary>
    public bool Proves((Person Child, FamilyBond Bond) stored, DateOnly today) => stored.Bond switch
    {
        FamilyBond.Guardian => IsGuardian,
        FamilyBond.Self => stored.Child.AgeOn(today) >= Signers.ChildSeesOwnFrom || _saidYes.Count > 0,
    };

    /// <summary>Reads the log about a child. The result is null when the log is in doubt.</summary>
    public static async Task<LoggedFamily?> ReadAsync(
        HubDbContext db, LogWriter log, PersonId child, PersonId reader, CancellationToken ct)
    {
        if (log.StateAlarms.ConcernAll || log.Heads.Fault is not null)
        {
            return null;
        }

        var tokens = await log.Tokens.OfAsync(db, SearchKind.Child, child.Value, ct);
        var rows = await db.Log.AsNoTracking().Where(e => tokens.Contains(e.ChildToken!)).OrderBy(e => e.Index).ToListAsync(ct);
        if (rows.Count < tokens.Count)
        {
            // An entry is hidden or erased. It may be the one about a block.
            return null;
        }

        var found = new LoggedFamily(reader);
        foreach (var row in rows)
        {
            var entry = await LogReaders.OpenAsync(log, row, ct);
            if (entry.State != PayloadState.Readable)
            {
                return null;
            }

            found.Take(entry);
        }

        return found;
    }

    private void Take(OpenedEntry entry)
    {
        if (entry["guardian"] == _reader)
        {
            TakeRelation(entry["what"]);
        }

        if (entry["actor"] != $"person:{_reader}")
        {
            return;
        }

        if (entry["answer"] == "yes" && entry.Id<ConsentId>("consent") is { } consent)
        {
            _saidYes.TryAdd(consent, entry.Row.At);
        }

        if (entry.Id<DisclosureBlockId>("block") is { } block)
        {
            _placed.Add(block);
        }
    }

    private void TakeRelation(string what)
    {
        switch (what)
        {
            case "custody":
                _hasCustody = true;
                break;
            case "custody-ended":
                _hasCustody = false;
                break;
            case "guardian-block":
                _isBlocked = true;
                break;
        }
    }
}
