using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>A case, with the details by which its staff recognise it.</summary>
/// <param name="Id">The case.</param>
/// <param name="CaseNumber">The diarienummer.</param>
/// <param name="Kind">SST or SST+.</param>
/// <param name="Phase">The phase of its process.</param>
/// <param name="Child">The child.</param>
/// <param name="ChildName">The child's name.</param>
/// <param name="ChildAge">The child's age in whole years.</param>
/// <param name="Team">The team that works with the case.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="ClosedAt">The first moment at which it is closed, or null while it is open.</param>
public sealed record CaseSummary(
    CaseId Id,
    string CaseNumber,
    CaseKind Kind,
    CasePhase Phase,
    PersonId Child,
    string ChildName,
    int ChildAge,
    string Team,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt)
{
    internal static CaseSummary Of(Case @case, Person child, string team, DateTimeOffset now) => new(
        @case.Id,
        @case.CaseNumber,
        @case.Kind,
        @case.Phase,
        child.Id,
        child.Name,
        child.AgeOn(SwedishTime.DayOf(now)),
        team,
        @case.OpenedAt,
        @case.ClosedAt);

    internal static async Task<CaseSummary> ReadAsync(HubDbContext db, Case @case, DateTimeOffset now, CancellationToken ct)
    {
        var child = await db.People.AsNoTracking().SingleAsync(p => p.Id == @case.Child, ct);
        var team = await db.Units.Where(u => u.Id == @case.Unit).Select(u => u.Name).SingleAsync(ct);
        return Of(@case, child, team, now);
    }
}
