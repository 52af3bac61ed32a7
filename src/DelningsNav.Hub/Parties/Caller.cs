using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Parties;

/// <summary>
/// The caller, as authenticated by the API or the pages. Every use case takes the caller as a parameter, so that no query is written
/// without considering whose data it may read.
/// </summary>
public abstract record Caller
{
    private Caller() { }

    /// <summary>
    /// The call of a system that carries an idempotency key, or null. A use case hands it to the change that it makes, which stores the
    /// call's answer (ADR 0036).
    /// </summary>
    public KeyedCall? Call { get; init; }

    /// <summary>A signed-in member of staff.</summary>
    public sealed record Staff(StaffMemberId Id) : Caller;

    /// <summary>A system that makes a signed call, on behalf of the member of staff whom the call names, if any.</summary>
    public sealed record System(ClientId Id, StaffMemberId? OnBehalfOf) : Caller;

    /// <summary>A signed-in guardian or pupil.</summary>
    public sealed record Family(PersonId Id) : Caller;

    /// <summary>
    /// The hub itself, and no caller from outside. The hub decides a request again on behalf of its requester, because the event for which
    /// the request waited has occurred. This caller opens nothing, and neither the API nor the pages can create it.
    /// </summary>
    public sealed record Hub : Caller
    {
        internal Hub() { }
    }
}
