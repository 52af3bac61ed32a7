using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>Asks a child's family for consent: one consent for each disclosing party, signed by those whom age and custody demand.</summary>
public sealed class AskForConsent(LoggedChanges changes, PoliciesInForce inForce, IdSource ids, TimeProvider clock)
{
    /// <summary>How far ahead a consent may hold. A longer one would be no consent to something particular (JO's practice, LAW.md 2.4).</summary>
    public static TimeSpan LongestValidity { get; } = TimeSpan.FromDays(366);

    /// <summary>The longest message.</summary>
    public const int LongestText = 1000;

    /// <summary>Checks the ask, freezes who must sign, and puts it before the family.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nobody was asked.</exception>
    public async Task<AskOutcome> HandleAsync(ConsentAsk ask, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        var types = (await inForce.SpokenAsync(ct)).Policies.RecordTypes;
        var changed = await changes.ChangeAsync<AskOutcome>([SubjectId.Of(ask.Case)], async (db, ct) =>
        {
            var staff = await KnownStaff.FindAsync(db, caller, today, ct);
            var @case = await db.Cases.SingleOrDefaultAsync(c => c.Id == ask.Case, ct);
            if (staff is null || @case is null || !@case.IsOpen(now) || !@case.IsAssigned(staff.Member.Id, now))
            {
                return Change<AskOutcome>.None(new AskOutcome.NotYourCase());
            }

            var child = await db.People.SingleAsync(p => p.Id == @case.Child, ct);
            var faults = await FaultsAsync(db, ask, child.AgeOn(today), staff.Branch, types, now, ct);
            if (faults.Count > 0)
            {
                return Change<AskOutcome>.None(new AskOutcome.Invalid(faults));
            }

            var signers = await SignersAsync(db, child, today, ct);
            if (signers.Count == 0)
            {
                return Change<AskOutcome>.None(new AskOutcome.NobodyCanSign());
            }

            var scopes = await NotYetConsentedAsync(db, ask, @case, staff.Branch.Id, signers, now, ct);
            return scopes.Count == 0
                ? Change<AskOutcome>.None(new AskOutcome.ConsentedAlready())
                : await PutAsync(db, ask, @case, staff, scopes, signers, now, ct);
        }, ct);
        return changed.Outcome;
    }

    internal static async Task<IReadOnlyList<RequiredSigner>> SignersAsync(HubDbContext db, Person child, DateOnly today, CancellationToken ct)
    {
        var custodies = await db.Custodies.Where(c => c.Child == child.Id).AsNoTracking().ToListAsync(ct);
        var blocks = await db.GuardianBlocks.Where(b => b.Child == child.Id).AsNoTracking().ToListAsync(ct);
        return Signers.For(
            child.Id,
            child.BirthDate,
            custodies.Select(c => (c.Guardian, c.HoldsOn(today))),
            blocks.Where(b => b.StandsOn(today)).Select(b => b.Guardian),
            today);
    }

    private async Task<Change<AskOutcome>> PutAsync(
        HubDbContext db,
        ConsentAsk ask,
        Case @case,
        KnownStaff staff,
        List<ConsentScope> scopes,
        IReadOnlyList<RequiredSigner> signers,
        DateTimeOffset now,
        CancellationToken ct)
    {
        var request = ConsentRequest.Of(ids.New<ConsentRequestId>(), @case.Child, @case, staff.Branch.Id, ask, staff.Member.Id, now);
        var consents = scopes.Select(scope => Consent.Ask(ids.New<ConsentId>(), request, scope, signers)).ToList();
        db.Add(request);
        db.AddRange(consents);
        var entries = new List<NewEntry>();
        foreach (var consent in consents)
        {
            entries.Add(Entry(consent, @case, staff.Actor, await Discloser.AuthorityAsync(db, consent.Discloser, ct)));
        }

        return new Change<AskOutcome>(new AskOutcome.Asked(request.Id, [.. consents.Select(c => c.Id)]), entries);
    }

