using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Web.Pages.Arbetsyta.Forhinder;

/// <summary>What is filled in of a guardian who cannot take part.</summary>
public sealed class PreventedForm
{
    /// <summary>What is sent when everyone is asked as usual.</summary>
    public const string Nobody = "ingen";

    /// <summary>The guardian's id, or <see cref="Nobody"/>.</summary>
    public string Guardian { get; set; } = Nobody;

    /// <summary>Why.</summary>
    public PreventionCause? Cause { get; set; }

    /// <summary>What staff know of it.</summary>
    public string? Reason { get; set; }

    /// <summary>Why the matter cannot wait.</summary>
    public string? Urgency { get; set; }

    /// <summary>Whether a guardian is named.</summary>
    public bool IsStated => Guardian != Nobody;

    /// <summary>The keys of the texts on what is wrong, with their fields.</summary>
    internal IEnumerable<(string Field, string Key)> Faults()
    {
        if (!IsStated)
        {
            yield break;
        }

        if (!Guid.TryParse(Guardian, out _))
        {
            yield return (nameof(Guardian), "Fault_unknown-guardian");
        }

        if (Cause is null)
        {
            yield return (nameof(Cause), "Fault_unknown-cause");
        }

        foreach (var (field, words) in new[] { (nameof(Reason), Reason), (nameof(Urgency), Urgency) })
        {
            if (string.IsNullOrWhiteSpace(words))
            {
                yield return (field, "Fault_prevention-words-missing");
            }
        }
    }

    /// <summary>The use case's own form of it, or null when nobody is named. <see cref="Faults"/> has found nothing.</summary>
    internal PreventionAsk? ToAsk() => IsStated
        ? new PreventionAsk { Guardian = new PersonId(Guid.Parse(Guardian)), Cause = Cause!.Value, Reason = Reason!.Trim(), Urgency = Urgency!.Trim() }
        : null;
}
