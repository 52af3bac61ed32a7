using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Schema;

/// <summary>A name as it is written in a schema, with or without a namespace before it.</summary>
internal readonly record struct TypePath(string Text, SourceSpan Span)
{
    public bool IsQualified => Text.Contains("::", StringComparison.Ordinal);
}

/// <summary>A type in the form in which a schema contains it. Its names are not yet looked up.</summary>
internal abstract record TypeSyntax;

internal sealed record NamedSyntax(TypePath Path) : TypeSyntax;

internal sealed record SetSyntax(TypeSyntax Element) : TypeSyntax;

internal sealed record RecordSyntax(AttributeSyntax[] Attributes) : TypeSyntax
{
    public static readonly RecordSyntax Empty = new([]);
}

internal sealed record AttributeSyntax(string Name, bool IsRequired, TypeSyntax Type);

/// <summary><c>type Name = …;</c></summary>
internal sealed record TypeDeclaration(string Namespace, string Name, SourceSpan Span, TypeSyntax Type)
{
    public string FullName => SchemaText.Join(Namespace, Name);
}

/// <summary>One name of <c>entity A, B in … { … } tags …;</c> or <c>entity A enum […];</c></summary>
/// <remarks>The ids are null unless the type is an enumeration.</remarks>
internal sealed record EntityDeclaration(
    string Namespace, string Name, SourceSpan Span, TypePath[] Parents, RecordSyntax Shape, TypeSyntax? Tags, string[]? Ids)
{
    public string FullName => SchemaText.Join(Namespace, Name);
}

/// <summary>An action that is named as the parent of another. The path is null when only the id is written.</summary>
internal readonly record struct ActionReference(string? Path, string Id, SourceSpan Span);

/// <summary><c>appliesTo { principal: …, resource: …, context: … }</c></summary>
internal sealed record AppliesTo(TypePath[] Principals, TypePath[] Resources, TypeSyntax Context);

/// <summary>One name of <c>action a, b in … appliesTo …;</c></summary>
internal sealed record ActionDeclaration(
    string Namespace, string Id, SourceSpan Span, ActionReference[] Parents, AppliesTo? AppliesTo)
{
    public EntityUid Uid => new(SchemaText.Join(Namespace, "Action"), Id);
}

/// <summary>A schema as it was written: declarations of all namespaces, in order.</summary>
internal sealed class SchemaText
{
    public List<TypePath> Namespaces { get; } = [];

    public List<TypeDeclaration> Types { get; } = [];

    public List<EntityDeclaration> Entities { get; } = [];

    public List<ActionDeclaration> Actions { get; } = [];

    public static string Join(string space, string name) => space.Length == 0 ? name : $"{space}::{name}";
}
