namespace DelningsNav.Policies;

/// <summary>
/// The catalogue's codes for what may lift a record's secrecy, each with the kind of ground that it means.
/// Swedish: <b>sekretessbrytande bestämmelse</b> (OSL 10 kap.).
/// </summary>
public static class SecrecyLifts
{
    private static readonly Dictionary<string, GroundKind> Kinds = new(StringComparer.Ordinal)
    {
        ["beslut"] = GroundKind.Decision,
        ["samtycke"] = GroundKind.Consent,
        ["menprovning"] = GroundKind.Harm,
        ["nodvandigt-utlamnande"] = GroundKind.Necessity,
        ["generalklausul"] = GroundKind.Balance,
        ["uppgiftsskyldighet"] = GroundKind.Duty,
        ["barn-vard-stod"] = GroundKind.ChildSupport,
        ["elevstod"] = GroundKind.ChildSupport,
        ["aterkoppling"] = GroundKind.Feedback,
    };

    /// <summary>Every code, without a fixed order.</summary>
    public static IReadOnlyCollection<string> Codes => Kinds.Keys;

    /// <summary>The kind of ground that a code means, or null when the code is unknown.</summary>
    public static GroundKind? KindOf(string code) => Kinds.TryGetValue(code, out var kind) ? kind : null;
}
