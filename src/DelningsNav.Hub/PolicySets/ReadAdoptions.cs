using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>Whether a party lets one version of the rules decide for it.</summary>
/// <param name="Party">The party's name.</param>
/// <param name="Kind">What kind of party it is.</param>
/// <param name="Stands">Whether it has adopted that version and has not taken it back.</param>
/// <param name="CaseNumber">The diarienummer of the decision, or empty.</param>
/// <param name="DecidedOn">The day of the decision; null when there is none, or the hub was told before it kept the day.</param>
public sealed record Adoption(string Party, PartyKind Kind, bool Stands, string CaseNumber, DateOnly? DecidedOn);

/// <summary>Reads who has adopted the rules. Public: it concerns authorities and owners of schools, and nothing about any person.</summary>
public sealed class ReadAdoptions(HubDatabase database)
{
    /// <summary>Every party, by name, with its decision about this version.</summary>
    public async Task<IReadOnlyList<Adoption>> ReadAsync(string version, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var parties = await db.Authorities.AsNoTracking().ToListAsync(ct);
        var standing = (await db.PolicyAdoptions.AsNoTracking().Where(adoption => adoption.Version == version && adoption.EndedAt == null).ToListAsync(ct))
            .ToDictionary(adoption => adoption.Authority);
        return
        [
            .. parties.OrderBy(party => party.Name, StringComparer.Ordinal).Select(party => standing.TryGetValue(party.Id, out var adoption)
                ? new Adoption(party.Name, party.Kind, Stands: true, adoption.CaseNumber, adoption.DecidedOn)
                : new Adoption(party.Name, party.Kind, Stands: false, "", null)),
        ];
    }
}
