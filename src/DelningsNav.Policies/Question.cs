using System.Runtime.CompilerServices;
using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>The facts of one request as the context that the policies read (<c>Question</c> in the schema).</summary>
internal static class Question
{
    private static readonly RecordLayout ConsentLayout = new("signerBlocked", "validUntil");
    private static readonly RecordLayout AssessmentLayout = new("byNamedAssessor", "permits");
    private static readonly RecordLayout EmergencyLayout = new("until");

    private static readonly CedarValue None = CedarValue.Of("none");
    private static readonly CedarValue Marked = CedarValue.Of("sekretessmarkering");
    private static readonly CedarValue Protected = CedarValue.Of("skyddad-folkbokforing");
    private static readonly CedarValue Unknown = CedarValue.Of("unknown");

    // The members of the enum are numbered from 0.
    private static readonly CedarValue[] Markings = [.. Enum.GetValues<SecurityMarking>().Select(ValueOf)];

    // The facts with parts, and those that are made of others, in the order in which Of writes them.
    private static readonly string[] Composed =
        ["now", "sameAuthority", "marking", "refusedByHolder", "consent", "assessment", "emergency"];

    private static readonly Func<ReleaseFacts, CedarValue>[] Declared = [.. RuleFact.Declared.Select(fact => fact.Value)];
    private static readonly RuleFact[] Secrets = [.. RuleFact.Declared.Where(fact => fact.IsSecret)];

    private static readonly int Names = Composed.Length + Declared.Length;

    private static readonly RecordLayout Layout = new([.. Composed, .. RuleFact.Declared.Select(fact => fact.Name)]);

    private static readonly (string Name, CedarValue Value)[] NothingSecret =
        [("marking", None), .. Secrets.Select(fact => (fact.Name, fact.OpenValue))];

    public static CedarValue.Record Of(ReleaseFacts facts)
    {
        // A consent, an assessment or an emergency that does not exist is left out.
        var values = default(Values);
        values[0] = CedarValue.Of(facts.Now);
        values[1] = CedarValue.Of(facts.Recipient.AuthorityId == facts.Holder.AuthorityId);
        values[2] = MarkingOf(facts.Marking);
        values[3] = CedarValue.Of(facts.Assessment?.Outcome == AssessmentOutcome.Refuse);
        values[4] = ConsentOf(facts.Consent);
        values[5] = AssessmentOf(facts.Assessment);
        values[6] = EmergencyOf(facts.Emergency);

        var declared = Declared;
        Span<CedarValue?> rest = values[Composed.Length..Names];
        for (var i = 0; i < declared.Length; i++)
        {
            rest[i] = declared[i](facts);
        }

        return Layout.Fill(values[..Names]);
    }

    /// <summary>Whether anything in the facts is secret: a protected identity, a block on a guardian or record, a blocked signer.</summary>
    public static bool HasSecrets(ReleaseFacts facts)
    {
        foreach (var fact in Secrets)
        {
            if (!fact.IsOpen(facts))
            {
                return true;
            }
        }

        return facts.Marking != SecurityMarking.None || facts.Consent is { SignerBlocked: true };
    }

    /// <summary>
    /// The same question as if nothing were secret: no protected identity, no block on a guardian or record, no blocked signer.
    /// </summary>
    public static CedarValue.Record WithoutSecrets(CedarValue.Record question)
    {
        var no = CedarValue.Of(false);
        return question.TryGet("consent", out var given) && given is CedarValue.Record consent
            && consent.TryGet("signerBlocked", out var blocked) && !blocked.Equals(no)
            ? question.With([.. NothingSecret, ("consent", consent.With(("signerBlocked", no)))])
            : question.With(NothingSecret);
    }

    private static CedarValue.Record? ConsentOf(ConsentFacts? consent) => consent is null
        ? null
        : ConsentLayout.Fill(CedarValue.Of(consent.SignerBlocked), CedarValue.Of(consent.ValidUntil));

    private static CedarValue.Record? EmergencyOf(EmergencyFacts? emergency) =>
        emergency is null ? null : EmergencyLayout.Fill(CedarValue.Of(emergency.UntilAt));

    private static CedarValue.Record? AssessmentOf(AssessmentFacts? assessment) => assessment is null
        ? null
        : AssessmentLayout.Fill(CedarValue.Of(assessment.ByNamedAssessorWithRoutine), CedarValue.Of(assessment.Permits));

    // A value that this version does not know counts as unknown, and unknown as the strictest.
    private static CedarValue MarkingOf(SecurityMarking marking) =>
        (uint)marking < (uint)Markings.Length ? Markings[(int)marking] : Unknown;

    private static CedarValue ValueOf(SecurityMarking marking) => marking switch
    {
        SecurityMarking.None => None,
        SecurityMarking.Sekretessmarkering => Marked,
        SecurityMarking.SkyddadFolkbokforing => Protected,
        SecurityMarking.Unknown => Unknown,
    };

    // Where the values of a question are gathered before they are counted: on the stack, since a question is made for every decision.
    [InlineArray(Most)]
    private struct Values
    {
        private const int Most = 32;

        private CedarValue? _first;
    }
}
