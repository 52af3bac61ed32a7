using System.Text.Encodings.Web;
using System.Text.Json;

namespace DelningsNav.Cli.Import;

/// <summary>One pupil's absence over a period, in the deposited form (docs/record-formats.md).</summary>
internal sealed record AbsenceRecord
{
    /// <summary>The pupil.</summary>
    public required Pupil Pupil { get; init; }

    /// <summary>The school unit's name.</summary>
    public required string School { get; init; }

    /// <summary>The holder's reference. It depends only on pupil, owner and period, not on the content.</summary>
    public required string Reference { get; init; }

    /// <summary>The whole period.</summary>
    public required AbsenceSum Total { get; init; }

    /// <summary>
    /// The sum for each month. The list is empty when an item of the source covers more than one month, because such a sum cannot be
    /// divided.
    /// </summary>
    public required IReadOnlyList<AbsenceSum> Months { get; init; }

    /// <summary>
    /// The records of every pupil who has attendance, ordered by the pupil's id, so that the same files give the same records.
    /// </summary>
    public static IReadOnlyList<AbsenceRecord> Compute(IEnumerable<Attendance> attendance, SchoolRegister register, Period period) =>
    [
        .. attendance.GroupBy(a => a.Pupil).OrderBy(g => g.Key.ToString(), StringComparer.Ordinal).Select(items =>
        {
            var pupil = register.Find(items.Key)!;
            var school = register.SchoolOf(pupil, period)!;
            return new AbsenceRecord
            {
                Pupil = pupil,
                School = school.Name,
                Reference = $"ss12000/{register.OwnerOf(school).Id}/{period}/{pupil.Id}",
                Total = AbsenceSum.Of(items, period),
                Months = items.All(i => (i.From.Year, i.From.Month) == (i.To.Year, i.To.Month))
                    ? [.. period.Months().Select(month => AbsenceSum.Of(items.Where(i => month.Holds(i.From, i.To)), month))]
                    : [],
            };
        }),
    ];

    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The content as JSON. The same school name, periods and figures always give the same bytes.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            json.WriteStartObject();
            json.WriteString("format", "delningsnav.absence/1");
            json.WriteString("school", School);
            Write(json, "total", [Total]);
            Write(json, "months", Months);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<AbsenceSum> sums)
    {
        json.WriteStartArray(name);
        foreach (var sum in sums)
        {
            sum.Write(json);
        }

        json.WriteEndArray();
    }
}

/// <summary>Absence over a span of days, in minutes.</summary>
internal sealed record AbsenceSum(Period Span, long Offered, long ValidAbsence, long InvalidAbsence, long Reported)
{
    /// <summary>The sum of several items.</summary>
    public static AbsenceSum Of(IEnumerable<Attendance> items, Period span) => items.Aggregate(
        new AbsenceSum(span, 0, 0, 0, 0),
        (sum, item) => sum with
        {
            Offered = sum.Offered + item.Offered,
            ValidAbsence = sum.ValidAbsence + item.ValidAbsence,
            InvalidAbsence = sum.InvalidAbsence + item.InvalidAbsence,
            Reported = sum.Reported + item.Reported,
        });

    /// <summary>
    /// The pupil's absence as a share of the time that the school offered (SS12000 <c>offeredSum</c>), 0 to 1 with four decimals; null when
    /// no time was offered.
    /// </summary>
    public decimal? AbsenceShare => Share(ValidAbsence + InvalidAbsence, Offered);

    /// <summary>The reported time as a share of the offered time, 0 to 1 with four decimals; null when no time was offered.</summary>
    public decimal? ReportingCompleteness => Share(Reported, Offered);

    /// <summary>Writes the item.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("from", $"{Span.From:yyyy-MM-dd}");
        json.WriteString("to", $"{Span.To:yyyy-MM-dd}");
        json.WriteNumber("offeredMinutes", Offered);
        json.WriteNumber("validAbsenceMinutes", ValidAbsence);
        json.WriteNumber("invalidAbsenceMinutes", InvalidAbsence);
        json.WriteNumber("reportedMinutes", Reported);
        Write(json, "absenceShare", AbsenceShare);
        Write(json, "reportingCompleteness", ReportingCompleteness);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, decimal? share)
    {
        if (share is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static decimal? Share(long part, long whole) =>
        whole == 0 ? null : Math.Round((decimal)part / whole, 4, MidpointRounding.AwayFromZero);
}
