using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Views.Family;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>
/// What the pages say about an answer that came after the reader's first one, for example from a second tab (ADR 0040). The address says
/// which answer was sent. What stands comes from what the hub has stored, so that an address alone says nothing untrue.
/// </summary>
internal static class LateAnswer
{
    /// <summary>The name in the address.</summary>
    public const string Name = "skickat";

    /// <summary>The end of an address that says which answer was sent. Empty when none was sent.</summary>
    public static string Query(string? answer) => Answers.Read(answer) is null ? "" : $"?{Name}={answer}";

    /// <summary>The beginning of the keys of the words, or null when there is nothing to say.</summary>
    public static string? KeyOf(FamilyConsentDetail detail, ConsentAnswer? sent) => sent is not { } late ? null : late switch
    {
        ConsentAnswer.Yes => detail.Consent.OwnAnswer is ConsentAnswer.No ? "LateYesNoStands"
            : IsOver(detail.Consent.State) ? "LateYesOver"
            : null,
        ConsentAnswer.No => detail.WithdrawalReceipt is not null ? "LateNoWithdrew"
            : IsOver(detail.Consent.State) ? "LateNoOver"
            : null,
    };

    /// <summary>Whether nothing is shared under the consent any more, whatever the reader has answered.</summary>
    public static bool IsOver(FamilyConsentState state) => state switch
    {
        FamilyConsentState.Withdrawn or FamilyConsentState.Expired or FamilyConsentState.Lapsed or FamilyConsentState.Ended
            or FamilyConsentState.Replaced or FamilyConsentState.Annulled or FamilyConsentState.Closed => true,
        FamilyConsentState.AwaitsYou or FamilyConsentState.Waiting or FamilyConsentState.Holds or FamilyConsentState.HoldsWithoutYou
            or FamilyConsentState.YouSaidNo => false,
    };
}
