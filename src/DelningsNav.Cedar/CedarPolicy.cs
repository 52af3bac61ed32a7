using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Json;

namespace DelningsNav.Cedar;

/// <summary>One policy of a set: a permit or a forbid with a scope and conditions.</summary>
public sealed class CedarPolicy
{
    internal CedarPolicy(string id, PolicyBody body, CedarLink? link = null)
    {
        Id = id;
        Body = body;
        Link = link;
    }

    /// <summary>The policy's id, unique within its set.</summary>
    /// <remarks>
    /// Policies and templates of a text are numbered together, in order: <c>policy0</c>, <c>policy1</c> and so on. In JSON the ids are
    /// part of the text, and a link contains the id of the policy that it makes.
    /// </remarks>
    public string Id { get; }

    /// <summary>The link that made this policy from a template, or null for a policy that was not made from one.</summary>
    public CedarLink? Link { get; }

    /// <summary>The value of the annotation <c>@id</c>, or <see cref="Id"/> when there is none.</summary>
    public string Name => Annotations.TryGetValue("id", out var name) ? name : Id;

    /// <summary>Whether the policy permits or forbids.</summary>
    public Effect Effect => Body.Effect;

    /// <summary>The annotations by name. An annotation without a value has the empty text.</summary>
    public IReadOnlyDictionary<string, string> Annotations => Body.Annotations;

    /// <summary>The policy as it was written, from its first annotation to its semicolon.</summary>
    /// <remarks>
    /// For a policy that was read from JSON, the text is written from the JSON and parses to the same policy. A linked policy has
    /// its template's text.
    /// </remarks>
    public string Text => Body.Text;

    /// <summary>The source that was named when the policy was read, for example the name of a file.</summary>
    public string? Source => Body.Source;

    internal PolicyBody Body { get; }

    /// <summary>The result of each condition: each part of a <c>when</c> joined by <c>&amp;&amp;</c>, and each <c>unless</c>.</summary>
    /// <remarks>
    /// Every part is evaluated, also the parts that a decision would not evaluate because an earlier part is false. Such a part may fail
    /// although the decision would not. The scope is not tested.
    /// </remarks>
    public IReadOnlyList<ConditionResult> Conditions(CedarRequest request, EntityStore entities)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(entities);
        var evaluator = new Evaluator(request, entities);
        return [.. Body.Demands.Select(demand => demand.Evaluate(evaluator))];
    }

    /// <summary>The policy in Cedar's JSON form. The slots of a linked policy are filled.</summary>
    /// <exception cref="InvalidOperationException">A chain of operators is too long to be read back from JSON.</exception>
    public string ToJson() => PolicyWriter.Write(Body);

    /// <summary>The policy as it was written.</summary>
    public override string ToString() => Text;
}
