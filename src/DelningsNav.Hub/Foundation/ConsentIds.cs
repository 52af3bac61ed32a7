using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Recording;

namespace DelningsNav.Hub.Foundation;

/// <summary>Names one <see cref="ConsentRequest"/>.</summary>
public readonly record struct ConsentRequestId(Guid Value) : IId<ConsentRequestId>
{
    /// <inheritdoc/>
    public static ConsentRequestId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="MeasureDecision"/>.</summary>
public readonly record struct MeasureDecisionId(Guid Value) : IId<MeasureDecisionId>
{
    /// <inheritdoc/>
    public static MeasureDecisionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="PreventedGuardian"/>.</summary>
public readonly record struct PreventionId(Guid Value) : IId<PreventionId>
{
    /// <inheritdoc/>
    public static PreventionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="RecordedAnswer"/>.</summary>
public readonly record struct RecordedAnswerId(Guid Value) : IId<RecordedAnswerId>
{
    /// <inheritdoc/>
    public static RecordedAnswerId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="Consent"/>.</summary>
public readonly record struct ConsentId(Guid Value) : IId<ConsentId>
{
    /// <inheritdoc/>
    public static ConsentId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="DisclosureBlock"/>.</summary>
public readonly record struct DisclosureBlockId(Guid Value) : IId<DisclosureBlockId>
{
    /// <inheritdoc/>
    public static DisclosureBlockId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
