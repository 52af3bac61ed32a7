using System.Globalization;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Demo.City;

/// <summary>
/// The identity numbers of the demo city. All come from <c>fictitious/identity-numbers.txt</c>; no real person has any of them.
/// </summary>
/// <remarks>
/// For every year in which a pupil may be born, there is one number for each month. The city can therefore be built on
/// any day and still have a pupil who is fifteen, and a pupil who is seventeen and soon turns eighteen. Each number is used once.
/// </remarks>
internal sealed class FictitiousNumbers
{
    private static readonly IReadOnlyList<string> All = ReadAll();

    /// <summary>Numbers of pupils, in order of birth.</summary>
    internal static readonly IReadOnlyList<string> Pupils = [.. All.Where(n => YearOf(n) is >= 2008 and <= 2022)];

    /// <summary>Numbers of guardians, in order of birth: one for each quarter of a year.</summary>
    internal static readonly IReadOnlyList<string> Adults =
        [.. All.Where(n => YearOf(n) is >= 1976 and <= 1987 && n[4..6] is "02" or "05" or "08" or "11")];

    private readonly List<Personnummer> _pupils = [.. Pupils.Select(Read)];
    private readonly Queue<Personnummer> _adults;

    /// <summary>Makes all numbers available.</summary>
    public FictitiousNumbers()
    {
        // The step and the number of adults have no common factor, so every adult is taken once, in the same mixed order each time.
        var adults = Adults.Select(Read).ToList();
        _adults = new Queue<Personnummer>(Enumerable.Range(0, adults.Count).Select(i => adults[(i * 23 + 5) % adults.Count]));
    }

    /// <summary>The number of an adult.</summary>
    public Personnummer Adult() => _adults.Dequeue();

    /// <summary>The number of a pupil who has this age on the given day, and whose birthday is neither just past nor close.</summary>
    public Personnummer PupilOf(int age, DateOnly day)
    {
        var middle = day.AddYears(-age).AddMonths(-6);
        return Take(_pupils.MinBy(n => Math.Abs(n.BirthDate.DayNumber - middle.DayNumber))!);
    }

    /// <summary>The number of a pupil who turns this age within two months.</summary>
    public Personnummer PupilAboutToBe(int age, DateOnly day)
    {
        var birth = day.AddDays(3).AddYears(-age);
        return Take(_pupils.Where(n => n.BirthDate >= birth).MinBy(n => n.BirthDate)!);
    }

    private Personnummer Take(Personnummer number)
    {
        _pupils.Remove(number);
        return number;
    }

    private static int YearOf(string number) => int.Parse(number.AsSpan(0, 4), CultureInfo.InvariantCulture);

    private static List<string> ReadAll()
    {
        using var lines = new StreamReader(typeof(FictitiousNumbers).Assembly.GetManifestResourceStream("identity-numbers.txt")!);
        return [.. lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static Personnummer Read(string digits) =>
        Personnummer.TryParse(digits, out var number)
            ? number
            : throw new FormatException("a number of the demo city is not a valid personal identity number");
}
