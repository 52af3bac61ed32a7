using System.Text.Json;

namespace DelningsNav.Demo.City;

/// <summary>Invented absence in the form of <c>docs/record-formats.md</c>, which is also the form that an import deposits.</summary>
/// <remarks>Every figure is in a dated item of a list, so that the hub can cut the record to the requested period.</remarks>
internal static class DemoAbsence
{
    private const int MinutesADay = 300;

    // The share of absence in each month, from the first month on. After the last value, the first value is used again.
    private static readonly int[] Invalid = [12, 28, 41, 55, 48, 36];
    private static readonly int[] Valid = [6, 10, 9, 14, 11, 8];

    /// <summary>The record of a pupil, as JSON.</summary>
    public static byte[] Write(string school, DateOnly from, DateOnly to, int turn)
    {
        var months = Months(from, to, turn).ToList();
        var sum = new Month(
            from, to, months.Sum(m => m.Offered), months.Sum(m => m.Valid), months.Sum(m => m.Invalid), months.Sum(m => m.Reported));
        using var stream = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions
                {
                    Indented = true,
                    NewLine = "\n",
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }))
        {
            json.WriteStartObject();
            json.WriteString("format", "delningsnav.absence/1");
            json.WriteString("school", school);
            WriteItems(json, "total", [sum]);
            WriteItems(json, "months", months);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static IEnumerable<Month> Months(DateOnly from, DateOnly to, int turn)
    {
        for (var (first, n) = (from, turn); first <= to; n++)
        {
            var next = new DateOnly(first.Year, first.Month, 1).AddMonths(1);
            var last = next.AddDays(-1) < to ? next.AddDays(-1) : to;
            var days = Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1)
                .Count(d => DateOnly.FromDayNumber(d).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
            var offered = days * MinutesADay;
            yield return new Month(
                first, last, offered, offered * Valid[n % Valid.Length] / 100, offered * Invalid[n % Invalid.Length] / 100,
                offered * (n % 3 == 1 ? 94 : 100) / 100);
            first = next;
        }
    }

    private static void WriteItems(Utf8JsonWriter json, string name, IEnumerable<Month> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("from", $"{item.From:yyyy-MM-dd}");
            json.WriteString("to", $"{item.To:yyyy-MM-dd}");
            json.WriteNumber("offeredMinutes", item.Offered);
            json.WriteNumber("validAbsenceMinutes", item.Valid);
            json.WriteNumber("invalidAbsenceMinutes", item.Invalid);
            json.WriteNumber("reportedMinutes", item.Reported);
            WriteShare(json, "absenceShare", item.Valid + item.Invalid, item.Offered);
            WriteShare(json, "reportingCompleteness", item.Reported, item.Offered);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // A share of an unknown whole is null, because zero would say that the pupil was never away.
    private static void WriteShare(Utf8JsonWriter json, string name, int part, int whole)
    {
        if (whole == 0)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, Math.Round((decimal)part / whole, 4, MidpointRounding.AwayFromZero));
        }
    }

    private sealed record Month(DateOnly From, DateOnly To, int Offered, int Valid, int Invalid, int Reported);
}
