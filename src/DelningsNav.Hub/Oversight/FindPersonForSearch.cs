using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Oversight;

/// <summary>Finds the id for an identity number. A search of the log may contain this id in its address.</summary>
public sealed class FindPersonForSearch(LookUpPerson lookUp, HubKeys keys)
{
    /// <summary>Looks the person up and returns an id to search for. The look-up is logged.</summary>
    /// <remarks>
    /// If the hub has no person with this number, the result is an id that no entry has. Therefore neither the search nor its address
    /// reveals whether the hub has the person.
    /// </remarks>
    public async Task<PersonId> HandleAsync(IdentityNumber number, Caller caller, CancellationToken ct) =>
        await lookUp.HandleAsync(number, caller, LookUpPerson.Purpose.Read("log-search"), ct) is LookUpOutcome.Found found
            ? found.Person
            : new PersonId(new Guid(keys.Token("nobody", new Guid(keys.IndexOf(number).AsSpan(0, 16)))));
}
