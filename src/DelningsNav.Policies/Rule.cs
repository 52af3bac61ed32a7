using System.Diagnostics;
using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>A policy with the content of its annotations: its law, its words and its obligations.</summary>
public sealed class Rule
{
    private Rule(CedarPolicy policy, CedarPolicySet alone)
    {
        Policy = policy;
        OwnSet = alone;
    }

    /// <summary>The policy in its set.</summary>
    public CedarPolicy Policy { get; }

    /// <summary>The policy as a set of its own, from which smaller sets are combined.</summary>
    internal CedarPolicySet OwnSet { get; }

    /// <summary>The policy's own name, its <c>@id</c>.</summary>
    public string Name => Policy.Name;

    /// <summary>Whether the policy is a permit, and therefore a ground. Otherwise it is a bar.</summary>
    public bool Permits => Policy.Effect == Effect.Permit;

    /// <summary>The paragraphs of the law, for example <c>OSL 10:1, 12:2</c>.</summary>
    public required string Law { get; init; }

    /// <summary>The kind of ground of a permit; null for a bar.</summary>
    public required GroundKind? Kind { get; init; }

    /// <summary>The content of the policy in one plain sentence.</summary>
    public required Sentence Title { get; init; }

    /// <summary>What is missing when a ground does not open, or a bar applies, in words for the requester.</summary>
    public required Missing Missing { get; init; }

    /// <summary>The obligations that follow a release on this ground.</summary>
    public required IReadOnlyList<Obligation> Obligations { get; init; }

    /// <summary>
    /// Whether a bar depends only on the question and the requester. The reply to the requester then says nothing about the child.
    /// </summary>
    public required bool AboutQuestion { get; init; }

    /// <summary>Whether a bar must look like an ordinary "not granted" to the requester.</summary>
    public required bool Secret { get; init; }

    /// <summary>The rule as a bar.</summary>
    internal Bar Bar => field ??= new Bar(Name, Law, Title);

    /// <summary>A permit as a ground, without the consent or assessment that it rests on.</summary>
    private Ground PlainGround => field ??= new Ground(Name, Law, Kind!.Value, null, null, null, Title);

    /// <summary>A permit as a ground, with the consent, assessment or emergency access that it rests on.</summary>
    internal Ground ToGround(ReleaseFacts facts) => Kind switch
    {
        GroundKind.Consent when facts.Consent is { } consent =>
            PlainGround with { ConsentId = consent.Id, ConsentVersion = consent.Version },
        GroundKind.Assessment when facts.Assessment is { } assessment => PlainGround with { AssessmentId = assessment.Id },
        GroundKind.Emergency when facts.Emergency is { } emergency => PlainGround with { EmergencyId = emergency.Id },
        GroundKind.Consent or GroundKind.Assessment or GroundKind.Emergency => PlainGround,
        GroundKind.Decision or GroundKind.Harm or GroundKind.Necessity or GroundKind.Balance
            or GroundKind.Duty or GroundKind.ChildSupport or GroundKind.Feedback => PlainGround,
        null => throw new UnreachableException(),
    };

    /// <summary>Reads a policy's annotations. When an annotation is missing or wrong, it reports every fault and returns null.</summary>
    internal static Rule? Read(
        CedarPolicy policy, IReadOnlyDictionary<string, Obligation> obligations, Action<string> fault)
    {
        var annotations = policy.Annotations;
        var permits = policy.Effect == Effect.Permit;
        var faulty = false;
        void Fault(string text)
        {
            faulty = true;
            fault($"{policy.Source}: policy `{policy.Name}` {text}");
        }

        string Text(string name)
        {
            if (annotations.TryGetValue(name, out var text) && text.Length > 0)
            {
                return text;
            }

            Fault($"has no @{name}");
            return "";
        }

        Text("id");
        var law = Text("law");
        var title = new Sentence(Text("title_sv"), Text("title_en"));
        var written = Text("missing_code");
        if (!MissingCode.TryParse(written, out var code) && written.Length > 0)
        {
            Fault("has a @missing_code that is not lower-case words a-z and numbers joined by hyphens");
        }

        var words = new Sentence(Text("missing_sv"), Text("missing_en"));
        GroundKind? kind = permits ? KindOf(Text("ground")) : null;
        if (permits && kind is null)
        {
            Fault("has a @ground that is not a kind of ground");
        }

        var codes = annotations.GetValueOrDefault("obligations", "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var unknown in codes.Where(name => !obligations.ContainsKey(name)))
        {
            Fault($"has the unknown obligation `{unknown}`");
        }

        var secret = annotations.ContainsKey("secret");
        if (secret && code != MissingCode.NotGranted)
        {
            Fault($"is @secret and must have the missing code `{MissingCode.NotGranted}`");
        }

        if (faulty)
        {
            return null;
        }

        return new Rule(policy, CedarPolicySet.Parse(policy.Text, policy.Source))
        {
            Law = law,
            Kind = kind,
            Title = title,
            Missing = code == MissingCode.NotGranted
                ? Missing.NotGranted with { Swedish = words.Swedish, English = words.English }
                : new Missing(code, law, words.Swedish, words.English, policy.Name),
            Obligations = [.. codes.Select(name => obligations[name])],
            AboutQuestion = annotations.ContainsKey("about"),
            Secret = secret,
        };
    }

    private static GroundKind? KindOf(string text) => text switch
    {
        "decision" => GroundKind.Decision,
        "consent" => GroundKind.Consent,
        "assessment" => GroundKind.Assessment,
        "harm" => GroundKind.Harm,
        "necessity" => GroundKind.Necessity,
        "balance" => GroundKind.Balance,
        "duty" => GroundKind.Duty,
        "child-support" => GroundKind.ChildSupport,
        "feedback" => GroundKind.Feedback,
        "emergency" => GroundKind.Emergency,
        _ => null,
    };
}
