using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Oversight;

/// <summary>Turns an identity number into the id that a search of the log may contain in its address.</summary>
public sealed class FindPersonForSearch(LookUpPerson lookUp, HubKeys keys)
{
    /// <summary>Looks the person up, which is logged, and returns an id to search for.</summary>
    /// <remarks>
    /// A number that the hub does not know gets an id that no entry has: neither the search nor its address reveals the difference.
    /// </remarks>
    public async Task<PersonId> HandleAsync(IdentityNumber number, Caller caller, CancellationToken ct) =>
        await lookUp.HandleAsync(number, caller, "log-search", ct) is LookUpOutcome.Found found
            ? found.Person
            : new PersonId(new Guid(keys.Token("nobody", new Guid(keys.IndexOf(number).AsSpan(0, 16)))));
}
