using System.Diagnostics;
using DelningsNav.Hub.Releases;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Releases;

// The wire form of what would open a record. Change it only by adding members and kinds, because clients are generated from it.

/// <summary>
/// One way that would open a record whose release was refused or referred. It is derived from the request, the answer and the child's age
/// alone. The request is decided again afterwards, so the way may turn out not to open the record.
/// </summary>
internal sealed record WayBody
{
    /// <summary><c>consent</c>, <c>assessment</c> or <c>assignment</c>. More kinds may be added.</summary>
    public required string Kind { get; init; }

    /// <summary>The type of record, a code of <c>/record-types</c>. Only for the kind <c>consent</c>.</summary>
    public string? RecordType { get; init; }

    /// <summary>The holder that may show the record when consent is given. Only for the kind <c>consent</c>.</summary>
    public BranchBody? From { get; init; }

    /// <summary>The recipient of the record. Only for the kind <c>consent</c>.</summary>
    public BranchBody? To { get; init; }

    /// <summary>
    /// The signers, who depend on the child's age: <c>guardians</c>, <c>guardians-when-child-is-heard</c>, <c>pupil-and-guardians</c> or
    /// <c>pupil</c>. Only for the kind <c>consent</c>.
    /// </summary>
    public string? Signers { get; init; }

    /// <summary>The address at which the consent is asked for with a complete body. Only for the kind <c>consent</c>.</summary>
    public string? AskAt { get; init; }

    /// <summary>The address at which the consent is asked for in one step, with the token. Only for the kind <c>consent</c>.</summary>
    public string? OneStepAt { get; init; }

    /// <summary>
    /// A token for this denial. It is valid only for the same request, type and branch. Only for the kind <c>consent</c>.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>The holder whose assessor decides. Only for the kind <c>assessment</c>.</summary>
    public BranchBody? Holder { get; init; }

    /// <summary>The case. Only for the kinds <c>consent</c> and <c>assignment</c>.</summary>
    public Guid? Case { get; init; }

    /// <summary>The case's diarienummer.</summary>
    public string? CaseNumber { get; init; }

    /// <summary>The wire form of the ways.</summary>
    public static IReadOnlyList<WayBody> Of(IEnumerable<WayToOpen> ways) => [.. ways.Select(Of)];

    private static WayBody Of(WayToOpen way) => way switch
    {
        WayToOpen.Consent consent => new()
        {
            Kind = "consent",
            RecordType = consent.RecordType.Code,
            From = BranchBody.Of(consent.From),
            To = BranchBody.Of(consent.To),
            Signers = WireNames.Of(consent.Signers),
            AskAt = $"{ApiDoor.Root}/consent-requests",
            OneStepAt = $"{ApiDoor.Root}/information-requests/{consent.Request}/consent-requests",
            Token = consent.Token,
            Case = consent.Case.Value,
            CaseNumber = consent.CaseNumber,
        },
        WayToOpen.Assessment assessment => new() { Kind = "assessment", Holder = BranchBody.Of(assessment.Holder) },
        WayToOpen.Assignment assignment => new() { Kind = "assignment", Case = assignment.Case.Value, CaseNumber = assignment.CaseNumber },
        _ => throw new UnreachableException(),
    };
}

/// <summary>A branch by its id and the names that people use.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Name">Its name.</param>
/// <param name="Authority">The name of the authority or school owner that it belongs to.</param>
internal sealed record BranchBody(Guid Branch, string Name, string Authority)
{
    /// <summary>The wire form of a branch.</summary>
    public static BranchBody Of(NamedBranch branch) => new(branch.Id.Value, branch.Name, branch.AuthorityName);
}
