using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Asking;

/// <summary>What an ask is held against.</summary>
internal sealed record AskedUnder(Person Child, string Purpose, Branch Recipient, SignerRule Rule, ConsentRules Rules, RecordTypeCatalogue Types, DateTimeOffset Now)
{
    public int Age => Child.AgeOn(SwedishTime.DayOf(Now));
}

/// <summary>Everything that is wrong with an ask, at once.</summary>
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
            $"the records may speak of at most {under.Rules.LongestDataWindowDays} days");
        Check(ask.ValidUntil > now, "validUntil", "validity-passed", "the consent must hold until a moment that is still to come");
        Check(ask.ValidUntil - now <= under.Rules.LongestValidity, "validUntil", "validity-too-long", $"a consent holds for at most {days} days");
        Check(
            ask.Uses is not null,
            "useLimit",
            "unknown-use-limit",
            $"say `any`, `once`, or 1 to {UseLimit.Highest} times per day, week or month");
        Check(ask.Kept.Length == 0 || under.Rules.RetentionPromises.Contains(ask.Kept), "retentionPromise", "unknown-retention-promise", "name one of the promises that the rules have");
        CheckText(ask.Message, "message");
        CheckText(ask.ChildsView, "childsView");
        CheckText(ask.CircumstanceReason, "circumstanceReason");
        var applies = under.Rule.At(under.Age);
        Check(
            applies.Child != ChildsPart.IsHeard || ask.ChildsView.Trim().Length > 0,
            "childsView",
            "childs-view-missing",
            "note what the child thinks: at this age the child is heard");
        Check(
            ask.Circumstance is not null,
            "circumstance",
            "unknown-circumstance",
            "say `usual`, `child-found-mature` or `childs-own-matter`");
        Check(
            (ask.Circumstance == SigningCircumstance.Usual) == (ask.CircumstanceReason.Trim().Length == 0),
            "circumstanceReason",
            "circumstance-reason",
            "say why the child signs otherwise than is usual at its age, and only then");
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

        void Check(bool holds, string field, string code, string detail)
        {
            if (!holds)
            {
                faults.Add(new Fault(field, code, detail));
            }
        }

        void CheckText(string text, string field)
        {
            Check(text.Length <= AskForConsent.LongestText, field, "text-too-long", $"write at most {AskForConsent.LongestText} characters");
            Check(!IdentityNumber.StandsIn(text), field, "identity-number", "the text must not hold a personal identity number");
        }
    }

    // Custody alone is asked, and not who is shut out: a fault must not tell that (OSL 12 kap. 3 § 1).
    private static async Task<List<Fault>> OfPreventionAsync(HubDbContext db, PreventionAsk prevented, AskedUnder under, CancellationToken ct)
    {
        var faults = new List<Fault>();
        var guardians = await FamilyOfCase.GuardiansAsync(db, under.Child.Id, SwedishTime.DayOf(under.Now), ct);
        Check(
            under.Rules.Counts(SignerExceptionCodes.PreventedGuardian, under.Purpose) && under.Rule.At(under.Age).Guardians,
            "guardian", "prevention-not-counted", "the rules have no exception for a prevented guardian here");
        Check(guardians.Any(g => g.Person == prevented.Guardian), "guardian", "unknown-guardian", "name one who has custody of the child");
        Check(guardians.Count > 1, "guardian", "only-guardian", "the child has no other guardian who could decide alone");
        Check(prevented.Cause is not null, "cause", "unknown-cause", "say `away`, `ill`, `unreachable` or `other`");
        CheckText(prevented.Reason, "reason");
        CheckText(prevented.Urgency, "urgency");
        return faults;

        void Check(bool holds, string field, string code, string detail)
        {
            if (!holds)
            {
                faults.Add(new Fault("prevented." + field, code, detail));
            }
        }

        void CheckText(string text, string field)
        {
            Check(text.Trim().Length > 0, field, "prevention-words-missing", "say how the guardian is prevented, and why the matter cannot wait");
            Check(text.Length <= PreventionAsk.LongestText, field, "prevention-text-too-long", $"write at most {PreventionAsk.LongestText} characters");
            Check(!IdentityNumber.StandsIn(text), field, "identity-number", "the text must not hold a personal identity number");
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
                    faults.Add(new("scopes.recordTypes", "unknown-record-type", $"`{code}` is not a record type that this discloser holds"));
                }
            }

            var held = under.Types.All.Where(t => t.Holders.Contains(discloser.Kind)).Select(t => t.Code);
            if (scope.RecordTypes.Count > 3 && held.All(scope.RecordTypes.Contains))
            {
                faults.Add(new("scopes.recordTypes", "blanket-consent", "a consent cannot be to everything; name the types that are needed"));
            }
        }

        if (ask.Scopes.Select(s => s.Discloser).Distinct().Count() != ask.Scopes.Count)
        {
            faults.Add(new("scopes.discloser", "discloser-twice", "name each discloser once, with all its record types"));
        }

        return faults;
    }
}
