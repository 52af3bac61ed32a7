using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>Whether a party has adopted one version of the rules.</summary>
/// <param name="Party">The party's name.</param>
/// <param name="Kind">What kind of party it is.</param>
/// <param name="Stands">Whether it has adopted that version and has not ended the adoption.</param>
/// <param name="CaseNumber">The diarienummer of the decision, or empty.</param>
/// <param name="DecidedOn">The day of the decision. It is null when there is no decision, and when the decision was registered before the
/// hub stored this day.</param>
public sealed record Adoption(string Party, PartyKind Kind, bool Stands, string CaseNumber, DateOnly? DecidedOn);

/// <summary>
/// Reads which parties have adopted a version of the rules. The result is public, because it is about authorities and owners of schools and
/// contains nothing about any person.
/// </summary>
public sealed class ReadAdoptions(HubDatabase database)
{
    /// <summary>Every party, by name, with its decision about this version.</summary>
    public async Task<IReadOnlyList<Adoption>> ReadAsync(string version, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var parties = await db.Authorities.AsNoTracking().ToListAsync(ct);
        var standing = (
            await db.PolicyAdoptions.AsNoTracking()
                .Where(adoption => adoption.Version == version && adoption.EndedAt == null)
                .ToListAsync(ct))
            .ToDictionary(adoption => adoption.Authority);
        return
        [
            .. parties.OrderBy(party => party.Name, StringComparer.Ordinal).Select(party => standing.TryGetValue(party.Id, out var adoption)
                ? new Adoption(party.Name, party.Kind, Stands: true, adoption.CaseNumber, adoption.DecidedOn)
                : new Adoption(party.Name, party.Kind, Stands: false, "", null)),
        ];
    }
}
