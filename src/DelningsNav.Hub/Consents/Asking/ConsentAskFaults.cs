using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Asking;

/// <summary>The facts that an ask is checked against.</summary>
internal sealed record AskedUnder(
    Person Child, PurposeCode Purpose, Branch Recipient, SignerRule Rule, ConsentRules Rules, RecordTypeCatalogue Types, DateTimeOffset Now)
{
    public int Age => Child.AgeOn(SwedishTime.DayOf(Now));
}

/// <summary>Finds all faults of an ask at once.</summary>
internal static class ConsentAskFaults
{
    public static async Task<IReadOnlyList<Fault>> OfAsync(HubDbContext db, ConsentAsk ask, AskedUnder under, CancellationToken ct)
    {
        var faults = await OfScopesAsync(db, ask, under, ct);
        var now = under.Now;
        var days = under.Rules.LongestValidity.Days;
        Check(ask.DataFrom <= ask.DataTo, "dataTo", "window-reversed", "the last day cannot come before the first");
        Check(
            ask.DataTo.DayNumber - ask.DataFrom.DayNumber < under.Rules.LongestDataWindowDays,
            "dataTo",
            "window-too-long",
            $"the period of the records may be at most {under.Rules.LongestDataWindowDays} days long");
        Check(ask.ValidUntil > now, "validUntil", "validity-passed", "the consent must expire later than now");
        Check(
            ask.ValidUntil - now <= under.Rules.LongestValidity, "validUntil", "validity-too-long",
            $"a consent is valid for at most {days} days");
        Check(
            ask.Uses is not null,
            "useLimit",
            "unknown-use-limit",
            $"say `any`, `once`, or 1 to {UseLimit.Highest} times per day, week or month");
        Check(
            ask.RetentionPromise is not { } promise || under.Rules.RetentionPromises.Contains(promise),
            "retentionPromise",
            "unknown-retention-promise",
            "name one of the promises in the rules");
        faults.AddRange([.. ask.Message.Faults, .. ask.ChildsView.Faults, .. ask.CircumstanceReason.Faults]);
        var applies = under.Rule.At(under.Age);
        Check(
            applies.Child != ChildsPart.IsHeard || !ask.ChildsView.IsEmpty,
            "childsView",
            "childs-view-missing",
            "say what the child thinks: at this age the child is heard");
        Check(
            ask.Circumstance is not null,
            "circumstance",
            "unknown-circumstance",
            "say `usual`, `child-found-mature` or `childs-own-matter`");
        Check(
            (ask.Circumstance == SigningCircumstance.Usual) == ask.CircumstanceReason.IsEmpty,
            "circumstanceReason",
            "circumstance-reason",
            "give a reason when other signers than usual apply at the child's age, and only then");
        Check(
            ask.Circumstance != SigningCircumstance.ChildsOwnMatter || !applies.Guardians,
            "circumstance",
            "too-young-for-own-matter",
            "the child is too young to sign alone");
        Check(
            ask.Circumstance != SigningCircumstance.ChildFoundMature || applies.Child == ChildsPart.Signs,
            "circumstance",
            "too-young-to-sign",
            "the child is too young to sign");
        if (ask.Prevented is { } prevented)
        {
            faults.AddRange(await OfPreventionAsync(db, prevented, under, ct));
        }

        return faults;

        void Check(bool passes, string field, string code, string detail)
        {
            if (!passes)
            {
                faults.Add(new Fault(field, code, detail));
            }
        }
    }

    // Only custody is checked. Blocks are not checked, because a fault must not reveal that a guardian is blocked (OSL 12 kap. 3 § 1).
    private static async Task<List<Fault>> OfPreventionAsync(
        HubDbContext db, PreventionAsk prevented, AskedUnder under, CancellationToken ct)
    {
        var faults = new List<Fault>();
        var guardians = await FamilyOfCase.GuardiansAsync(db, under.Child.Id, SwedishTime.DayOf(under.Now), ct);
        Check(
            under.Rules.Counts(SignerExceptionCodes.PreventedGuardian, under.Purpose) && under.Rule.At(under.Age).Guardians,
            "guardian", "prevention-not-counted", "the rules have no exception for a prevented guardian here");
        Check(
            guardians.Any(g => g.Person == prevented.Guardian), "guardian", "unknown-guardian",
            "name a person who has custody of the child");
        Check(guardians.Count > 1, "guardian", "only-guardian", "the child has no other guardian who could decide alone");
        Check(prevented.Cause is not null, "cause", "unknown-cause", "say `away`, `ill`, `unreachable` or `other`");
        CheckText(prevented.Reason, "reason");
        CheckText(prevented.Urgency, "urgency");
        return faults;

        void Check(bool passes, string field, string code, string detail)
        {
            if (!passes)
            {
                faults.Add(new Fault("prevented." + field, code, detail));
            }
        }

        void CheckText(FreeText text, string field)
        {
            Check(!text.IsEmpty, field, "prevention-words-missing", "say how the guardian is prevented and why the matter cannot wait");
            faults.AddRange(text.Faults);
        }
    }

    private static async Task<List<Fault>> OfScopesAsync(HubDbContext db, ConsentAsk ask, AskedUnder under, CancellationToken ct)
    {
        var faults = new List<Fault>();
        if (ask.Scopes.Count == 0 || ask.Scopes.Any(s => s.RecordTypes.Count == 0))
        {
            faults.Add(new("scopes", "no-record-types", "name at least one record type for each discloser"));
        }

        foreach (var scope in ask.Scopes)
        {
            var discloser = await db.Branches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == scope.Discloser, ct);
            if (discloser is null || discloser.Id == under.Recipient.Id)
            {
                faults.Add(new("scopes.discloser", "unknown-discloser", "name another branch that the hub knows as the discloser"));
                continue;
            }

            foreach (var code in scope.RecordTypes)
            {
                if (!under.Types.TryFind(code, out var type) || !type.Holders.Contains(discloser.Kind))
                {
                    faults.Add(
                        new("scopes.recordTypes", "unknown-record-type", $"`{code}` is not a record type that this discloser holds"));
                }
            }

            var held = under.Types.All.Where(t => t.Holders.Contains(discloser.Kind)).Select(t => t.Code);
            if (scope.RecordTypes.Count > 3 && held.All(scope.RecordTypes.Contains))
            {
                faults.Add(
                    new("scopes.recordTypes", "blanket-consent", "a consent cannot cover everything; name the types that are needed"));
            }
        }

        if (ask.Scopes.Select(s => s.Discloser).Distinct().Count() != ask.Scopes.Count)
        {
            faults.Add(new("scopes.discloser", "discloser-twice", "name each discloser once, with all its record types"));
        }

        return faults;
    }
}
