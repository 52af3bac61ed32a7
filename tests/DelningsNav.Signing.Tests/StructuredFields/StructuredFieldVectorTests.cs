using System.Diagnostics;
using System.Text.Json;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing.Tests.StructuredFields;

/// <summary>The test suite of the HTTP working group for structured fields (RFC 9651).</summary>
public sealed class StructuredFieldVectorTests
{
    [Fact]
    public void Every_published_field_is_read_and_written_as_the_standard_says()
    {
        var cases = Load(Vectors.Find("structured-fields"));

        var faults = cases.Select(ReadingFault).OfType<string>().ToList();

        Assert.Equal(1591, cases.Count);
        Assert.Empty(faults);
    }

    [Fact]
    public void Every_published_value_is_written_or_refused_as_the_standard_says()
    {
        var cases = Load(Vectors.Find("structured-fields", "serialisation-tests"));

        var faults = cases.Select(WritingFault).OfType<string>().ToList();

        Assert.Equal(544, cases.Count);
        Assert.Empty(faults);
    }

    private static List<JsonElement> Load(string folder) =>
    [
        .. from file in Directory.GetFiles(folder, "*.json")
           from row in JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray()
           select row,
    ];

    private static string? ReadingFault(JsonElement row)
    {
        var name = row.GetProperty("name").GetString();
        var raw = string.Join(", ", row.GetProperty("raw").EnumerateArray().Select(line => line.GetString()));
        var mustFail = Flag(row, "must_fail");

        var kind = row.GetProperty("header_type").GetString()!;
        var (read, shape, text) = kind switch
        {
            "item" => Item.TryParse(raw, out var item) ? (true, VectorShape.Of(item), item.ToString()) : default,
            "list" => FieldList.TryParse(raw, out var list) ? (true, VectorShape.Of(list), list.ToString()) : default,
            "dictionary" =>
                FieldDictionary.TryParse(raw, out var dictionary) ? (true, VectorShape.Of(dictionary), dictionary.ToString()) : default,
            _ => throw new UnreachableException(),
        };

        if (!read)
        {
            return mustFail || Flag(row, "can_fail") ? null : $"{name}: refused";
        }

        if (mustFail)
        {
            return $"{name}: accepted as {text}";
        }

        var expected = VectorShape.Of(kind, row.GetProperty("expected"));
        var canonical = row.TryGetProperty("canonical", out var lines)
            ? string.Join(", ", lines.EnumerateArray().Select(line => line.GetString()))
            : raw;
        return shape != expected ? $"{name}: read as {shape}, expected {expected}"
            : text != canonical ? $"{name}: written as {text}, expected {canonical}"
            : null;
    }

    private static string? WritingFault(JsonElement row)
    {
        var name = row.GetProperty("name").GetString();
        var mustFail = Flag(row, "must_fail");
        try
        {
            var text = VectorShape.Build(row.GetProperty("header_type").GetString()!, row.GetProperty("expected"));
            return mustFail ? $"{name}: written as {text}"
                : text != row.GetProperty("canonical")[0].GetString() ? $"{name}: written as {text}"
                : null;
        }
        catch (ArgumentException refusal)
        {
            return mustFail ? null : $"{name}: {refusal.Message}";
        }
    }

    private static bool Flag(JsonElement row, string name) => row.TryGetProperty(name, out var flag) && flag.GetBoolean();
}
