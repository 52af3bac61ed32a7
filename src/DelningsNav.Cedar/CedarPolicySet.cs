using System.Globalization;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Json;
using DelningsNav.Cedar.Parsing;
using DelningsNav.Cedar.Templates;

namespace DelningsNav.Cedar;

/// <summary>Policies that decide together. A set never changes and may be shared by threads.</summary>
/// <remarks>
/// The answer is no unless a permit applies; a forbid that applies outweighs every permit; a policy that cannot be
/// evaluated is left out and reported. A template decides nothing; its links do.
/// </remarks>
public sealed class CedarPolicySet
{
    // All three are made when they are first needed, so that links can be added one at a time without a search between them.
    private readonly Lazy<CedarPolicy[]> _policies;
    private readonly Lazy<PolicyIndex> _index;
    private readonly Lazy<LinkBase> _linkBase;
    private readonly CedarTemplate[] _templates;

    private CedarPolicySet(Lazy<CedarPolicy[]> policies, Lazy<LinkBase> linkBase, CedarTemplate[] templates)
    {
        _policies = policies;
        _linkBase = linkBase;
        _templates = templates;
        _index = new Lazy<PolicyIndex>(() => new PolicyIndex(policies.Value));
    }

    /// <summary>The policies that decide, in the order they were written and linked.</summary>
    public IReadOnlyList<CedarPolicy> Policies => _policies.Value;

    /// <summary>The templates in the order they were written.</summary>
    public IReadOnlyList<CedarTemplate> Templates => _templates;

    /// <summary>Reads the policies and templates of a text, which may hold none.</summary>
    /// <remarks>The source says where the text came from, for messages and for <see cref="CedarPolicy.Source"/>.</remarks>
    /// <exception cref="CedarSyntaxException">The text is not Cedar; every problem is named with line and column.</exception>
    public static CedarPolicySet Parse(string text, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (policies, templates) = (new List<CedarPolicy>(), new List<CedarTemplate>());
        foreach (var body in PolicyParser.Parse(text, source))
        {
            var id = Numbered(policies.Count + templates.Count);
            if (body.Scope.HasSlots)
            {
                templates.Add(new CedarTemplate(id, body));
            }
            else
            {
                policies.Add(new CedarPolicy(id, body));
            }
        }

        return Of([.. policies], [.. templates]);
    }

    /// <summary>Reads Cedar's JSON form: a policy set, or one policy or template, which is then called <c>policy0</c>.</summary>
    /// <remarks>
    /// A set must have all of its three parts, and members that the format does not know are refused. So is what is nested
    /// deeper than a policy's text may be, and a chain of more than some thousand <c>&amp;&amp;</c>, which in this form is
    /// nesting too. The source is told as by <see cref="Parse"/>.
    /// </remarks>
    /// <exception cref="CedarJsonException">The text is not such JSON; every problem is named with its place, a JSON pointer.</exception>
    public static CedarPolicySet FromJson(string json, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var (policies, templates) = PolicySetReader.Read(json, source);
        return Of([.. policies], [.. templates]);
    }

    /// <summary>One set of the policies and templates of all, numbered anew in that order, links too.</summary>
    public static CedarPolicySet Combine(IEnumerable<CedarPolicySet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        var (policies, templates) = (new List<CedarPolicy>(), new List<CedarTemplate>());
        foreach (var set in sets)
        {
            var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var template in set._templates)
            {
                renamed[template.Id] = Numbered(policies.Count + templates.Count);
                templates.Add(new CedarTemplate(renamed[template.Id], template.Body));
            }

            foreach (var policy in set._policies.Value)
            {
                var id = Numbered(policies.Count + templates.Count);
                var link = policy.Link is { } old ? old with { TemplateId = renamed[old.TemplateId], Id = id } : null;
                policies.Add(new CedarPolicy(id, policy.Body, link));
            }
        }

        return Of([.. policies], [.. templates]);
    }

    /// <summary>This set with further policies, one for each link, made of the set's templates. They decide under their links' ids.</summary>
    /// <exception cref="ArgumentException">
    /// A link names a template that is not there, leaves a slot open, fills one that is not there, or has an id that is
    /// taken; every problem is named.
    /// </exception>
    public CedarPolicySet Link(params IEnumerable<CedarLink> links)
    {
        ArgumentNullException.ThrowIfNull(links);
        var problems = new List<string>();
        var linker = new Linker(_linkBase.Value);
        var linked = new List<CedarPolicy>();
        foreach (var link in links)
        {
            ArgumentNullException.ThrowIfNull(link, nameof(links));
            if (linker.Link(link, problem => problems.Add($"link {CedarText.Quote(link.Id)}: {problem}")) is { } policy)
            {
                linked.Add(policy);
            }
        }

        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(links));
        }

        var longer = _linkBase.Value.With(linked, linker.Taken);
        return new CedarPolicySet(new Lazy<CedarPolicy[]>(() => [.. longer.Policies]), new Lazy<LinkBase>(longer), _templates);
    }

    /// <summary>The set in Cedar's JSON form, which <see cref="FromJson"/> reads back as the same set.</summary>
    public string ToJson() => PolicySetWriter.Write(_policies.Value, _templates);

    /// <summary>Decides one request. It never throws for what policies, request or entities hold.</summary>
    public CedarAnswer Authorize(CedarRequest request, EntityStore entities)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InScope(request.Principal, request.Action, request.Resource, entities).Authorize(request.Context);
    }

    /// <summary>The policies whose scope matches, found once so that many contexts can be asked of them.</summary>
    public PoliciesInScope InScope(EntityUid principal, EntityUid action, EntityUid resource, EntityStore entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        var subjects = new Subjects(principal, action, resource, entities);
        return new PoliciesInScope(_index.Value.Matching(subjects), subjects);
    }

    private static CedarPolicySet Of(CedarPolicy[] policies, CedarTemplate[] templates) =>
        new(new Lazy<CedarPolicy[]>(policies), new Lazy<LinkBase>(() => LinkBase.Of(policies, templates)), templates);

    private static string Numbered(int number) => string.Create(CultureInfo.InvariantCulture, $"policy{number}");
}
