using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>
/// The entities that the policies name. They depend only on the catalogue and never on a question, and are therefore built once and
/// shared. There is one <c>Recipient</c> for each kind of party and branch, and one <c>HeldRecord</c> for each record type and holder.
/// </summary>
internal static class PolicyEntities
{
    public static readonly EntityUid Release = new("Action", "Release");
    public static readonly EntityUid Assess = new("Action", "Assess");

    /// <summary>The parties with their branches. Any other combination is not in the policies and is refused.</summary>
    public static readonly IReadOnlyList<(PartyKind Party, BranchKind Branch)> Parties =
    [
        (PartyKind.MunicipalSchool, BranchKind.School),
        (PartyKind.MunicipalSchool, BranchKind.PupilHealth),
        (PartyKind.MunicipalSchool, BranchKind.MedicalPupilHealth),
        (PartyKind.IndependentSchool, BranchKind.School),
        (PartyKind.IndependentSchool, BranchKind.PupilHealth),
        (PartyKind.IndependentSchool, BranchKind.MedicalPupilHealth),
        (PartyKind.SocialBoard, BranchKind.SocialServices),
        (PartyKind.Region, BranchKind.HealthCare),
    ];

    private static readonly string[] PartyKinds = ["municipal-school", "independent-school", "social-board", "region"];
    private static readonly string[] BranchKinds =
        ["school", "pupil-health", "medical-pupil-health", "social-services", "health-care"];

    public static bool IsKnown(PartyKind party, BranchKind branch) => Parties.Contains((party, branch));

    /// <summary>The recipient that the policies use. It is a branch of a kind of party, never a particular authority.</summary>
    public static EntityUid RecipientUid(PartyKind party, BranchKind branch) =>
        new("Recipient", $"{PartyKinds[(int)party]}/{BranchKinds[(int)branch]}");

    public static EntityUid RecordUid(RecordType type, Holding holding) =>
        new("HeldRecord", $"{type.Code}@{PartyKinds[(int)holding.Party]}/{BranchKinds[(int)holding.Branch]}");

    public static IEnumerable<CedarEntity> Of(RecordTypeCatalogue catalogue)
    {
        yield return Entity(Release);
        yield return Entity(Assess);

        yield return Entity(PartyUid("authority"));
        yield return Entity(PartyUid("individual"));
        yield return Entity(PartyUid("social-or-health-care"));
        yield return Entity(PartyUid("municipal-school"), PartyUid("authority"));
        yield return Entity(PartyUid("independent-school"), PartyUid("individual"));
        yield return Entity(PartyUid("social-board"), PartyUid("authority"), PartyUid("social-or-health-care"));
        yield return Entity(PartyUid("region"), PartyUid("authority"), PartyUid("social-or-health-care"));

        foreach (var branch in BranchKinds)
        {
            yield return Entity(BranchUid(branch));
        }

        foreach (var (party, branch) in Parties)
        {
            yield return Entity(
                RecipientUid(party, branch), PartyUid(PartyKinds[(int)party]), BranchUid(BranchKinds[(int)branch]));
        }

        foreach (var group in catalogue.SecrecyGroups)
        {
            yield return Entity(SecrecyUid(group.Code), [.. group.In.Select(SecrecyUid)]);
        }

        foreach (var type in catalogue.All)
        {
            yield return Entity(TypeUid(type.Code));
            foreach (var holding in type.Holdings)
            {
                yield return Entity(RecordUid(type, holding), TypeUid(type.Code), SecrecyUid(holding.Secrecy));
            }
        }
    }

    private static EntityUid PartyUid(string code) => new("PartyKind", code);

    private static EntityUid BranchUid(string code) => new("BranchKind", code);

    private static EntityUid SecrecyUid(string code) => new("Secrecy", code);

    private static EntityUid TypeUid(RecordTypeCode code) => new("RecordType", code.Code);

    private static CedarEntity Entity(EntityUid uid, params EntityUid[] parents) => new(uid, CedarValue.Record.Empty, parents);
}
