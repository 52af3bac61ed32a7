using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Parties;

/// <summary>Who stands at the door, as the door has authenticated them. A parameter of every use case, so that no query can forget whose data it is.</summary>
public abstract record Caller
{
    private Caller() { }

    /// <summary>A signed-in member of staff.</summary>
    public sealed record Staff(StaffMemberId Id) : Caller;

    /// <summary>A system's signed call, for the member of staff whom it names.</summary>
    public sealed record System(ClientId Id, StaffMemberId? OnBehalfOf) : Caller;

    /// <summary>A signed-in guardian or pupil.</summary>
    public sealed record Family(PersonId Id) : Caller;

    /// <summary>Nobody at a door: the hub decides a request again for whoever asked, since what it waited for has come. It opens nothing, and no door can make one.</summary>
    public sealed record Waiting : Caller
    {
        internal Waiting() { }
    }
}
