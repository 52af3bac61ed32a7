using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Releases;

/// <summary>The numbers of decisions by one rule, in the whole hub. A number that is too small to be shown is null.</summary>
/// <param name="Released">Releases on this ground.</param>
/// <param name="Referred">Referrals to an assessor in which this rule was the nearest ground.</param>
/// <param name="Refused">Refusals that named this rule as what was missing.</param>
public sealed record RuleFigure(int? Released, int? Referred, int? Refused);

/// <summary>
/// Counts decisions by rule, for staff. The figures cover the whole hub, and small numbers are withheld, so that nothing can be inferred
/// about any person. Therefore the reading is not logged.
/// </summary>
/// <remarks>
/// The row of a decision names only a rule that may be revealed to the requester, never a secret bar. Therefore no number reveals a
/// protected identity or a blocked guardian.
/// </remarks>
public sealed class RuleFigures(HubDatabase database, TimeProvider clock)
{
    /// <summary>The smallest number that is shown.</summary>
    public const int Least = 5;

    /// <summary>The figures by the name of the rule, or null when the caller is not a member of staff of a party.</summary>
    public async Task<IReadOnlyDictionary<string, RuleFigure>?> ReadAsync(Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        if (await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(clock.GetUtcNow()), ct) is not { } reader)
        {
            return null;
        }

        var seen = InnerSecrecy.SeenBy(db, reader);
        var counts = await db.Decisions
            .Where(decision => db.Set<InformationRequest>().Any(r => r.Id == decision.Request && seen.Contains(r.Child)))
            .GroupBy(decision => new { decision.Policy, decision.Kind })
            .Select(same => new { same.Key.Policy, same.Key.Kind, Count = same.Count() })
            .ToListAsync(ct);
        return counts.GroupBy(count => count.Policy, StringComparer.Ordinal).ToDictionary(
            rule => rule.Key,
            rule => FigureOf(rule.ToDictionary(count => count.Kind, count => count.Count)),
            StringComparer.Ordinal);
    }

    private static RuleFigure FigureOf(Dictionary<DecisionKind, int> counts)
    {
        int? Of(DecisionKind kind) => counts.GetValueOrDefault(kind) is var count and >= Least ? count : null;
        return new RuleFigure(Of(DecisionKind.Release), Of(DecisionKind.Refer), Of(DecisionKind.Refuse));
    }
}
