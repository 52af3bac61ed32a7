using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>
/// Finds switches that would treat a new member of a closed set as an old one, and numbers that are cast to an enum (ADR 0005).
/// </summary>
/// <remarks>
/// A closed set is an enum that this repository declares, or an abstract record with private constructors and nested cases. The enums
/// of other libraries can grow without us, so a discard over them is right. A guarded arm (<c>when</c>) names nothing, because it may
/// not be taken.
/// </remarks>
internal sealed class ClosedSets(SemanticModel model)
{
    /// <summary>Every fault with its file and line.</summary>
    public static IEnumerable<string> FaultsIn(Compilation compilation) =>
        from tree in compilation.SyntaxTrees
        let sets = new ClosedSets(compilation.GetSemanticModel(tree))
        from node in tree.GetRoot().DescendantNodes()
        let fault = sets.FaultIn(node)
        where fault is not null
        select $"{tree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {fault}";

    private string? FaultIn(SyntaxNode node) => node switch
    {
        SwitchExpressionSyntax { GoverningExpression: var governing } when !IsKnown(governing) => Unknown(governing),
        SwitchStatementSyntax { Expression: var governing } when !IsKnown(governing) => Unknown(governing),
        SwitchExpressionSyntax expression => FaultIn(expression),
        SwitchStatementSyntax statement => FaultIn(statement),
        CastExpressionSyntax cast when IsNumber(cast.Expression) => FaultIn(cast),
        _ => null,
    };

    private string? FaultIn(SwitchExpressionSyntax expression)
    {
        var arms = expression.Arms.Where(arm => arm.WhenClause is null).ToList();
        var takesAll = arms.FirstOrDefault(arm => TakesAll(arm.Pattern));
        return SetOf(expression.GoverningExpression) switch
        {
            { TypeKind: TypeKind.Enum } set when takesAll is not null => DiscardOver(set),
            { IsRecord: true } set =>
                FaultOver(set, arms.Select(arm => arm.Pattern), takesAll is null || IsUnreachable(takesAll.Expression)),
            _ => null,
        };
    }

    private string? FaultIn(SwitchStatementSyntax statement)
    {
        var labels = statement.Sections.SelectMany(section => section.Labels.Select(label => (section, label))).ToList();
        var takesAll = labels.Where(l => TakesAll(l.label)).Select(l => l.section).FirstOrDefault();
        var patterns = labels.Select(l => l.label).Where(label => label is not CasePatternSwitchLabelSyntax { WhenClause: not null });
        return SetOf(statement.Expression) switch
        {
            { TypeKind: TypeKind.Enum } set when takesAll is not null => DiscardOver(set),
            { TypeKind: TypeKind.Enum } set => MembersMissing(set, statement),
            { IsRecord: true } set => FaultOver(set, patterns, takesAll is null || IsUnreachable(takesAll)),
            _ => null,
        };
    }

