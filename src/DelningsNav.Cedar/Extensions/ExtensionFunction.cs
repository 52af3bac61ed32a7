using System.Collections.Frozen;
using DelningsNav.Cedar.Evaluation;

namespace DelningsNav.Cedar.Extensions;

/// <summary>How an extension function is written: <c>ip("…")</c> or <c>address.isIpv4()</c>.</summary>
internal enum CallStyle
{
    Function,
    Method,
}

/// <summary>One function of an extension type. The receiver of a method is its first argument.</summary>
internal sealed record ExtensionFunction(string Name, CallStyle Style, int Arity, Func<CedarValue[], Failure, CedarValue?> Body)
{
    private static readonly FrozenDictionary<string, ExtensionFunction> ByName =
        ExtensionFunctions.All.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>The function or method with the name, or null.</summary>
    public static ExtensionFunction? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Returns the value, or null after noting the reason in <paramref name="failure"/>.</summary>
    public CedarValue? Call(CedarValue[] arguments, Failure failure) => arguments.Length == Arity
        ? Body(arguments, failure)
        : failure.Because($"wrong number of arguments for `{Name}`: got {arguments.Length}, expected {Arity}");
}
