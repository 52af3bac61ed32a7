using System.Collections.Frozen;

namespace DelningsNav.Cedar.Json;

/// <summary>How tightly a piece of policy text holds together, from the loosest. A looser piece needs parentheses within a tighter one.</summary>
internal enum Binding
{
    Conditional,
    Or,
    And,
    Relation,
    Sum,
    Product,
    Sign,
    Access,

    /// <summary>Tighter than anything: parentheses in any case.</summary>
    Parentheses,
}

/// <summary>How tightly each operator of the JSON form binds in text.</summary>
internal static class Bindings
{
    private static readonly FrozenDictionary<string, Binding> ByOperator = new Dictionary<string, Binding>
    {
        ["if-then-else"] = Binding.Conditional,
        ["||"] = Binding.Or,
        ["&&"] = Binding.And,
        ["=="] = Binding.Relation,
        ["!="] = Binding.Relation,
        ["<"] = Binding.Relation,
        ["<="] = Binding.Relation,
        [">"] = Binding.Relation,
        [">="] = Binding.Relation,
        ["in"] = Binding.Relation,
        ["has"] = Binding.Relation,
        ["is"] = Binding.Relation,
        ["like"] = Binding.Relation,
        ["+"] = Binding.Sum,
        ["-"] = Binding.Sum,
        ["*"] = Binding.Product,
        ["!"] = Binding.Sign,
        ["neg"] = Binding.Sign,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The operator's binding; whatever is not listed is a literal, a name or a call.</summary>
    public static Binding Of(string name) => ByOperator.GetValueOrDefault(name, Binding.Access);
}