    private static NewEntry Entry(Consent consent, Case @case, Actor asker, AuthorityId discloser) => new()
    {
        Kind = EntryKinds.ConsentRequested,
        Actor = asker,
        About = consent.Child,
        Case = consent.Case,
        Holder = discloser,
        Fields = new Dictionary<string, string?>
        {
            ["consent"] = consent.Id.ToString(),
            ["case-number"] = @case.CaseNumber,
            ["discloser"] = consent.Discloser.ToString(),
            ["recipient"] = consent.Recipient.ToString(),
            ["record-types"] = string.Join(' ', consent.RecordTypes),
            ["purpose"] = consent.Purpose,
            ["data-window"] = $"{consent.DataFrom:yyyy-MM-dd}/{consent.DataTo:yyyy-MM-dd}",
            ["valid-until"] = $"{consent.ValidUntil:O}",
            ["signers"] = string.Join(' ', consent.Signatures.Select(s => $"{s.Capacity}:{s.Person}")),
        },
    };

    private static async Task<List<Fault>> FaultsAsync(
        HubDbContext db, ConsentAsk ask, int age, Branch recipient, RecordTypeCatalogue types, DateTimeOffset now, CancellationToken ct)
    {
        var faults = new List<Fault>();
        if (ask.Scopes.Count == 0 || ask.Scopes.Any(s => s.RecordTypes.Count == 0))
        {
            faults.Add(new("scopes", "no-record-types", "name at least one record type for each discloser"));
        }

        foreach (var scope in ask.Scopes)
        {
            var discloser = await db.Branches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == scope.Discloser, ct);
            if (discloser is null || discloser.Id == recipient.Id)
            {
                faults.Add(new("scopes.discloser", "unknown-discloser", "name another branch that the hub knows as the discloser"));
                continue;
            }

            foreach (var code in scope.RecordTypes)
            {
                if (!types.TryFind(code, out var type) || !type.Holders.Contains(discloser.Kind))
                {
                    faults.Add(new("scopes.recordTypes", "unknown-record-type", $"`{code}` is not a record type that this discloser holds"));
                }
            }

            var held = types.All.Where(t => t.Holders.Contains(discloser.Kind)).Select(t => t.Code);
            if (scope.RecordTypes.Count > 3 && held.All(scope.RecordTypes.Contains))
            {
                faults.Add(new("scopes.recordTypes", "blanket-consent", "a consent cannot be to everything; name the types that are needed"));
            }
        }

        if (ask.Scopes.Select(s => s.Discloser).Distinct().Count() != ask.Scopes.Count)
        {
            faults.Add(new("scopes.discloser", "discloser-twice", "name each discloser once, with all its record types"));
        }

        Check(ask.DataFrom <= ask.DataTo, "dataTo", "window-reversed", "the last day cannot come before the first");
        Check(ask.ValidUntil > now, "validUntil", "validity-passed", "the consent must hold until a moment that is still to come");
        Check(ask.ValidUntil - now <= LongestValidity, "validUntil", "validity-too-long", "a consent holds for at most a year");
        Check(ask.Message.Length <= LongestText, "message", "text-too-long", "write at most 1000 characters");
        Check(ask.ChildsView.Length <= LongestText, "childsView", "text-too-long", "write at most 1000 characters");
        Check(!IdentityNumber.StandsIn(ask.Message), "message", "identity-number", "a message must not hold a personal identity number");
        Check(!IdentityNumber.StandsIn(ask.ChildsView), "childsView", "identity-number", "the child's view must not hold a personal identity number");
        var heard = age is < Signers.ChildIsHeardFrom or >= Signers.ChildSignsFrom || ask.ChildsView.Trim().Length > 0;
        Check(heard, "childsView", "childs-view-missing", "note what the child thinks: from 12 years the child is heard");
        return faults;

        void Check(bool holds, string field, string code, string detail)
        {
            if (!holds)
            {
                faults.Add(new Fault(field, code, detail));
            }
        }
    }

    private static async Task<List<ConsentScope>> NotYetConsentedAsync(
        HubDbContext db, ConsentAsk ask, Case @case, BranchId recipient, IReadOnlyList<RequiredSigner> signers, DateTimeOffset now, CancellationToken ct)
    {
        var active = await db.Consents.AsNoTracking()
            .Where(c => c.Child == @case.Child && c.Case == @case.Id && c.Recipient == recipient && c.State == ConsentState.Active)
            .ToListAsync(ct);
        var standing = active.Where(c => c.IsSignedBy(signers)).ToList();
        return ask.Scopes
            .Select(scope => scope with
            {
                RecordTypes = [.. scope.RecordTypes.Distinct().Where(type => !standing.Exists(c =>
                    c.Covers(scope.Discloser, recipient, @case.Purpose, type, ask.DataFrom, ask.DataTo, now)))],
            })
            .Where(scope => scope.RecordTypes.Count > 0)
            .ToList();
    }
}
