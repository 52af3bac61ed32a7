using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Releases;

/// <summary>One thing that would open a record that stays closed, told to whoever asked. The set is closed.</summary>
/// <remarks>
/// Told from the words that the requester reads anyway, from the question, and from the child's age: never from what a family has
/// answered, from a block or from a protected identity. So the ways are the same for a secret cause as for an ordinary one (ADR 0019),
/// and one that is told may turn out not to lead there.
/// </remarks>
public abstract record WayToOpen
{
    private WayToOpen() { }

    /// <summary>The family's consent.</summary>
    /// <param name="RecordType">To which type of record, a code of the catalogue.</param>
    /// <param name="From">Who may then show it.</param>
    /// <param name="To">To whom.</param>
    /// <param name="Case">In which case.</param>
    /// <param name="CaseNumber">The case's diarienummer.</param>
    /// <param name="Signers">Whose signatures it takes, in kind. Who they are is nobody's business here.</param>
    /// <param name="Request">The request that was denied.</param>
    /// <param name="Token">
    /// What <see cref="AskAfterDenial"/> takes to ask the family in one step: bound to this request, type and receiver, and good for
    /// nothing else. It says nothing.
    /// </param>
    public sealed record Consent(
        string RecordType, NamedBranch From, NamedBranch To, CaseId Case, string CaseNumber, SignersInKind Signers, RequestId Request,
        string Token)
        : WayToOpen;

    /// <summary>An assessment by the holder, who has the question already.</summary>
    /// <param name="Holder">Whose assessor judges.</param>
    public sealed record Assessment(NamedBranch Holder) : WayToOpen;

    /// <summary>That whoever asks is assigned to the case.</summary>
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
