using System.Text.Json;
using System.Text.Json.Serialization;

namespace DelningsNav.Client;

// The bodies of the calls and answers. Their members have the names that the hub's API uses.
internal sealed record PersonLookup(string IdentityNumber, string Purpose, Guid? Case, Guid? Staff, string? Reference)
{
    public static PersonLookup Of(string identityNumber, LookUpPurpose purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new(identityNumber, purpose.Code, purpose.Case, purpose.Staff, purpose.Reference);
    }
}

internal sealed record PersonFound(Guid Person);

internal sealed record OnBehalfOf(Guid Staff);

internal sealed record Acknowledgement(Guid? Staff);

internal sealed record EventAcknowledged(DateTimeOffset AcknowledgedAt);

internal sealed record SubscriptionToMake(string Address);

internal sealed record SubscriptionList(IReadOnlyList<EventSubscription> Subscriptions);

/// <summary>The JSON form of the API. Members that a newer hub adds to its answers are ignored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccessReport))]
[JsonSerializable(typeof(ConsentAsked))]
[JsonSerializable(typeof(ConsentStatus))]
[JsonSerializable(typeof(ConsentToAsk))]
[JsonSerializable(typeof(DenialToAskAbout))]
[JsonSerializable(typeof(ConsentEnded))]
[JsonSerializable(typeof(ConsentWithdrawn))]
[JsonSerializable(typeof(DepositedRecord))]
[JsonSerializable(typeof(EndingToMake))]
[JsonSerializable(typeof(Acknowledgement))]
[JsonSerializable(typeof(EventAcknowledged))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(EventSubscription))]
[JsonSerializable(typeof(SubscriptionList))]
[JsonSerializable(typeof(SubscriptionToMake))]
[JsonSerializable(typeof(InformationRequested))]
[JsonSerializable(typeof(InformationToRequest))]
[JsonSerializable(typeof(OnBehalfOf))]
[JsonSerializable(typeof(PersonFound))]
[JsonSerializable(typeof(PersonLookup))]
[JsonSerializable(typeof(RecordToDeposit))]
[JsonSerializable(typeof(RecordTypePage))]
[JsonSerializable(typeof(ReleaseAnswer))]
[JsonSerializable(typeof(RequestStatus))]
internal sealed partial class ClientJson : JsonSerializerContext;