    /// <summary>A value such as <c>(State)(-1)</c>, used for input that could not be read.</summary>
    private string? FaultIn(CastExpressionSyntax cast) =>
        model.GetTypeInfo(cast.Type).Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } set && IsOurs(set)
        && model.GetConstantValue(cast.Expression) is { HasValue: true, Value: { } number }
        && model.GetTypeInfo(cast.Expression).Type is { TypeKind: not TypeKind.Enum }
        && !set.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "FlagsAttribute")
            ? $"{number} is made a {set.Name}: name a member, or make unreadable input a fault"
            : null;

    private static string DiscardOver(INamedTypeSymbol set) => $"a discard over {set.Name} hides its next member: name the members";

    /// <summary>The compiler demands every member of a switch expression only, not of a switch statement.</summary>
    private string? MembersMissing(INamedTypeSymbol set, SwitchStatementSyntax statement)
    {
        var named = statement.Sections.SelectMany(section => section.Labels).SelectMany(label => label.DescendantNodes())
            .Select(node => model.GetSymbolInfo(node).Symbol).OfType<IFieldSymbol>().ToHashSet(SymbolEqualityComparer.Default);
        return Missing(set, set.GetMembers().OfType<IFieldSymbol>().Where(member => member.HasConstantValue && !named.Contains(member)));
    }

    private string? FaultOver(INamedTypeSymbol set, IEnumerable<SyntaxNode> patterns, bool endsUnreachable)
    {
        var named = patterns.SelectMany(Named).ToHashSet<ISymbol>(SymbolEqualityComparer.Default);
        return Missing(set, CasesOf(set).Where(@case => !WithBases(@case).TakeWhile(type => !Same(type, set)).Any(named.Contains)))
            ?? (endsUnreachable ? null : $"a value that is no case of {set.Name} does not throw an UnreachableException");
    }

    private static string? Missing(INamedTypeSymbol set, IEnumerable<ISymbol> missing) =>
        string.Join(", ", missing.Select(member => member.Name)) is { Length: > 0 } names ? $"of {set.Name} is not named: {names}" : null;

    /// <summary>The types that an arm accepts as a whole or in part: <c>A</c>, <c>A { X: 1 }</c>, <c>A or B</c>.</summary>
    private IEnumerable<ITypeSymbol> Named(SyntaxNode pattern) => pattern switch
    {
        CaseSwitchLabelSyntax label => TypeAt(label.Value),
        CasePatternSwitchLabelSyntax label => Named(label.Pattern),
        BinaryPatternSyntax binary => Named(binary.Left).Concat(Named(binary.Right)),
        ParenthesizedPatternSyntax inner => Named(inner.Pattern),
        DeclarationPatternSyntax declaration => TypeAt(declaration.Type),
        TypePatternSyntax type => TypeAt(type.Type),
        RecursivePatternSyntax { Type: { } type } => TypeAt(type),
        ConstantPatternSyntax { Expression: var expression } => TypeAt(expression),
        _ => [],
    };

    // A case without fields (`Sent =>`) is written as a constant and may be a type: its symbol shows which of the two it is.
    private IEnumerable<ITypeSymbol> TypeAt(SyntaxNode node) =>
        model.GetSymbolInfo(node).Symbol is ITypeSymbol type ? [type.OriginalDefinition] : [];

    private bool IsUnreachable(ExpressionSyntax expression) =>
        expression is ThrowExpressionSyntax { Expression: var thrown } ? IsUnreachable(thrown)
            : model.GetTypeInfo(expression).Type?.Name is "UnreachableException";

    private bool IsUnreachable(SwitchSectionSyntax section) =>
        section.Statements is [ThrowStatementSyntax { Expression: { } thrown }] && IsUnreachable(thrown);

    private static bool TakesAll(SwitchLabelSyntax label) =>
        label is DefaultSwitchLabelSyntax
        || label is CasePatternSwitchLabelSyntax { WhenClause: null } pattern && TakesAll(pattern.Pattern);

    private static bool TakesAll(PatternSyntax pattern) =>
        pattern is DiscardPatternSyntax or VarPatternSyntax { Designation: SingleVariableDesignationSyntax or DiscardDesignationSyntax }
            or RecursivePatternSyntax { Type: null, PositionalPatternClause: null, PropertyPatternClause.Subpatterns.Count: 0 };

    private static bool IsNumber(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => IsNumber(inner.Expression),
        PrefixUnaryExpressionSyntax unary => IsNumber(unary.Operand),
        _ => expression is LiteralExpressionSyntax,
    };

    private bool IsKnown(ExpressionSyntax governing) => TypeOf(governing) is { TypeKind: not TypeKind.Error };

    private static string Unknown(ExpressionSyntax governing) =>
        $"the type of `{governing}` is not known here, so its members are not either";

    /// <summary>The type of an expression, also of a call with an argument from generated code, which is absent here.</summary>
    private ITypeSymbol? TypeOf(ExpressionSyntax expression) => model.GetTypeInfo(expression).Type switch
    {
        { TypeKind: not TypeKind.Error } known => known,
        var unknown => expression switch
        {
            ParenthesizedExpressionSyntax inner => TypeOf(inner.Expression),
            ConditionalExpressionSyntax either => TypeOf(either.WhenTrue),
            AwaitExpressionSyntax awaited =>
                TypeOf(awaited.Expression) is INamedTypeSymbol { TypeArguments: [var result] } ? result : unknown,
            InvocationExpressionSyntax call when model.GetSymbolInfo(call).CandidateSymbols is [IMethodSymbol only] => only.ReturnType,
            _ => unknown,
        },
    };

    private INamedTypeSymbol? SetOf(ExpressionSyntax governing)
    {
        var type = TypeOf(governing) as INamedTypeSymbol;
        var bare = type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
            ? type.TypeArguments[0] as INamedTypeSymbol
            : type;
        return bare is not null && IsOurs(bare) && (bare.TypeKind is TypeKind.Enum || IsClosed(bare)) ? bare.OriginalDefinition : null;
    }

    private static bool IsOurs(INamedTypeSymbol type) =>
        type.Locations.Any(location => location.IsInSource)
        || type.ContainingAssembly.Name.StartsWith("DelningsNav.", StringComparison.Ordinal);

    private static bool IsClosed(INamedTypeSymbol type) => type is { IsRecord: true, IsAbstract: true } && CasesOf(type).Any()
        && type.InstanceConstructors.Where(constructor => constructor.Parameters is not [{ Type: var only }] || !Same(only, type))
            .All(constructor => constructor.DeclaredAccessibility is Accessibility.Private);

    private static IEnumerable<INamedTypeSymbol> CasesOf(INamedTypeSymbol set) =>
        Nested(set.OriginalDefinition).Where(type => !type.IsAbstract && WithBases(type).Any(at => Same(at, set)));

    private static IEnumerable<INamedTypeSymbol> Nested(INamedTypeSymbol type) =>
        type.GetTypeMembers().SelectMany(member => Nested(member).Prepend(member));

    private static IEnumerable<INamedTypeSymbol> WithBases(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            yield return at.OriginalDefinition;
        }
    }

    private static bool Same(ITypeSymbol one, ITypeSymbol other) =>
        SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition);
}
