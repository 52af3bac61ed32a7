using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Json;

namespace DelningsNav.Cedar;

/// <summary>A policy whose scope leaves the principal, the resource or both open. It decides nothing until it is linked.</summary>
public sealed class CedarTemplate
{
    internal CedarTemplate(string id, PolicyBody body)
    {
        Id = id;
        Body = body;
    }

    /// <summary>The template's id within its set, where no policy has the same. Given as for <see cref="CedarPolicy.Id"/>.</summary>
    public string Id { get; }

    /// <summary>Whether its links permit or forbid.</summary>
    public Effect Effect => Body.Effect;

    /// <summary>Whether a link must say what stands for <c>?principal</c>.</summary>
    public bool HasPrincipalSlot => Body.Scope.Principal.IsSlot;

    /// <summary>Whether a link must say what stands for <c>?resource</c>.</summary>
    public bool HasResourceSlot => Body.Scope.Resource.IsSlot;

    /// <summary>The annotations by name, which every link has too; one without a value has the empty text.</summary>
    public IReadOnlyDictionary<string, string> Annotations => Body.Annotations;

    /// <summary>The template as it was written, from its first annotation to its semicolon.</summary>
    public string Text => Body.Text;

    /// <summary>Where the template came from, such as a file's name, as told when it was read.</summary>
    public string? Source => Body.Source;

    internal PolicyBody Body { get; }

    /// <summary>The template in Cedar's JSON form.</summary>
    public string ToJson() => PolicyWriter.Write(Body);

    /// <summary>The template as it was written.</summary>
    public override string ToString() => Text;
}
