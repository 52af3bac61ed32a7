using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DelningsNav.Web.Languages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Arbetsyta.Utlamnande;

/// <summary>
/// Structured data laid out for a reader: single values by name, lists of similar items as tables, and parts inside parts.
/// </summary>
public sealed class ReadableContent
{
    private const int Deepest = 6;
    private const string Offered = "offeredMinutes";

    // A page shows this many rows of a table, so that a large document is not one huge page. The deposit limits tables too, but a document
    // from before that limit can have any size.
    private const int RowsOnPage = 100;

    // A table with more columns than this is shown row by row. Most of its cells are empty, and there would be rows times columns of them.
    private const int MostColumns = 40;

    // Members that only machines need.
    private static readonly string[] Technical = ["format", "$schema", "id"];

    private ReadableContent(string name) => Name = name;

    /// <summary>The name of the member that contains this part of the data. It is empty for the whole.</summary>
    public string Name { get; }

    /// <summary>The single values.</summary>
    public IReadOnlyList<(string Name, JsonNode? Value)> Values { get; private init; } = [];

    /// <summary>The item that the single values belong to, or null.</summary>
    public JsonObject? Item { get; private init; }

    /// <summary>The columns, when this part is a table.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    /// <summary>The rows, when this part is a table. A row lacks the values that its item lacks.</summary>
    public IReadOnlyList<JsonObject> Rows { get; private init; } = [];

    /// <summary>Whether the table has so many columns that each row is shown by itself, with the values that it has.</summary>
    public bool IsWide => Columns.Count > MostColumns;

    /// <summary>The number of pages on which the data is shown. Every table of the data is divided in the same way.</summary>
    public int Pages => Math.Max(
        Math.Max(1, (Rows.Count + RowsOnPage - 1) / RowsOnPage), Parts.Count == 0 ? 1 : Parts.Max(part => part.Pages));

    /// <summary>The rows on a page, from 1, and the number of the first of them.</summary>
    public (IReadOnlyList<JsonObject> Rows, int First) RowsOf(int page) =>
        ([.. Rows.Skip((page - 1) * RowsOnPage).Take(RowsOnPage)], ((page - 1) * RowsOnPage) + 1);

    /// <summary>The parts inside this part.</summary>
    public IReadOnlyList<ReadableContent> Parts { get; private init; } = [];

    /// <summary>The data, or null when the content cannot be read as data.</summary>
    public static ReadableContent? Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            return Of("", JsonNode.Parse(content.Span), 0);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member's name in the reader's language, or the name as written if the texts do not have it.</summary>
    public static string NameOf(string member, IStringLocalizer texts)
    {
        var known = texts["Data_" + member];
        return known.ResourceNotFound ? member : known.Value;
    }

    /// <summary>
    /// A single value as people write it: days and months by name, shares in per cent, minutes as hours with their share of the
    /// offered time, yes and no in words.
    /// </summary>
    public static string ValueOf(string member, JsonNode? value, JsonObject? item, IStringLocalizer texts) => value switch
    {
        null => "–",
        JsonArray list => string.Join(", ", list.Select(each => ValueOf(member, each, item, texts))),
        JsonObject => value.ToJsonString(),
        JsonValue single when single.TryGetValue<bool>(out var yes) => texts[yes ? "DataYes" : "DataNo"],
        JsonValue single when single.TryGetValue<decimal>(out var number) => Number(member, number, item, texts),
        _ => Text(value.ToString(), texts),
    };

    private static ReadableContent Of(string name, JsonNode? node, int depth) => node switch
    {
        JsonObject fields when depth < Deepest => new ReadableContent(name)
        {
            Item = fields,
            Values = [.. fields.Where(f => !IsPart(f.Value) && !Technical.Contains(f.Key)).Select(f => (f.Key, f.Value))],
            Parts = [.. fields.Where(f => IsPart(f.Value)).Select(f => Of(f.Key, f.Value, depth + 1))],
        },
        JsonArray and [JsonObject only] when depth < Deepest => Of(name, only, depth),
        JsonArray items when depth < Deepest && items.Count > 0 && items.All(i => i is JsonObject) =>
            Table(name, [.. items.Cast<JsonObject>()]),
        _ => new ReadableContent(name) { Values = [(name, node)] },
    };

    private static ReadableContent Table(string name, IReadOnlyList<JsonObject> items) => new(name)
    {
        Columns = [.. items.SelectMany(i => i.Select(f => f.Key)).Distinct()],
        Rows = items,
    };

    private static bool IsPart(JsonNode? node) =>
        node is JsonObject { Count: > 0 } || (node is JsonArray list && list.Count > 0 && list[0] is JsonObject);

    private static string Number(string member, decimal number, JsonObject? item, IStringLocalizer texts)
    {
        if (member.EndsWith("Minutes", StringComparison.Ordinal))
        {
            string hours = texts["DataHours", (number / 60).ToString("#,0.#", CultureInfo.CurrentCulture)];
            return member != Offered && item?[Offered] is JsonValue whole && whole.TryGetValue<decimal>(out var offered) && offered > 0
                ? texts["DataHoursShare", hours, (number / offered).ToString("0 %", CultureInfo.CurrentCulture)]
                : hours;
        }

        var isShare = number is >= 0 and <= 1
            && (member.EndsWith("share", StringComparison.OrdinalIgnoreCase) || member.EndsWith("andel", StringComparison.OrdinalIgnoreCase)
                || member is "completeness" or "reported" or "rapporterad");
        return number.ToString(isShare ? "0.# %" : "0.##", CultureInfo.CurrentCulture);
    }

    private static string Text(string text, IStringLocalizer texts)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return PageDates.Day(day);
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
        {
            return PageDates.Month(month);
        }

        var known = texts["DataValue_" + text];
        return known.ResourceNotFound ? text : known.Value;
    }
}
