using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Parties;

/// <summary>
/// The caller, as the API or the pages have authenticated them. A parameter of every use case, so that no query can
/// forget whose data it may read.
/// </summary>
public abstract record Caller
{
    private Caller() { }

    /// <summary>A signed-in member of staff.</summary>
    public sealed record Staff(StaffMemberId Id) : Caller;

    /// <summary>A system's signed call, for the member of staff whom it names.</summary>
    public sealed record System(ClientId Id, StaffMemberId? OnBehalfOf) : Caller;

    /// <summary>A signed-in guardian or pupil.</summary>
    public sealed record Family(PersonId Id) : Caller;

    /// <summary>
    /// No caller from outside: the hub decides a request again for its requester, since what the request was waiting for has happened. It
    /// opens nothing, and neither API nor pages can make one.
    /// </summary>
    public sealed record Hub : Caller
    {
        internal Hub() { }
    }
}
