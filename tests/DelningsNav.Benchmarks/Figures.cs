using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DelningsNav.Hub.Tests;

namespace DelningsNav.Benchmarks;

/// <summary>The result of one measurement: a row for each figure, with its limit, if any.</summary>
internal sealed class Figures(string name)
{
    private readonly List<string[]> _rows = [];

    /// <summary>A figure without a limit.</summary>
    public void Add(string what, FormattableString value) => _rows.Add([what, Text(value), "", ""]);

    /// <summary>A figure that must not be above its limit.</summary>
    public void AtMost(string what, double value, double limit, string unit) =>
        _rows.Add([what, Text($"{value:0.##}{unit}"), Text($"at most {limit:0.##}{unit}"), value <= limit ? "yes" : "**no**"]);

    /// <summary>A figure that must not be below its limit.</summary>
    public void AtLeast(string what, double value, double limit) =>
        _rows.Add([what, Text($"{value:0.00}"), Text($"at least {limit:0.00}"), value >= limit ? "yes" : "**no**"]);

    public void Print(TextWriter to)
    {
        var widths = Enumerable.Range(0, 3).Select(i => _rows.Max(row => row[i].Length)).ToArray();
        to.WriteLine($"== {name}");
        foreach (var row in _rows)
        {
            to.WriteLine(
                $"{row[0].PadRight(widths[0])}  {row[1].PadLeft(widths[1])}  {row[2].PadRight(widths[2])}  {row[3].Trim('*')}".TrimEnd());
        }
    }

    /// <summary>Replaces the table of this measurement in the page, between its two markers.</summary>
    public void WriteTo(string page)
    {
        var text = File.ReadAllText(page);
        var (open, close) = ($"<!-- figures: {name} -->", $"<!-- /figures: {name} -->");
        var (start, end) = (text.IndexOf(open, StringComparison.Ordinal), text.IndexOf(close, StringComparison.Ordinal));
        if (start < 0 || end < start)
        {
            throw new InvalidOperationException($"`{page}` has no place for the figures of `{name}`");
        }

        var table = new StringBuilder(open).Append("\n| Figure | Measured | Limit | Reached |\n|---|---:|---|---|\n");
        foreach (var row in _rows)
        {
            table.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        table.Append(
            CultureInfo.InvariantCulture,
            $"\n{PerformancePage.Machine}; `dotnet run -c Release --project tests/DelningsNav.Benchmarks -- {name} --write`\n");
        File.WriteAllText(page, text[..start] + table + text[end..]);
    }

    private static string Text(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The page with the figures.</summary>
internal static class PerformancePage
{
    public static string Path { get; } = System.IO.Path.Combine(TestHub.Root, "docs", "performance.md");

    /// <summary>The time and the machine of the figures.</summary>
    public static string Machine { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, "
        + $"{RuntimeInformation.FrameworkDescription}");

    private static string Processor()
    {
        const string Place = "/proc/cpuinfo";
        var line = File.Exists(Place)
            ? File.ReadLines(Place).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null
            ? RuntimeInformation.ProcessArchitecture.ToString()
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
