using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>A party's decision to let the rules decide for it.</summary>
/// <param name="Party">The party's name.</param>
/// <param name="Kind">What kind of party it is.</param>
/// <param name="PolicySet">The version it has adopted, or null when it has adopted none.</param>
/// <param name="CaseNumber">The diarienummer of the decision.</param>
/// <param name="AdoptedAt">When the adoption was written to the log, or null.</param>
public sealed record Adoption(string Party, PartyKind Kind, string? PolicySet, string CaseNumber, DateTimeOffset? AdoptedAt);

/// <summary>Reads who has adopted the rules. Public: it concerns authorities and owners of schools, and nothing about any person.</summary>
public sealed class ReadAdoptions(HubDatabase database)
{
    private volatile Known _known = new([], []);

    /// <summary>Every party, by name.</summary>
    public async Task<IReadOnlyList<Adoption>> ReadAsync(CancellationToken ct)
    {
        await using var db = database.NewContext();
        var parties = await db.Authorities.AsNoTracking().OrderBy(party => party.Name)
            .Select(party => new Adopter(party.Id, party.Name, party.Kind, party.AdoptedPolicySet, party.AdoptionCaseNumber ?? ""))
            .ToListAsync(ct);

        // The day stands in the log alone, and to look for it reads the whole log. So it is looked for when an adoption has changed
        // and not each time that somebody asks.
        var known = _known;
        if (!known.Parties.SequenceEqual(parties))
        {
            known = new Known(parties, await DaysAsync(db, ct));
            _known = known;
        }

        return
        [
            .. parties.Select(party => new Adoption(
                party.Name, party.Kind, party.PolicySet, party.CaseNumber, known.Days.TryGetValue(party.Id, out var day) ? day : null)),
        ];
    }

    private static async Task<Dictionary<AuthorityId, DateTimeOffset>> DaysAsync(HubDbContext db, CancellationToken ct)
    {
        var entries = await db.Log.AsNoTracking()
            .Where(entry => entry.Kind == EntryKinds.PolicySetAdopted && entry.HolderAuthority != null)
            .OrderBy(entry => entry.Index)
            .Select(entry => new { entry.HolderAuthority, entry.At })
            .ToListAsync(ct);
        return entries.GroupBy(entry => entry.HolderAuthority!.Value).ToDictionary(party => party.Key, party => party.Last().At);
    }

    private sealed record Adopter(AuthorityId Id, string Name, PartyKind Kind, string? PolicySet, string CaseNumber);

    private sealed record Known(IReadOnlyList<Adopter> Parties, Dictionary<AuthorityId, DateTimeOffset> Days);
}
