using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Json;

namespace DelningsNav.Cedar;

/// <summary>A policy whose scope leaves the principal, the resource or both open. It decides only through its links.</summary>
public sealed class CedarTemplate
{
    internal CedarTemplate(string id, PolicyBody body)
    {
        Id = id;
        Body = body;
    }

    /// <summary>The template's id, which is unique within its set (see <see cref="CedarPolicy.Id"/>).</summary>
    public string Id { get; }

    /// <summary>Whether the template's links permit or forbid.</summary>
    public Effect Effect => Body.Effect;

    /// <summary>Whether a link must give an entity for <c>?principal</c>.</summary>
    public bool HasPrincipalSlot => Body.Scope.Principal.IsSlot;

    /// <summary>Whether a link must give an entity for <c>?resource</c>.</summary>
    public bool HasResourceSlot => Body.Scope.Resource.IsSlot;

    /// <summary>The annotations by name, which every link has too. An annotation without a value has the empty text.</summary>
    public IReadOnlyDictionary<string, string> Annotations => Body.Annotations;

    /// <summary>The template as it was written, from its first annotation to its semicolon.</summary>
    public string Text => Body.Text;

    /// <summary>The source that was named when the template was read, for example the name of a file.</summary>
    public string? Source => Body.Source;

    internal PolicyBody Body { get; }

    /// <summary>The template in Cedar's JSON form.</summary>
    /// <exception cref="InvalidOperationException">A chain of operators is too long to be read back from JSON.</exception>
    public string ToJson() => PolicyWriter.Write(Body);

    /// <summary>The template as it was written.</summary>
    public override string ToString() => Text;
}
