using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>A text made of parts, which can be made simpler part by part.</summary>
internal sealed partial class Piece
{
    private static readonly Piece[] Simplest =
        [.. new[] { "true", "false", "0", "\"\"", "principal", "resource", "context" }.Select(t => new Piece([t], [], Place.Expression))];

    private readonly string[] _texts;
    private readonly Piece[] _parts;
    private readonly Place _place;

    private Piece(string[] texts, Piece[] parts, Place place) => (_texts, _parts, _place) = (texts, parts, place);

    private enum Place
    {
        Fixed,
        Expression,
        Optional,
        Raw,
    }

    public static readonly Piece Nothing = new([string.Empty], [], Place.Fixed);

    /// <summary>An expression, which can be replaced by any of its parts.</summary>
    public static Piece Of(Written written) => new(written.Texts, written.Parts, Place.Expression);

    /// <summary>A piece that cannot be replaced or left out.</summary>
    public static Piece Fixed(Written written) => new(written.Texts, written.Parts, Place.Fixed);

    /// <summary>A piece that can be left out.</summary>
    public static Piece Optional(Written written) => new(written.Texts, written.Parts, Place.Optional);

    /// <summary>A text that is cut anywhere to become simpler.</summary>
    public static Piece Raw(string text) => new([text], [], Place.Raw);

    /// <summary>Pieces with a separator between them.</summary>
    public static Piece Join(string between, IEnumerable<Piece> parts)
    {
        Piece[] all = [.. parts];
        return all.Length == 0 ? Nothing : new(
            [string.Empty, .. Enumerable.Repeat(between, all.Length - 1), string.Empty], all, Place.Fixed);
    }

    public int Length => _texts.Sum(t => t.Length) + _parts.Sum(p => p.Length);

    public override string ToString() => string.Concat(_texts.Select((text, i) => i < _parts.Length ? text + _parts[i] : text));

    /// <summary>Simpler pieces that can replace this one, the simplest first. Each is shorter.</summary>
    public IEnumerable<Piece> Simpler() => Candidates().Where(c => c.Length < Length);

    private IEnumerable<Piece> Candidates()
    {
        if (_place == Place.Optional)
        {
            yield return Nothing;
        }

        if (_place == Place.Expression)
        {
            foreach (var simple in Simplest.Concat(Inner(this)))
            {
                yield return simple;
            }
        }

        for (var i = 0; i < _parts.Length; i++)
        {
            foreach (var simpler in _parts[i].Simpler())
            {
                yield return new Piece(_texts, [.. _parts[..i], simpler, .. _parts[(i + 1)..]], _place);
            }
        }

        if (_place == Place.Raw)
        {
            string[] tokens = [.. Token().Matches(_texts[0]).Select(m => m.Value)];
            for (var size = tokens.Length / 2; size > 0; size /= 2)
            {
                for (var at = 0; at + size <= tokens.Length; at += size)
                {
                    yield return Raw(string.Concat(tokens[..at].Concat(tokens[(at + size)..])));
                }
            }
        }
    }

    private static IEnumerable<Piece> Inner(Piece piece) =>
        piece._parts.SelectMany(p => p._place == Place.Expression ? [p] : Inner(p));

    [GeneratedRegex("""[\s]+|[A-Za-z_0-9]+|"[^"\\]*"|.""", RegexOptions.Singleline)]
    private static partial Regex Token();

    /// <summary>An interpolated text whose holes are pieces or plain texts.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Written
    {
        private readonly List<string> _texts = [string.Empty];
        private readonly List<Piece> _parts = [];

        public Written(int literalLength, int formattedCount) => _ = literalLength + formattedCount;

        public string[] Texts => [.. _texts];

        public Piece[] Parts => [.. _parts];

        public void AppendLiteral(string text) => _texts[^1] += text;

        public void AppendFormatted(string text) => _texts[^1] += text;

        public void AppendFormatted(int number) => _texts[^1] += number;

        public void AppendFormatted(Piece part)
        {
            _parts.Add(part);
            _texts.Add(string.Empty);
        }
    }
}
