using System.Globalization;
using System.Text;

namespace DelningsNav.Cedar.Validation.Unicode;

/// <summary>Unicode's data on characters that can be mistaken for others (UTS 39). The data is read at its first use.</summary>
internal sealed class Characters
{
    private const int ChineseWithBopomofo = 253;
    private const int Japanese = 254;
    private const int Korean = 255;

    private static readonly Lazy<Characters> Known = new(() => new Characters());

    private readonly List<Stretch> _scripts = [];
    private readonly List<Stretch> _allowed = [];
    private readonly List<Stretch> _extending = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private Characters()
    {
        using var reader = new StreamReader(typeof(Characters).Assembly.GetManifestResourceStream("characters.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var words = line.Split(' ');
            var list = words[0] switch { "Allowed" => _allowed, "Extending" => _extending, _ => _scripts };
            var scripts = list != _scripts || words[0] == "*" ? ScriptSet.All : ScriptsOf(words[0].Split('+'));
            list.AddRange(words.Skip(1).Select(range => Stretch.Of(range, scripts)));
        }

        _scripts.Sort();
        _allowed.Sort();
        _extending.Sort();
    }

    /// <summary>Whether all letters can belong to one script. Scripts that one language mixes count as one (UTS 39 section 5.1).</summary>
    public static bool AreOfOneScript(string text)
    {
        if (Ascii.IsValid(text))
        {
            return true;
        }

        var common = ScriptSet.All;
        foreach (var rune in text.EnumerateRunes())
        {
            common &= Find(Known.Value._scripts, rune)?.Scripts ?? ScriptSet.None;
        }

        return common != ScriptSet.None;
    }

    /// <summary>The first character that is not allowed in an identifier, or null (UTS 39 section 3). Visible ASCII is allowed.</summary>
    public static Rune? FirstUnfitForNames(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is < ' ' or > '~' && (rune.IsAscii || Find(Known.Value._allowed, rune) is null))
            {
                return rune;
            }
        }

        return null;
    }

    /// <summary>Whether the character only changes the character before it, for example an accent.</summary>
    public static bool IsExtending(Rune rune) => !rune.IsAscii && Find(Known.Value._extending, rune) is not null;

    private ScriptSet ScriptsOf(string[] names)
    {
        var scripts = ScriptSet.None;
        foreach (var name in names)
        {
            scripts |= ScriptSet.Of(_numbers.TryGetValue(name, out var number) ? number : _numbers[name] = _numbers.Count);
        }

        bool Has(params string[] any) => names.Intersect(any).Any();
        scripts |= Has("Han", "Bopomofo") ? ScriptSet.Of(ChineseWithBopomofo) : ScriptSet.None;
        scripts |= Has("Han", "Hiragana", "Katakana") ? ScriptSet.Of(Japanese) : ScriptSet.None;
        scripts |= Has("Han", "Hangul") ? ScriptSet.Of(Korean) : ScriptSet.None;
        return scripts;
    }

    private static Stretch? Find(List<Stretch> stretches, Rune rune)
    {
        var found = stretches.BinarySearch(new Stretch(rune.Value, rune.Value, ScriptSet.None));
        var nearest = stretches[Math.Max(0, found >= 0 ? found : ~found - 1)];
        return nearest.First <= rune.Value && rune.Value <= nearest.Last ? nearest : null;
    }

    /// <summary>A range of consecutive characters that belong to the same scripts.</summary>
    private readonly record struct Stretch(int First, int Last, ScriptSet Scripts) : IComparable<Stretch>
    {
        public static Stretch Of(string range, ScriptSet scripts)
        {
            var ends = range.Split('-')
                .Select(end => int.Parse(end, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToArray();
            return new Stretch(ends[0], ends[^1], scripts);
        }

        public int CompareTo(Stretch other) => First.CompareTo(other.First);
    }
}
