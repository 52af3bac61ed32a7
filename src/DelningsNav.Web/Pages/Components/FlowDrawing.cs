using System.Globalization;
using System.Xml.Linq;

namespace DelningsNav.Web.Pages.Components;

/// <summary>
/// Draws the arrows in a frame 344 units wide, so that its letters are readable on a phone. It is mirrored for languages
/// that are read from right to left.
/// </summary>
internal sealed class FlowDrawing(bool mirrored)
{
    private const double Width = 344;
    private const double NodeWidth = 124;
    private const double Gate = Width / 2;
    private const double LineHeight = 17;
    private const double NodePadding = 24;
    private const double Between = 20;
    private const double ArrowRoom = 40;
    private const int LettersPerLine = 14;

    /// <summary>The whole drawing. It is hidden from screen readers, which get the list instead.</summary>
    public XElement Of(IReadOnlyList<FlowArrow> arrows)
    {
        var from = arrows.Select(arrow => arrow.From).Distinct().ToList();
        var to = arrows.Select(arrow => arrow.To).Distinct().ToList();
        var height = new[] { HeightOf(from), HeightOf(to), arrows.Count * ArrowRoom }.Max() + 4;
        var left = Place(from, height);
        var right = Place(to, height);

        var svg = new XElement(
            "svg",
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {height:0.#}")),
            new XAttribute("aria-hidden", "true"),
            new XAttribute("focusable", "false"),
            Shape("line", "flow-gate", ("x1", Gate), ("x2", Gate), ("y1", 4), ("y2", height - 4)));

        // The arrows are sorted by where they start and end, so that they cross as little as possible. Each arrow still has its number from
        // the list.
        var order = Enumerable.Range(0, arrows.Count)
            .OrderBy(i => from.IndexOf(arrows[i].From)).ThenBy(i => to.IndexOf(arrows[i].To)).ToList();
        for (var place = 0; place < order.Count; place++)
        {
            var arrow = arrows[order[place]];
            var gateAt = (place + 0.5) * height / arrows.Count;
            svg.Add(Arrow(arrow.State, left[arrow.From], gateAt, right[arrow.To], order[place] + 1));
        }

        svg.Add(from.Select(name => Node(name, 1, left[name])), to.Select(name => Node(name, Width - NodeWidth - 1, right[name])));
        return svg;
    }

    private static double HeightOf(List<string> names) =>
        names.Sum(name => (Lines(name).Count * LineHeight) + NodePadding) + ((names.Count - 1) * Between);

    /// <summary>The middle of each node; the nodes are spread evenly over the height of the column.</summary>
    private static Dictionary<string, double> Place(List<string> names, double height)
    {
        var spare = (height - HeightOf(names)) / (names.Count + 1);
        var top = spare;
        var places = new Dictionary<string, double>();
        foreach (var name in names)
        {
            var own = (Lines(name).Count * LineHeight) + NodePadding;
            places[name] = top + (own / 2);
            top += own + Between + spare;
        }

        return places;
    }

    private IEnumerable<XElement> Arrow(FlowState state, double start, double gate, double end, int number)
    {
        var css = state switch
        {
            FlowState.Shared => "flow-shared",
            FlowState.Waiting => "flow-waiting",
            FlowState.Stopped => "flow-stopped",
        };
        const double tip = Width - NodeWidth - 2;
        yield return Curve(css, NodeWidth, start, Gate, gate);
        if (state != FlowState.Shared)
        {
            // The way from the gate to the recipient, which the information would take if it were released. It is drawn as a way that is
            // not taken.
            yield return Curve("flow-beyond", Gate, gate, tip, end);
        }
        else
        {
            yield return Curve(css, Gate, gate, tip - 8, end);
            yield return new XElement(
                "path",
                new XAttribute("class", $"flow-head {css}"),
                new XAttribute("d", FormattableString.Invariant($"M{Across(tip):0.#} {end:0.#} l{(mirrored ? 10 : -10)} -7 v14 z")));
        }

        yield return Shape("circle", $"flow-badge {css}", ("cx", Gate), ("cy", gate), ("r", 14));
        yield return new XElement(
            "text",
            new XAttribute("class", "flow-number"),
            new XAttribute("x", Gate),
            new XAttribute("y", Math.Round(gate + 4.5, 1)),
            number.ToString(CultureInfo.InvariantCulture));
    }

    private XElement Curve(string css, double x1, double y1, double x2, double y2)
    {
        (x1, x2) = (Across(x1), Across(x2));
        var middle = (x1 + x2) / 2;
        return new XElement(
            "path",
            new XAttribute("class", $"flow-line {css}"),
            new XAttribute("d", FormattableString.Invariant(
                $"M{x1:0.#} {y1:0.#} C{middle:0.#} {y1:0.#} {middle:0.#} {y2:0.#} {x2:0.#} {y2:0.#}")));
    }

    private XElement Node(string name, double x, double middle)
    {
        x = mirrored ? Width - NodeWidth - x : x;
        var lines = Lines(name);
        var height = (lines.Count * LineHeight) + NodePadding;
        var first = middle - ((lines.Count - 1) * LineHeight / 2) + 5;
        return new XElement(
            "g",
            Shape("rect", "flow-node", ("x", x), ("y", middle - (height / 2)), ("width", NodeWidth), ("height", height), ("rx", 6)),
            lines.Select((line, i) => new XElement(
                "text",
                new XAttribute("class", "flow-name"),
                new XAttribute("x", x + (NodeWidth / 2)),
                new XAttribute("y", Math.Round(first + (i * LineHeight), 1)),
                line)));
    }

    private double Across(double x) => mirrored ? Width - x : x;

    /// <summary>The name in at most three lines. The list next to the picture has the whole name.</summary>
    private static List<string> Lines(string name)
    {
        var lines = new List<string> { "" };
        foreach (var word in name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + word.Length >= LettersPerLine)
            {
                lines.Add("");
            }

            lines[^1] = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
        }

        for (var i = 0; i < lines.Count; i++)
        {
            lines[i] = lines[i].Length > LettersPerLine + 2 ? lines[i][..LettersPerLine] + "…" : lines[i];
        }

        return lines.Count <= 3 ? lines : [lines[0], lines[1], lines[2] + "…"];
    }

    private static XElement Shape(string name, string css, params (string Name, double Value)[] numbers) => new(
        name,
        new XAttribute("class", css),
        numbers.Select(number => new XAttribute(number.Name, Math.Round(number.Value, 1))));
}
