using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Requests.Emergencies;

namespace DelningsNav.Hub.Foundation;

/// <summary>Names one <see cref="InformationRequest"/>.</summary>
public readonly record struct RequestId(Guid Value) : IId<RequestId>
{
    /// <inheritdoc/>
    public static RequestId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="HarmAssessment"/>.</summary>
public readonly record struct AssessmentId(Guid Value) : IId<AssessmentId>
{
    /// <inheritdoc/>
    public static AssessmentId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Names one <see cref="EmergencyAccess"/>.</summary>
public readonly record struct EmergencyAccessId(Guid Value) : IId<EmergencyAccessId>
{
    /// <inheritdoc/>
    public static EmergencyAccessId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
