using System.Diagnostics;
using DelningsNav.Hub.Releases;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Releases;

// The wire form of what would open a record. Change it only by adding members and kinds, because clients are generated from it.

/// <summary>
/// One thing that would open a record that stays closed. It follows from the question alone and may turn out to open nothing,
/// because the request is decided again.
/// </summary>
internal sealed record WayBody
{
    /// <summary><c>consent</c>, <c>assessment</c> or <c>assignment</c>. More kinds may come.</summary>
    public required string Kind { get; init; }

    /// <summary>Of a consent: the type of record, a code of <c>/record-types</c>.</summary>
    public string? RecordType { get; init; }

    /// <summary>Of a consent: the holder, who may then show it.</summary>
    public BranchBody? From { get; init; }

    /// <summary>Of a consent: the recipient.</summary>
    public BranchBody? To { get; init; }

    /// <summary>
    /// Of a consent: the signers by the child's age: <c>guardians</c>, <c>guardians-when-child-is-heard</c>,
    /// <c>pupil-and-guardians</c> or <c>pupil</c>.
    /// </summary>
    public string? Signers { get; init; }

    /// <summary>Of a consent: the address at which it is asked for, with a complete body.</summary>
    public string? AskAt { get; init; }

    /// <summary>Of a consent: the address at which it is asked for in one step, with only the token.</summary>
    public string? OneStepAt { get; init; }

    /// <summary>Of a consent: a token for this denial. It is bound to the request, the type and your branch.</summary>
    public string? Token { get; init; }

    /// <summary>Of an assessment: the holder whose assessor decides.</summary>
    public BranchBody? Holder { get; init; }

    /// <summary>Of a consent or an assignment: the case.</summary>
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
