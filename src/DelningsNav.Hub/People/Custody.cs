using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.People;

/// <summary>The kind of custody of a child.</summary>
public enum CustodyKind
{
    /// <summary>A guardian by birth, registration or judgment. Swedish: <b>vårdnadshavare</b> (FB 6 kap. 3 §).</summary>
    Guardian,

    /// <summary>A guardian whom the court has appointed. Swedish: <b>särskilt förordnad vårdnadshavare</b> (FB 6 kap. 10 a §).</summary>
    SpeciallyAppointed,

    /// <summary>A temporary guardian. Swedish: <b>tillfällig vårdnadshavare</b> (FB 6 kap. 10 d §).</summary>
    Temporary,
}

/// <summary>
/// The custody of a child by one person during a period. A parent without custody has no access in the hub. Swedish:
/// <b>vårdnad</b> (FB 6 kap. 2 §).
/// </summary>
public sealed class Custody
{
    private Custody() { }

    /// <summary>The custody's id.</summary>
    public CustodyId Id { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The guardian.</summary>
    public PersonId Guardian { get; private init; }

    /// <summary>The kind of custody.</summary>
    public CustodyKind Kind { get; private init; }

    /// <summary>The first day of custody.</summary>
    public DateOnly From { get; private init; }

    /// <summary>The first day without custody. It is null while the custody has no end.</summary>
    public DateOnly? To { get; private set; }

    /// <summary>Records custody from a day on.</summary>
    public static Custody Of(CustodyId id, PersonId child, PersonId guardian, CustodyKind kind, DateOnly from) =>
        new() { Id = id, Child = child, Guardian = guardian, Kind = kind, From = from };

    /// <summary>Ends the custody. The given day is the first day without custody.</summary>
    public void End(DateOnly firstDayWithout) => To ??= firstDayWithout;

    /// <summary>Whether the person has custody on a day.</summary>
    public bool HoldsOn(DateOnly day) => From <= day && (To is not { } to || day < to);
}

/// <summary>
/// The block of a guardian, who must neither see a child's matters nor decide in them, because this can be assumed to harm the child
/// considerably (OSL 12 kap. 3 § 1; 26 kap. 2 §).
/// </summary>
public sealed class GuardianBlock
{
    private GuardianBlock() { }

    /// <summary>The block's id.</summary>
    public GuardianBlockId Id { get; private init; }

    /// <summary>The child who is protected.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The blocked guardian.</summary>
    public PersonId Guardian { get; private init; }

    /// <summary>The authority's reasons for its decision.</summary>
    public string Reason => Key.Key.Open(SealedReason, "guardian-block", Id.Value);

    /// <summary>The decision's diarienummer.</summary>
    public string CaseNumber { get; private init; } = "";

    /// <summary>The first day of the block.</summary>
    public DateOnly From { get; private init; }

    /// <summary>The first day without the block. It is null while the block has no end.</summary>
    public DateOnly? To { get; private set; }

    internal PersonKey Key { get; private init; } = null!;

    internal byte[] SealedReason { get; private init; } = [];

    /// <summary>Records a decision to block a guardian. The key is the child's.</summary>
    internal static GuardianBlock Of(
        GuardianBlockId id, PersonKey key, PersonId guardian, string reason, string caseNumber, DateOnly from) => new()
        {
            Id = id,
            Child = key.Person,
            Key = key,
            Guardian = guardian,
            SealedReason = key.Key.Seal(reason, "guardian-block", id.Value),
            CaseNumber = caseNumber,
            From = from,
        };

    /// <summary>Lifts the block. The given day is the first day without the block.</summary>
    public void Lift(DateOnly firstDayWithout) => To ??= firstDayWithout;

    /// <summary>Whether the block applies on a day.</summary>
    public bool StandsOn(DateOnly day) => From <= day && (To is not { } to || day < to);
}
