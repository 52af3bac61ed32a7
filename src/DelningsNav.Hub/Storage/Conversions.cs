using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DelningsNav.Hub.Storage;

/// <summary>How the hub's own types stand in columns: ids as UUIDs, moments as Unix milliseconds, enums as their names, codes as words.</summary>
internal static class Conversions
{
    public static void Register(ModelConfigurationBuilder builder)
    {
        Id<AuthorityId>(builder);
        Id<BranchId>(builder);
        Id<UnitId>(builder);
        Id<StaffMemberId>(builder);
        Id<ClientId>(builder);
        Id<PersonId>(builder);
        Id<CustodyId>(builder);
        Id<GuardianBlockId>(builder);
        Id<CaseId>(builder);
        Id<AssignmentId>(builder);
        Id<RecordId>(builder);
        Id<ConsentRequestId>(builder);
        Id<ConsentId>(builder);
        Id<DisclosureBlockId>(builder);
        Id<EmergencyAccessId>(builder);
        Id<RecordedAnswerId>(builder);
        Id<PreventionId>(builder);
        Id<MeasureDecisionId>(builder);
        Id<RequestId>(builder);
        Id<AssessmentId>(builder);
        Id<DecisionId>(builder);
        Id<DeliveryId>(builder);
        Id<PolicySetId>(builder);
        Id<SubscriptionId>(builder);
        Id<EmailLinkId>(builder);

        Name<PartyKind>(builder);
        Name<BranchKind>(builder);
        Name<StaffRole>(builder);
        Name<SecurityMarking>(builder);
        Name<CustodyKind>(builder);
        Name<CaseKind>(builder);
        Name<CasePhase>(builder);
        Name<ConsentState>(builder);
        Name<ConsentAnswer>(builder);
        Name<SignerCapacity>(builder);
        Name<AnswerForm>(builder);
        Name<RecordedOutcome>(builder);
        Name<SignerExcuse>(builder);
        Name<PreventionCause>(builder);
        Name<PreventionOutcome>(builder);
        Name<SupportMeasure>(builder);
        Name<UsePeriod>(builder);
        Name<AssessmentOutcome>(builder);
        Name<DecisionKind>(builder);
        Name<FamilyMessageKind>(builder);
        Name<FamilyAnswered>(builder);
        Name<ReviewOutcome>(builder);
        Name<NoticeKind>(builder);
        Name<SendOutcome>(builder);

        builder.Properties<DateTimeOffset>().HaveConversion<MomentConverter>();
        builder.Properties<IReadOnlyList<string>>().HaveConversion<WordsConverter, WordsComparer>();
    }

    private static void Id<TId>(ModelConfigurationBuilder builder)
        where TId : struct, IId<TId> =>
        builder.Properties<TId>().HaveConversion<IdConverter<TId>>();

    private static void Name<TEnum>(ModelConfigurationBuilder builder)
        where TEnum : struct, Enum =>
        builder.Properties<TEnum>().HaveConversion<string>();
}

internal sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Make(value))
    where TId : struct, IId<TId>
{
    private static TId Make(Guid value) => TId.From(value);
}

internal sealed class MomentConverter() : ValueConverter<DateTimeOffset, long>(
    at => at.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

internal sealed class WordsConverter() : ValueConverter<IReadOnlyList<string>, string>(
    words => string.Join(' ', words), text => Split(text))
{
    internal static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

internal sealed class WordsComparer() : ValueComparer<IReadOnlyList<string>>(
    (a, b) => a == b || (a != null && b != null && a.SequenceEqual(b)),
    words => words.Aggregate(0, (hash, word) => HashCode.Combine(hash, word.GetHashCode(StringComparison.Ordinal))),
    words => words);
