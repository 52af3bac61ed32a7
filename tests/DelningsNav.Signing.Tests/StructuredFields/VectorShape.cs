using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing.Tests.StructuredFields;

/// <summary>Turns the vectors' JSON and our values into one comparable text, and the JSON into our values.</summary>
internal static class VectorShape
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Of(FieldDictionary dictionary) =>
        $"[{string.Join(",", dictionary.Select(member => $"{Quote(member.Key)}:{Of(member.Value)}"))}]";

    public static string Of(FieldList list) => $"[{string.Join(",", list.Select(Of))}]";

    public static string Of(FieldMember member) => member switch
    {
        Item item => $"<{Of(item.Value)}{Of(item.Parameters)}>",
        InnerList inner => $"<({string.Join(",", inner.Items.Select(Of))}){Of(inner.Parameters)}>",
        _ => throw new UnreachableException(),
    };

    public static string Of(string kind, JsonElement expected) => kind switch
    {
        "item" => Of(MemberOf(expected)),
        "list" => $"[{string.Join(",", expected.EnumerateArray().Select(member => Of(MemberOf(member))))}]",
        "dictionary" =>
            $"[{string.Join(",", expected.EnumerateArray().Select(pair => $"{Quote(pair[0].GetString()!)}:{Of(MemberOf(pair[1]))}"))}]",
        _ => throw new UnreachableException(),
    };

    public static string Build(string kind, JsonElement expected) => kind switch
    {
        "item" => MemberOf(expected).ToString()!,
        "list" => new FieldList([.. expected.EnumerateArray().Select(MemberOf)]).ToString(),
        "dictionary" => FieldDictionary.Of(expected.EnumerateArray()
            .Select(pair => KeyValuePair.Create(pair[0].GetString()!, MemberOf(pair[1])))).ToString(),
        _ => throw new UnreachableException(),
    };

    private static FieldMember MemberOf(JsonElement member) => member[0].ValueKind == JsonValueKind.Array
        ? new InnerList([.. member[0].EnumerateArray().Select(item => (Item)MemberOf(item))], ParametersOf(member[1]))
        : new Item(BareItemOf(member[0]), ParametersOf(member[1]));

    private static FieldParameters ParametersOf(JsonElement parameters) => FieldParameters.Of(
        parameters.EnumerateArray().Select(pair => KeyValuePair.Create(pair[0].GetString()!, BareItemOf(pair[1]))));

    private static BareItem BareItemOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => new BareItem.Boolean(value.GetBoolean()),
        JsonValueKind.String => new BareItem.String(value.GetString()!),
        JsonValueKind.Number => value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E')
            ? new BareItem.Decimal(decimal.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture))
            : new BareItem.Integer(value.GetInt64()),
        JsonValueKind.Object => value.GetProperty("__type").GetString() switch
        {
            "token" => new BareItem.Token(value.GetProperty("value").GetString()!),
            "binary" => new BareItem.ByteSequence(FromBase32(value.GetProperty("value").GetString()!)),
            "date" => new BareItem.Date(value.GetProperty("value").GetInt64()),
            "displaystring" => new BareItem.DisplayString(value.GetProperty("value").GetString()!),
            _ => throw new UnreachableException(),
        },
        _ => throw new UnreachableException(),
    };

    private static string Of(FieldParameters parameters) =>
        string.Concat(parameters.Select(pair => $";{Quote(pair.Key)}={Of(pair.Value)}"));

    private static string Of(BareItem value) => value switch
    {
        BareItem.Integer integer => $"i{integer.Value}",
        BareItem.Decimal number => string.Create(CultureInfo.InvariantCulture, $"d{number.Value / 1.000m}"),
        BareItem.String text => $"s{Quote(text.Value)}",
        BareItem.Token token => $"t{Quote(token.Value)}",
        BareItem.ByteSequence bytes => $"b{Convert.ToHexString(bytes.Value.Span)}",
        BareItem.Boolean truth => truth.Value ? "true" : "false",
        BareItem.Date date => $"@{date.Seconds}",
        BareItem.DisplayString text => $"D{Quote(text.Value)}",
        _ => throw new UnreachableException(),
    };

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var c in text.TrimEnd('='))
        {
            bits = (bits << 5) | Base32.IndexOf(c, StringComparison.Ordinal);
            count += 5;
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }

        return [.. bytes];
    }
}
