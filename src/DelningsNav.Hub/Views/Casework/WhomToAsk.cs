using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>What can be asked for in a case, from which holders, and the state of the family's consent.</summary>
/// <param name="Case">The case.</param>
/// <param name="Purpose">The purpose of every request in the case, a code.</param>
/// <param name="Recipient">The name of the branch that would receive the records.</param>
/// <param name="Holders">The branches that may hold records, sorted by name.</param>
/// <param name="MyAsks">The requests that the reader has made in the case, newest first.</param>
/// <param name="Rules">The rules on asking for consent.</param>
public sealed record AskChoices(
    CaseSummary Case, PurposeCode Purpose, string Recipient, IReadOnlyList<HolderChoice> Holders, IReadOnlyList<InformationRequest> MyAsks,
    ConsentRules Rules)
{
    /// <summary>
    /// All guardians with custody of the child, blocked or not. Staff may state that one of them is prevented from answering.
    /// </summary>
    public IReadOnlyList<FamilyMember> Guardians { get; init; } = [];

    /// <summary>The colleagues of the branch who may decide whether a guardian is prevented.</summary>
    public IReadOnlyList<Colleague> Deciders { get; init; } = [];
}

/// <summary>A branch that may hold records. The list does not reveal whether it holds anything about this child.</summary>
/// <param name="Holder">The branch.</param>
/// <param name="Name">Its name, with its authority's.</param>
/// <param name="Types">The types of records that the law allows to be requested there.</param>
public sealed record HolderChoice(BranchId Holder, string Name, IReadOnlyList<TypeChoice> Types);

/// <summary>One type that may be requested.</summary>
/// <param name="Code">The type's code in the catalogue.</param>
/// <param name="NeedsNoConsent">
/// True when consent is not one of the grounds on which this holder may release the type. The family is then not asked.
/// </param>
/// <param name="Consent">The state of the family's consent.</param>
public sealed record TypeChoice(RecordTypeCode Code, bool NeedsNoConsent, ConsentStanding Consent);

/// <summary>Shows what can be asked for in a case to the staff assigned to it while it is open. Logged as a reading of the case.</summary>
public sealed class WhomToAsk(HubDatabase database, PoliciesInForce inForce, LogWriter log, TimeProvider clock)
{
    private const string ConsentLift = "samtycke";

    /// <summary>The choices, or null when the case does not exist, is closed, or is not assigned to the reader.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<AskChoices?> ReadAsync(CaseId id, StaffMemberId staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await CaseReading.FindAsync(db, id, staff, now, ct) is not var (@case, known))
        {
            return null;
        }

        await CaseReading.LogAsync(log, @case, known, "ask", Reach.Nothing, ct);
        if (!@case.IsOpen(now))
        {
            return null;
        }

        var survey = await Survey.ReadAsync(db, [id], known.Branch.Id, now, ct);
        var branches = await (
            from branch in db.Branches
            join authority in db.Authorities on branch.Authority equals authority.Id
            where branch.Id != known.Branch.Id
            select new
            {
                branch.Id,
                branch.Kind,
                Party = authority.Kind,
                branch.Name,
                Authority = authority.Name,
            }).AsNoTracking().ToListAsync(ct);
        var types = (await inForce.ForDisplayAsync(ct)).Policies.RecordTypes;
        var holders = branches
            .Select(b => new HolderChoice(b.Id, HolderNames.Of(b.Name, b.Authority), TypesAt(b.Id, b.Party, b.Kind)))
            .Where(h => h.Types.Count > 0)
            .OrderBy(h => h.Name, StringComparer.CurrentCulture);
        var mine = await db.Requests.AsNoTracking().Where(r => r.Case == id && r.AskedBy == staff).ToListAsync(ct);
        return new AskChoices(
            await CaseSummary.ReadAsync(db, @case, now, ct),
            @case.Purpose,
            HolderNames.Of(known.Unit.Name, known.Authority.Name),
            [.. holders],
            [.. mine.OrderByDescending(r => r.AskedAt)],
            (await inForce.ConsentRulesAsync(ct)).Rules)
        {
            Guardians = await FamilyOfCase.GuardiansAsync(db, @case.Child, SwedishTime.DayOf(now), ct),
            Deciders = await SecondPersons.AfterAsync(db, known, @case.Child, areDeciders: true, SwedishTime.DayOf(now), ct),
        };

        IReadOnlyList<TypeChoice> TypesAt(BranchId holder, PartyKind party, BranchKind kind) =>
        [
            .. from type in types.All
               let holding = type.Holdings.FirstOrDefault(h => h.Party == party && h.Branch == kind)
               where holding is not null && holding.Lifts.Count > 0
               select new TypeChoice(type.Code, !holding.Lifts.Contains(ConsentLift), survey.ConsentOf(id, holder, type.Code).Standing),
        ];
    }
}
