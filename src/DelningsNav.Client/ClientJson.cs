using System.Text.Json;
using System.Text.Json.Serialization;

namespace DelningsNav.Client;

// What is sent, as the hub names it.
internal sealed record PersonLookup(string IdentityNumber, string Purpose);

internal sealed record PersonFound(Guid Person);

internal sealed record OnBehalfOf(Guid Staff);

/// <summary>The wire's spelling. Members that a newer hub adds to its answers are passed over.</summary>
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
