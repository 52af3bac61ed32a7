using System.Collections.Concurrent;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Consents;

/// <summary>A rule on who signs as a consent keeps it: with the version of the set that it came from.</summary>
/// <param name="Version">The version of the policy set.</param>
/// <param name="Rule">The rule.</param>
internal sealed record FrozenRule(string Version, SignerRule Rule)
{
    private static readonly ConcurrentDictionary<string, FrozenRule> Read = new(StringComparer.Ordinal);

    /// <summary>Reads what <see cref="ToString"/> wrote. There are few of them, so that each is read once.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static FrozenRule Of(string text) => Read.GetOrAdd(text, static text =>
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 ? new FrozenRule(text[..space], SignerRule.Parse(text[space..])) : throw new FormatException($"`{text}` is not a frozen rule on who signs");
    });

    public override string ToString() => $"{Version} {Rule}";
}
