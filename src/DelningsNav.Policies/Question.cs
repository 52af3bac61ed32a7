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

    private static readonly RuleFact[] Declared = [.. RuleFact.Declared];

    // The facts that have parts, and the facts that are made of other facts. A missing consent, assessment or emergency is left out.
    private static readonly (string Name, Func<ReleaseFacts, CedarValue?> Of)[] Composed =
    [
        ("now", facts => CedarValue.Of(facts.Now)),
        ("sameAuthority", facts => CedarValue.Of(facts.Recipient.AuthorityId == facts.Holder.AuthorityId)),
        ("marking", facts => MarkingOf(facts.Marking)),
        ("refusedByHolder", facts => CedarValue.Of(facts.Assessment?.Outcome == AssessmentOutcome.Refuse)),
        ("consent", facts => ConsentOf(facts.Consent)),
        ("assessment", facts => AssessmentOf(facts.Assessment)),
        ("emergency", facts => EmergencyOf(facts.Emergency)),
    ];

    private static readonly int Names = Declared.Length + Composed.Length;

    private static readonly RecordLayout Layout = new([.. Declared.Select(fact => fact.Name), .. Composed.Select(fact => fact.Name)]);

    private static readonly (string Name, CedarValue Value)[] NothingSecret =
        [("marking", None), .. Declared.Where(fact => fact.IsSecret).Select(fact => (fact.Name, fact.OpenValue))];

    public static CedarValue.Record Of(ReleaseFacts facts)
    {
        var values = default(Values);
        for (var i = 0; i < Declared.Length; i++)
        {
            values[i] = Declared[i].ValueIn(facts);
        }

        for (var i = 0; i < Composed.Length; i++)
        {
            values[Declared.Length + i] = Composed[i].Of(facts);
        }

        return Layout.Fill(values[..Names]);
    }

    /// <summary>
    /// Whether the facts contain something secret: a protected identity, a block on a guardian or record, or a blocked signer.
    /// </summary>
    public static bool HasSecrets(ReleaseFacts facts)
    {
        foreach (var fact in Declared)
        {
            if (fact.IsSecret && !fact.IsOpen(facts))
            {
                return true;
            }
        }

        return facts.Marking != SecurityMarking.None || facts.Consent is { SignerBlocked: true };
    }

    /// <summary>
    /// The same question as if nothing were secret: without a protected identity, a block on a guardian or record, or a blocked signer.
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

    // A value that is not defined in this version counts as unknown, and unknown counts as the strictest value.
    private static CedarValue MarkingOf(SecurityMarking marking) => !Enum.IsDefined(marking) ? Unknown : marking switch
    {
        SecurityMarking.None => None,
        SecurityMarking.Sekretessmarkering => Marked,
        SecurityMarking.SkyddadFolkbokforing => Protected,
        SecurityMarking.Unknown => Unknown,
    };

    // The values of a question are gathered here before they are counted. The array is on the stack, because a question is made for
    // every decision.
    [InlineArray(Most)]
    private struct Values
    {
        private const int Most = 32;

        private CedarValue? _first;
    }
}
