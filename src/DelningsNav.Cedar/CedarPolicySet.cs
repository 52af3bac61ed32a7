using System.Globalization;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Json;
using DelningsNav.Cedar.Parsing;
using DelningsNav.Cedar.Templates;

namespace DelningsNav.Cedar;

/// <summary>Policies that decide together. A set never changes and may be shared between threads.</summary>
/// <remarks>
/// The answer is no unless a permit applies. A forbid that applies outweighs every permit. A policy that cannot be evaluated is left out
/// and reported. The links of a template take part in a decision, but the template itself does not.
/// </remarks>
public sealed class CedarPolicySet
{
    // These values are made at their first use, so that they are not made for every link when links are added one at a time.
    private readonly Lazy<CedarPolicy[]> _policies;
    private readonly Lazy<PolicyIndex> _index;
    private readonly Lazy<LinkTarget> _linkBase;
    private readonly CedarTemplate[] _templates;

    private CedarPolicySet(Lazy<CedarPolicy[]> policies, Lazy<LinkTarget> linkBase, CedarTemplate[] templates)
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

    /// <summary>Reads the policies and templates of a text, which may be empty.</summary>
    /// <remarks>The source is a name for the text, for messages and for <see cref="CedarPolicy.Source"/>.</remarks>
    /// <exception cref="CedarSyntaxException">The text is not Cedar. Every problem is named with its line and column.</exception>
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

    /// <summary>Reads Cedar's JSON form of a policy set, or of one policy or template, which then gets the id <c>policy0</c>.</summary>
    /// <remarks>
    /// A set must have all of its three parts. Unknown members are refused, and also JSON that is nested more deeply than 2,400 levels
    /// or than a policy's text may be. A chain of <c>&amp;&amp;</c> is nested in JSON too, and can have about 1,180 operands. The source
    /// is the same as in <see cref="Parse"/>.
    /// </remarks>
    /// <exception cref="CedarJsonException">The text is not such JSON. Every problem is named with its place, a JSON pointer.</exception>
    public static CedarPolicySet FromJson(string json, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var (policies, templates) = PolicySetReader.Read(json, source);
        return Of([.. policies], [.. templates]);
    }

    /// <summary>One set with the policies, templates and links of all sets, in that order and with new ids.</summary>
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

    /// <summary>This set with one more policy for each link, made from the link's template and with the link's id.</summary>
    /// <exception cref="ArgumentException">
    /// A link names an unknown template, leaves a slot open, fills a slot that the template does not have, or has an id that is
    /// already used. Every problem is named.
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
        return new CedarPolicySet(new Lazy<CedarPolicy[]>(() => [.. longer.Policies]), new Lazy<LinkTarget>(longer), _templates);
    }

    /// <summary>The set in Cedar's JSON form. <see cref="FromJson"/> makes the same set from it.</summary>
    /// <exception cref="InvalidOperationException">A chain of operators is too long to be read back from JSON.</exception>
    public string ToJson() => PolicySetWriter.Write(_policies.Value, _templates);

    /// <summary>Decides one request. It never throws, whatever the policies, the request and the entities contain.</summary>
    public CedarAnswer Authorize(CedarRequest request, EntityStore entities)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InScope(request.Principal, request.Action, request.Resource, entities).Authorize(request.Context);
    }

    /// <summary>The policies whose scope matches. They are found once, and can then decide in many contexts.</summary>
    public PoliciesInScope InScope(EntityUid principal, EntityUid action, EntityUid resource, EntityStore entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        var subjects = new Subjects(principal, action, resource, entities);
        return new PoliciesInScope(_index.Value.Matching(subjects), subjects);
    }

    private static CedarPolicySet Of(CedarPolicy[] policies, CedarTemplate[] templates) =>
        new(new Lazy<CedarPolicy[]>(policies), new Lazy<LinkTarget>(() => LinkTarget.Of(policies, templates)), templates);

    private static string Numbered(int number) => string.Create(CultureInfo.InvariantCulture, $"policy{number}");
}
