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

    /// <summary>Why the guardian cannot take part.</summary>
    public PreventionCause? Cause { get; set; }

    /// <summary>What staff know about why the guardian cannot take part.</summary>
    public string? Reason { get; set; }

    /// <summary>Why the matter cannot wait.</summary>
    public string? Urgency { get; set; }

    /// <summary>The colleague who is to decide, or empty for anybody at the own unit who may.</summary>
    public Guid? SecondPerson { get; set; }

    /// <summary>Whether a guardian is named.</summary>
    public bool IsStated => Guardian != Nobody;

    /// <summary>The faults of the form. Each fault is a field and the key of the fault's text.</summary>
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
    /// The form as the use case's input, or null if no guardian is named. Only valid after <see cref="Faults"/> has found no fault.
    /// </summary>
    internal PreventionAsk? ToAsk() => IsStated
        ? new PreventionAsk
        {
            Guardian = new PersonId(Guid.Parse(Guardian)),
            Cause = Cause!.Value,
            Reason = PreventionAsk.ReasonField.Read(Reason),
            Urgency = PreventionAsk.UrgencyField.Read(Urgency),
            SecondPerson = SecondPerson is { } named ? new StaffMemberId(named) : null,
        }
        : null;
}
