using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DelningsNav.Hub;

/// <summary>Every use case of the hub, for the executable and the tests alike. All are stateless and safe to share.</summary>
public static class HubServices
{
    /// <summary>Registers an opened hub and its use cases.</summary>
    public static IServiceCollection AddHub(this IServiceCollection services, HubStart hub, IdSource ids)
    {
        ArgumentNullException.ThrowIfNull(hub);
        services.AddSingleton(hub);
        services.AddSingleton(hub.Database);
        services.AddSingleton(hub.Keys);
        services.AddSingleton(hub.InForce);
        services.AddSingleton(hub.RunBy);
        services.AddSingleton(hub.Texts);
        services.AddSingleton(hub.Log);
        services.AddSingleton(hub.Changes);
        services.AddSingleton(hub.Clock);
        services.AddSingleton(ids);

        services.AddSingleton<IdempotentAnswers>();
        services.AddSingleton<Nonces>();
        services.AddSingleton<Readiness>();

        services.AddSingleton<FindClientKey>();
        services.AddSingleton<KeepParties>();
        services.AddSingleton<ReceivePolicySet>();
        services.AddSingleton<AdoptPolicySet>();
        services.AddSingleton<ActivatePolicySet>();
        services.AddSingleton<RetirePolicySet>();
        services.AddSingleton<ReplayDecisions>();
        services.AddSingleton<PolicyReplays>();
        services.AddSingleton<ReadPolicySets>();
        services.AddSingleton<ReadPolicySet>();
        services.AddSingleton<ReadAdoptions>();
        services.AddSingleton<KeepRegister>();
        services.AddSingleton<LookUpPerson>();
        services.AddSingleton<CaseBoard>();
        services.AddSingleton<KeepCases>();
        services.AddSingleton<MyCases>();
        services.AddSingleton<WhomToAsk>();
        services.AddSingleton<DepositRecord>();
        services.AddSingleton<AskForConsent>();
        services.AddSingleton<AskAfterDenial>();
        services.AddSingleton<DecideAgain>();
        services.AddSingleton<AnswerConsent>();
        services.AddSingleton<ReadConsent>();
        services.AddSingleton<WithdrawConsent>();
        services.AddSingleton<EndConsent>();
        services.AddSingleton<CaseConsents>();
        services.AddSingleton<ConsentToRecord>();
        services.AddSingleton<TakeDownAnswer>();
        services.AddSingleton<ConfirmRecordedAnswer>();
        services.AddSingleton<ReadRecordedAnswer>();
        services.AddSingleton<WaitingConfirmations>();
        services.AddSingleton<RegisterMeasureDecision>();
        services.AddSingleton<DecidePrevention>();
        services.AddSingleton<PreventionsToDecide>();
        services.AddSingleton<LapseConsents>();
        services.AddSingleton<FamilyConsents>();
        services.AddSingleton<FamilyConsentDetails>();
        services.AddSingleton<ConsentReceipts>();
        services.AddSingleton<FamilyMessageBox>();
        services.AddSingleton<StaffMessageBox>();
        services.AddSingleton<KeepEmailLink>();
        services.AddSingleton<EmailOutbox>();
        services.AddSingleton<RemindFamilies>();
        services.AddSingleton<BlockDisclosure>();
        services.AddSingleton<LiftDisclosureBlock>();
        services.AddSingleton<FamilyBlocks>();
        services.AddSingleton<HolderBlocks>();
        services.AddSingleton<AccessReports>();
        services.AddSingleton<DeclareEmergency>();
        services.AddSingleton<RevokeEmergency>();
        services.AddSingleton<EmergencyOfRequest>();
        services.AddSingleton<EmergenciesAtHolder>();
        services.AddSingleton<EmergencyReviews>();
        services.AddSingleton<ReviewEmergency>();
        services.AddSingleton(hub.NoticeHosts);
        services.AddSingleton(hub.Changes.Bell);
        services.AddSingleton<ReadNotices>();
        services.AddSingleton<AcknowledgeNotice>();
        services.AddSingleton<KeepSubscriptions>();
        services.AddSingleton<NoticeOutbox>();
        services.AddSingleton<TellExpiredConsents>();
        services.AddSingleton<NoteOverdueNotices>();
        services.AddSingleton<WaitingNotices>();
        services.AddSingleton<RequestInformation>();
        services.AddSingleton<AssessRequest>();
        services.AddSingleton<RequestAnswers>();
        services.AddSingleton<RequestBehind>();
        services.AddSingleton<RequestToAssess>();
        services.AddSingleton<WaitingAssessments>();
        services.AddSingleton<ReadRequest>();
        services.AddSingleton<ReleaseInformation>();
        services.AddSingleton<RuleFigures>();
        services.AddSingleton<ExportLog>();
        services.AddSingleton<FindPersonForSearch>();
        services.AddSingleton<LogProofs>();
        services.AddSingleton<LogVerifications>();
        services.AddSingleton<ReadLogEntry>();
        services.AddSingleton<ReadLogFigures>();
        services.AddSingleton<SearchLog>();
        services.AddSingleton<VerifyLog>();
        return services;
    }
}
