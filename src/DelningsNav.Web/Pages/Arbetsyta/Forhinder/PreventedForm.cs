using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Web.Pages.Arbetsyta.Forhinder;

/// <summary>The fields of a form about a guardian who cannot take part.</summary>
public sealed class PreventedForm
{
    /// <summary>The value that is sent when every guardian is asked as usual.</summary>
    public const string Nobody = "ingen";

    /// <summary>The guardian's id, or <see cref="Nobody"/>.</summary>
    public string Guardian { get; set; } = Nobody;

    /// <summary>Why.</summary>
    public PreventionCause? Cause { get; set; }

    /// <summary>What staff know about it.</summary>
    public string? Reason { get; set; }

    /// <summary>Why the matter cannot wait.</summary>
    public string? Urgency { get; set; }

    /// <summary>Whether a guardian is named.</summary>
    public bool IsStated => Guardian != Nobody;

    /// <summary>The keys of the texts for each fault, with their fields.</summary>
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

    /// <summary>
    /// The form as the use case takes it, or null when nobody is named. Only after <see cref="Faults"/> has found no fault.
    /// </summary>
    internal PreventionAsk? ToAsk() => IsStated
        ? new PreventionAsk
        {
            Guardian = new PersonId(Guid.Parse(Guardian)),
            Cause = Cause!.Value,
            Reason = PreventionAsk.ReasonField.Read(Reason),
            Urgency = PreventionAsk.UrgencyField.Read(Urgency),
        }
        : null;
}
