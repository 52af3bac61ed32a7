using DelningsNav.Hub.People;

namespace DelningsNav.Demo.City;

/// <summary>The identity numbers of the demo city: only such as Skatteverket has set aside for tests, and nobody bears.</summary>
/// <remarks>
/// One number for each month of the pupils' years of birth, so that a pupil of fifteen is fifteen on whatever day the city is built,
/// and so is one who is about to turn eighteen. A number is handed out once.
/// </remarks>
internal sealed class FictitiousNumbers
{
    /// <summary>Numbers of pupils, in order of birth.</summary>
    internal static readonly IReadOnlyList<string> Pupils =
    [
        "200801132382", "200802182386", "200803092386", "200804142388", "200805192382", "200806102380",
        "200807152384", "200808202386", "200809112386", "200810162388", "200811212380", "200812122380",
        "200901202382", "200902112382", "200903162386", "200904212388", "200905122388", "200906172382",
        "200907082382", "200908132384", "200909182388", "200910092386", "200911142388", "200912192382",
        "201001132388", "201002182382", "201003092382", "201004142384", "201005192388", "201006102386",
        "201007152380", "201008202382", "201009112382", "201010162384", "201011212386", "201012122386",
        "201101202388", "201102112388", "201103162382", "201104212384", "201105122384", "201106172388",
        "201107082388", "201108132380", "201109182384", "201110092382", "201111142384", "201112192388",
        "201201132386", "201202182380", "201203092380", "201204142382", "201205192386", "201206102384",
        "201207152388", "201208202380", "201209112380", "201210162382", "201211212384", "201212121212",
        "201301202386", "201302112386", "201303162380", "201304212382", "201305122382", "201306172386",
        "201307082386", "201308132388", "201309182382", "201310092380", "201311142382", "201312192386",
        "201401132392", "201402182396", "201403092388", "201404142380", "201405192392", "201406102390",
        "201407152386", "201408202388", "201409112388", "201410162398", "201411212390", "201412122382",
        "201501202384", "201502112384", "201503162396", "201504212398", "201505122380", "201506172384",
        "201507082392", "201508132394", "201509182398", "201510092388", "201511142380", "201512192392",
        "201601132390", "201602182394", "201603092394", "201604142396", "201605192382", "201606102380",
        "201607152392", "201608202394", "201609112394", "201610162388", "201611212380", "201612122398",
        "201701202382", "201702112382", "201703162386", "201704212388", "201705122396", "201706172390",
        "201707082382", "201708132384", "201709182388", "201710092394", "201711142388", "201712192390",
        "201801132398", "201802182392", "201803092384", "201804142386", "201805192398", "201806102396",
        "201807152382", "201808202384", "201809112384", "201810162386", "201811212388", "201812122396",
        "201901202380", "201902112380", "201903162392", "201904212394", "201905122386", "201906172380",
        "201907082398", "201908132390", "201909182394", "201910092384", "201911142386", "201912192398",
        "202001132394", "202002182398", "202003092398", "202004142390", "202005192386",
        "202101202394", "202102112386", "202103162398", "202104212390", "202105122382", "202106172386",
        "202107082394", "202108132388", "202109182382", "202110092398", "202111142382", "202112192386",
        "202201132392", "202202182396", "202203092388", "202204142380", "202205192392", "202206102390",
        "202207152394", "202208202396", "202209112388", "202210162398", "202211212390", "202212122382",
    ];

    /// <summary>Numbers of guardians, in order of birth.</summary>
    internal static readonly IReadOnlyList<string> Adults =
    [
        "197602182383", "197605192389", "197608202383", "197611212387",
        "197702112389", "197705122385", "197708132381", "197711142385",
        "197802182381", "197805192387", "197808202381", "197811212385",
        "197902112387", "197905122383", "197908132389", "197911142383",
        "198002182387", "198005192383", "198008202387", "198011212381",
        "198102112383", "198105122389", "198108132385", "198111142389",
        "198202182385", "198205192381", "198208202385", "198211212389",
        "198302112381", "198305122387", "198308132383", "198311142387",
        "198402182383", "198405192389", "198408202383", "198411212387",
        "198502112389", "198505122385", "198508132381", "198511142385",
        "198602182381", "198605192387", "198608202381", "198611212385",
        "198702112387", "198705122383", "198708132389", "198711142383",
    ];

    private readonly List<Personnummer> _pupils = [.. Pupils.Select(Read)];
    private readonly Queue<Personnummer> _adults;

    /// <summary>All numbers are free.</summary>
    public FictitiousNumbers()
    {
        // A stride that shares no factor with the count mixes the ages without chance.
        var adults = Adults.Select(Read).ToList();
        _adults = new Queue<Personnummer>(Enumerable.Range(0, adults.Count).Select(i => adults[(i * 23 + 5) % adults.Count]));
    }

    /// <summary>The number of an adult.</summary>
    public Personnummer Adult() => _adults.Dequeue();

    /// <summary>The number of a pupil in the middle of a year of age on a day: neither a birthday just past nor one at hand.</summary>
    public Personnummer PupilOf(int age, DateOnly day)
    {
        var middle = day.AddYears(-age).AddMonths(-6);
        return Take(_pupils.MinBy(n => Math.Abs(n.BirthDate.DayNumber - middle.DayNumber))!);
    }

    /// <summary>The number of a pupil whose next birthday is the one of this age, and comes within two months.</summary>
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

    private static Personnummer Read(string digits) =>
        Personnummer.TryParse(digits, out var number)
            ? number
            : throw new FormatException("a number of the demo city is not a valid personal identity number");
}
