using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>One way to open a refused or referred record, as it is shown to the requester. This type lists all ways.</summary>
/// <remarks>
/// A way is derived only from the words that the requester reads in any case, from the request, and from the child's age. It is never
/// derived from a family's answers, from a block or from a protected identity. Therefore the ways are the same for a secret cause as for
/// an ordinary cause (ADR 0019), and a way may turn out not to open the record.
/// </remarks>
public abstract record WayToOpen
{
    private WayToOpen() { }

    /// <summary>The family's consent.</summary>
    /// <param name="RecordType">The type of record, as a code of the catalogue.</param>
    /// <param name="From">The holder that may show the record when the family has consented.</param>
    /// <param name="To">The recipient.</param>
    /// <param name="Case">The case.</param>
    /// <param name="CaseNumber">The case's diarienummer.</param>
    /// <param name="Signers">The kinds of signers that the consent needs. Their names are not stated here.</param>
    /// <param name="Request">The request that was refused or referred.</param>
    /// <param name="Token">
    /// The token that <see cref="AskAfterDenial"/> needs in order to ask the family in one step. It is valid only for this request, type
    /// and recipient. It reveals nothing.
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
