using System.Text.RegularExpressions;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>Finds the words for a condition. A condition that has no words yet is shown as it is written in the policy.</summary>
internal static partial class RuleConditions
{
    private const string Consent = "context has consent && context.now < context.consent.validUntil && !context.consent.signerBlocked";
    private const string Assessed = "context has assessment && context.assessment.permits";

    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["context has consent"] = "consent",
        ["context.now < context.consent.validUntil"] = "consent-valid",
        ["!context.consent.signerBlocked"] = "consent-unblocked",
        ["context has assessment"] = "assessment",
        ["context.assessment.permits"] = "assessment-permits",
        ["""["sst", "sst-plus"].contains(context.purpose)"""] = "purpose-sst",
        ["context has emergency"] = "emergency",
        ["context.now < context.emergency.until"] = "emergency-stands",
        ["context.childAge < 18"] = "under-18",
        ["context.sameAuthority"] = "same-authority",
        ["""(principal in BranchKind::"pupil-health" || principal in BranchKind::"school")"""] = "pupil-health-or-school",
        [$"""(principal in PartyKind::"social-board" || ({Consent}))"""] = "social-board-or-consent",
        [$"""((principal in PartyKind::"social-board" && context.childAge < 18) || ({Consent}))"""] = "social-board-child-or-consent",
        ["context.staffAssigned"] = "assigned",
        ["context.caseOpen"] = "case-open",
        ["context.caseIsOfThisChild"] = "case-of-child",
        ["context.purposeFitsCase"] = "purpose-fits",
        ["context.custodyKnown"] = "custody-known",
        [$"!context.guardianBlockStands || ({Consent})"] = "no-block-or-consent",
        ["!context.disclosureBlockStands"] = "no-disclosure-block",
        [$"""context.marking == "none" || ({Assessed} && context.assessment.byNamedAssessor)"""] = "not-protected-or-named",
        [$"context.policySetAdopted || ({Assessed})"] = "adopted-or-assessed",
        [$"!context.recordMentionsOthers || ({Assessed})"] = "alone-or-assessed",
        [$"!context.recordMentionsUnsignedGuardian || ({Assessed})"] = "guardians-signed-or-assessed",
        [$"!context.recordMarked || ({Consent}) || ({Assessed})"] = "unmarked-or-lifted",
        ["!context.refusedByHolder"] = "not-refused",
    };

    /// <summary>The end of the name of the text with the words, or null if the condition has no words.</summary>
    public static string? KeyOf(string condition) => Keys.GetValueOrDefault(Space().Replace(condition, " ").Trim());

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
