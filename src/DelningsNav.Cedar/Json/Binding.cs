using System.Collections.Frozen;

namespace DelningsNav.Cedar.Json;

/// <summary>
/// How tightly the operators of policy text bind, starting with the loosest. A looser operator within a tighter operator needs
/// parentheses.
/// </summary>
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

    /// <summary>Tighter than any operator, so that parentheses are always written.</summary>
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

    /// <summary>The operator's binding. A name that is not listed is that of a literal, a variable or a call.</summary>
    public static Binding Of(string name) => ByOperator.GetValueOrDefault(name, Binding.Access);
}
