using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DelningsNav.Web.Api.Consents;
using DelningsNav.Web.Api.Document;
using DelningsNav.Web.Api.Notices;
using DelningsNav.Web.Api.Oversight;
using DelningsNav.Web.Api.People;
using DelningsNav.Web.Api.Records;
using DelningsNav.Web.Api.Releases;
using DelningsNav.Web.Api.Requests;

namespace DelningsNav.Web.Api.Wire;

/// <summary>Every record that crosses the API's wire, in one list.</summary>
[JsonSerializable(typeof(AccessReportBody))]
[JsonSerializable(typeof(AnswerRecorded))]
[JsonSerializable(typeof(AnswerToTakeDown))]
[JsonSerializable(typeof(ApiInformation))]
[JsonSerializable(typeof(BlockLifted))]
[JsonSerializable(typeof(BlockPlaced))]
[JsonSerializable(typeof(BlockToPlace))]
[JsonSerializable(typeof(ConsentTextBody))]
[JsonSerializable(typeof(ConsentAsked))]
[JsonSerializable(typeof(ConsentBody))]
[JsonSerializable(typeof(ConsentToAsk))]
[JsonSerializable(typeof(ConsentEnded))]
[JsonSerializable(typeof(ConsentWithdrawn))]
[JsonSerializable(typeof(DenialToAskAbout))]
[JsonSerializable(typeof(EmergencyDeclared))]
[JsonSerializable(typeof(EmergencyRevoked))]
[JsonSerializable(typeof(EmergencyToDeclare))]
[JsonSerializable(typeof(EndingToMake))]
[JsonSerializable(typeof(AcknowledgementToMake))]
[JsonSerializable(typeof(EventAcknowledged))]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(KeySet))]
[JsonSerializable(typeof(SubscriptionBody))]
[JsonSerializable(typeof(SubscriptionList))]
[JsonSerializable(typeof(SubscriptionToMake))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(InformationRequested))]
[JsonSerializable(typeof(InformationToRequest))]
[JsonSerializable(typeof(LiftingToMake))]
[JsonSerializable(typeof(PersonFound))]
[JsonSerializable(typeof(PersonLookup))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(RecordDeposited))]
[JsonSerializable(typeof(RecordToDeposit))]
[JsonSerializable(typeof(RecordTypePage))]
[JsonSerializable(typeof(ReleaseAnswer))]
[JsonSerializable(typeof(ReleaseToMake))]
[JsonSerializable(typeof(RequestBody))]
[JsonSerializable(typeof(RevocationToMake))]
[JsonSerializable(typeof(WithdrawalToMake))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>
    /// The rules of the wire. Names are in camelCase. An unknown member, a duplicate member, or a null where null is not allowed is a
    /// fault. Absent values are left out.
    /// </summary>
    /// <remarks>
    /// The relaxed encoder does not escape å, ä, ö and base64. This is safe, because the answers are JSON and never part of a page.
    /// </remarks>
    public static WireJson Strict { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
