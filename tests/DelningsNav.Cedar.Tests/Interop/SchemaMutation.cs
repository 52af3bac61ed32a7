using System.Text.RegularExpressions;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Breaks schemas in one to three tokens: the same schema for the same seed and number.</summary>
internal static partial class SchemaMutation
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, CaseMaker.Worlds).Select(i => WorldMaker.Of(i).Schema())];

    private static readonly string[] Fragments =
    [
        "entity", "action", "namespace", "type", "in", "enum", "tags", "appliesTo", "attributes", "principal", "resource", "context",
        "Set", "Long", "Bool", "Boolean", "String", "Record", "Entity", "Extension", "ipaddr", "decimal", "datetime", "duration",
        "Action", "__cedar", "__cedar::Long", "User", "Group", "Town::User", "N", "if", "has", "is", "like", "true", "_x", "1", "1a",
        "{", "}", "[", "]", "(", ")", "<", ">", ",", ";", ":", "::", "=", "?", "@", "@doc", "@doc(\"x\")", "\"", "\"\"", "\"a\"",
        "\"\\u{41}\"", "\"\\q\"", "\"\\*\"", "\"\\x41\"", "\"\\0\"", "// x\n", "/* x */", "\n", "\t", "\u00a0", "\u2028", "\ufeff", "\0",
        "é", "#", "-", "&&", "'", "Set<Long>", "{ a: Long }", "{ a?: Long, }", "entity X;", "action x;", "type X = Long;",
        "namespace N { entity X; }", "entity Y enum [\"a\"];", "in []", "in [User]", "tags Long", "attributes {}", "context: {}",
    ];

    public static string Make(ulong seed, long number)
    {
        var chance = Chance.Of(seed ^ 0x5EED_0F_5C4E_3A5, number);
        List<string> tokens = [.. Token().Matches(Texts[number % Texts.Length]).Select(match => match.Value)];
        for (var wounds = 1 + chance.Below(3); wounds > 0; wounds--)
        {
            Wound(tokens, chance);
        }

        return string.Concat(tokens);
    }

    private static void Wound(List<string> tokens, Chance chance)
    {
        var at = chance.Below(tokens.Count);
        var other = chance.Percent(50) ? chance.Of(Fragments) : chance.Of(tokens);
        switch (chance.Below(5))
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens[at] = other;
                break;
            case 2:
                tokens.Insert(at, $" {other} ");
                break;
            case 3:
                tokens.Insert(at, tokens[at]);
                break;
            default:
                var with = chance.Below(tokens.Count);
                (tokens[at], tokens[with]) = (tokens[with], tokens[at]);
                break;
        }
    }

    [GeneratedRegex("""[A-Za-z_0-9]+|"(?:[^"\\]|\\.)*"|::|\s+|.""", RegexOptions.Singleline)]
    private static partial Regex Token();
}
