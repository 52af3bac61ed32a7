using System.Text;
using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Makes cases: the same for the same seed and number.</summary>
internal static class CaseMaker
{
    public const int Worlds = 60;

    /// <summary>How many cases in a row share a world.</summary>
    public const int PerWorld = 50;

    private static readonly World[] All = [.. Enumerable.Range(0, Worlds).Select(WorldMaker.Of)];

    private static readonly string[] Fragments =
    [
        "(", ")", "{", "}", "[", "]", ";", ",", ".", ":", "::", "==", "!=", "<", "<=", ">", ">=", "=", "&&", "||", "!", "-",
        "+", "*", "/", "%", "&", "|", "@", "?", "#",
        "\"", "\\", "'", "if", "then", "else", "in", "is", "has", "like", "when", "unless", "permit", "forbid", "true",
        "principal", "action", "resource", "context",
        "?principal", "?resource", "0", "9223372036854775808", "-9223372036854775809", "\"a\"", "User::\"a\"", "ip(\"::1\")",
        "// x\n", "/* x */", "\n", "\r", "\t", "\u00a0", "\u2028", "\ufeff", "\0", "é", "__cedar", "_x", "1a", ".contains(1)",
        "()",
    ];

    public static World WorldOf(long number) => All[number / PerWorld % Worlds];

    public static InteropCase Make(ulong seed, long number)
    {
        var (chance, world) = (Chance.Of(seed, number), WorldOf(number));
        var maker = new PolicyMaker(chance, world);
        var about = maker.AnyRequest();
        var policies = Enumerable.Range(0, 1 + chance.Below(3))
            .Select(_ => maker.Make(chance.Percent(80) ? about : maker.AnyRequest(), isTemplate: chance.Percent(15))).ToArray();
        var store = new StoreMaker(chance, world);
        var links = new List<JsonObject>();
        foreach (var (i, policy) in policies.Index())
        {
            var text = policy.ToString();
            var (principal, resource) = (
                text.Contains("?principal", StringComparison.Ordinal), text.Contains("?resource", StringComparison.Ordinal));
            if ((principal || resource) && chance.Percent(80))
            {
                var template = $"policy{(chance.Percent(98) ? i : chance.Below(3))}";
                links.Add(store.Links(template, chance.Percent(98) ? $"link{i}" : "policy0", principal, resource));
            }
        }

        if (chance.Percent(8))
        {
            policies[0] = Piece.Raw(Broken(policies[0].ToString(), chance));
        }

        var made = new InteropCase(
            world,
            policies,
            [.. links],
            [.. store.Entities()],
            [.. Enumerable.Range(0, 1 + chance.Below(2)).Select(_ => store.Request(about))])
        {
            DecidesByJson = chance.Percent(40),
        };
        return chance.Percent(6) ? made with { PolicyJson = [.. JsonMutation.Of(made, chance)] } : made;
    }

    // Breaks the text in one to three places.
    private static string Broken(string text, Chance chance)
    {
        for (var wounds = 1 + chance.Below(3); wounds > 0; wounds--)
        {
            var runes = text.EnumerateRunes().ToArray();
            var (at, length) = (chance.Below(runes.Length + 1), 1 + chance.Below(3));
            var (before, after) = (Text(runes[..at]), Text(runes[at..]));
            text = chance.Below(3) switch
            {
                0 => before + chance.Of(Fragments) + after,
                1 => before + Text(runes[Math.Min(at + length, runes.Length)..]),
                _ => before + chance.Of(Fragments) + Text(runes[Math.Min(at + length, runes.Length)..]),
            };
        }

        return text;
    }

    private static string Text(Rune[] runes) => string.Concat(runes.Select(r => r.ToString()));
}
