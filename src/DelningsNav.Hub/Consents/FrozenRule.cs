using System.Collections.Concurrent;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Consents;

/// <summary>A rule on signers in the form that a consent stores: with the version of the policy set that it came from.</summary>
/// <param name="Version">The version of the policy set.</param>
/// <param name="Rule">The rule.</param>
internal sealed record FrozenRule(string Version, SignerRule Rule)
{
    private static readonly ConcurrentDictionary<string, FrozenRule> Read = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads a text that <see cref="ToString"/> wrote. There are few different texts. Therefore each text is parsed once and cached.
    /// </summary>
    /// <exception cref="FormatException">The text is not a stored rule.</exception>
    public static FrozenRule Of(string text) => Read.GetOrAdd(text, static text =>
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0
            ? new FrozenRule(text[..space], SignerRule.Parse(text[space..]))
            : throw new FormatException($"`{text}` is not a stored rule on signers");
    });

    public override string ToString() => $"{Version} {Rule}";
}
