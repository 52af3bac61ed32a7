using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies;
using DelningsNav.Web.Languages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>Puts the log in words for a family: who did what, why, and on what ground.</summary>
internal sealed class AccessWords(IStringLocalizer<MinSidaTexts> texts, string child)
{
    private readonly FamilyWords _words = new(texts);

    /// <summary>The event as one sentence without its time.</summary>
    public string Sentence(AccessLine line) =>
        FamilyWords.Sentence(texts[$"Access{line.Kind}", Who(line.By), _words.Owned(child, line.Types), Holder(line), child]);

    /// <summary>Why it was done or how it ended, in sentences. The list is empty when there is nothing more to say.</summary>
    public IEnumerable<string> Reasons(AccessLine line)
    {
        if (line.Ground is { } ground)
        {
            yield return Ground(ground);
        }

        if (line is { Kind: AccessKind.Refused or AccessKind.Referred, ConsentWasMissing: true })
        {
            yield return texts["ConsentWasMissing"];
        }

        if (line is { Purpose.Length: > 0, Kind: AccessKind.Read or AccessKind.MayRead or AccessKind.NotDelivered or AccessKind.Asked })
        {
            yield return texts["AccessPurpose", _words.Purpose(line.Purpose)];
        }

        if (line.Period is var (from, to))
        {
            yield return texts["AccessPeriod", PageDates.Day(from), PageDates.Day(to)];
        }
    }

    private string Ground(AccessGround ground) => ground switch
    {
        { Kind: GroundKind.Consent, ConsentHeldFrom: { } from } => texts["GroundYourConsent", PageDates.Day(from)],
        _ => texts["GroundLaw", texts[$"Ground{ground.Kind}"], ground.Law],
    };

    private string Who(AccessActor by)
    {
        if (by.Unit.Length == 0)
        {
            return texts["WhoYou"];
        }

        var who = by.Role is { } role ? texts["WhoAt", texts[$"Role{role}"], by.Unit] : texts["WhoSystem", by.Unit];
        return by.Authority.Length == 0 || by.Unit.Contains(by.Authority, StringComparison.OrdinalIgnoreCase)
            ? who
            : texts["WhoOf", who, by.Authority];
    }

    private string Holder(AccessLine line) => line.Holder is { } holder ? _words.Party(holder) : texts["HolderUnnamed"];
}
