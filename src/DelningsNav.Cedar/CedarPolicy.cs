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

    /// <summary>The policy's id within its set, where no other has the same.</summary>
    /// <remarks>
    /// Policies and templates of a text are numbered together, in order: <c>policy0</c>, <c>policy1</c> and so on. In JSON
    /// they bear their ids, and a link says what the policy it makes is to be called.
    /// </remarks>
    public string Id { get; }

    /// <summary>What made this policy of a template, or null for a policy that stands by itself.</summary>
    public CedarLink? Link { get; }

    /// <summary>The value of the annotation <c>@id</c>, or <see cref="Id"/> when there is none.</summary>
    public string Name => Annotations.TryGetValue("id", out var name) ? name : Id;

    /// <summary>Whether it permits or forbids.</summary>
    public Effect Effect => Body.Effect;

    /// <summary>The annotations by name; one without a value has the empty text.</summary>
    public IReadOnlyDictionary<string, string> Annotations => Body.Annotations;

    /// <summary>The policy as it was written, from its first annotation to its semicolon.</summary>
    /// <remarks>For a policy read from JSON it is written anew, and reads back as the same policy. A linked policy has its template's text.</remarks>
    public string Text => Body.Text;

    /// <summary>Where the policy came from, such as a file's name, as told when it was read.</summary>
    public string? Source => Body.Source;

    internal PolicyBody Body { get; }

    /// <summary>How each condition comes out: each part of a <c>when</c> joined by <c>&amp;&amp;</c>, and each <c>unless</c>.</summary>
    /// <remarks>
    /// Every part is evaluated, also those that a decision would not reach because an earlier one is false; such a part
    /// may fail where the decision would not. The scope is not asked.
    /// </remarks>
    public IReadOnlyList<ConditionResult> Conditions(CedarRequest request, EntityStore entities)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(entities);
        var evaluator = new Evaluator(request, entities);
        return [.. Body.Demands.Select(demand => demand.Ask(evaluator))];
    }

    /// <summary>The policy in Cedar's JSON form; a linked policy with its slots filled.</summary>
    public string ToJson() => PolicyWriter.Write(Body);

    /// <summary>The policy as it was written.</summary>
    public override string ToString() => Text;
}
