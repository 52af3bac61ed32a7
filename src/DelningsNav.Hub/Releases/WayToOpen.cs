using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>One thing that would open a refused or referred record, as it is shown to the requester. The set is closed.</summary>
/// <remarks>
/// It is derived from the words that the requester reads anyway, from the request, and from the child's age: never from a family's
/// answers, from a block or from a protected identity. So the ways are the same for a secret cause as for an ordinary one (ADR 0019), and
/// a way may turn out not to open the record.
/// </remarks>
public abstract record WayToOpen
{
    private WayToOpen() { }

    /// <summary>The family's consent.</summary>
    /// <param name="RecordType">The type of record, a code of the catalogue.</param>
    /// <param name="From">The holder that may then show it.</param>
    /// <param name="To">The recipient.</param>
    /// <param name="Case">The case.</param>
    /// <param name="CaseNumber">The case's diarienummer.</param>
    /// <param name="Signers">Which kinds of signers it needs. Who they are is not stated here.</param>
    /// <param name="Request">The request that was refused or referred.</param>
    /// <param name="Token">
    /// What <see cref="AskAfterDenial"/> needs to ask the family in one step: bound to this request, type and recipient, and of no
    /// other use. It reveals nothing.
    /// </param>
    public sealed record Consent(
        RecordTypeCode RecordType, NamedBranch From, NamedBranch To, CaseId Case, string CaseNumber, SignersInKind Signers,
        RequestId Request,
        string Token)
        : WayToOpen;

    /// <summary>An assessment by the holder, who has the request already.</summary>
    /// <param name="Holder">The branch whose assessor judges.</param>
    public sealed record Assessment(NamedBranch Holder) : WayToOpen;

    /// <summary>An assignment of the requester to the case.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="CaseNumber">Its diarienummer.</param>
    public sealed record Assignment(CaseId Case, string CaseNumber) : WayToOpen;
}

/// <summary>A branch with the names that people know it by.</summary>
/// <param name="Id">The branch.</param>
/// <param name="Name">Its name.</param>
/// <param name="Authority">The authority that it belongs to.</param>
/// <param name="AuthorityName">That authority's name.</param>
public sealed record NamedBranch(BranchId Id, string Name, AuthorityId Authority, string AuthorityName);
