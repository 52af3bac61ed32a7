using DelningsNav.Cedar.Evaluation;

namespace DelningsNav.Cedar.Extensions;

/// <summary>Every function of Cedar's four extension types.</summary>
internal static class ExtensionFunctions
{
    public static IEnumerable<ExtensionFunction> All =>
    [
        Constructor("decimal", "digits are required on both sides of `.`, at most 4 after it, within 64 bits",
            text => CedarValue.Decimal.TryParse(text, out var value) ? value : null),
        Compare("lessThan", order => order < 0),
        Compare("lessThanOrEqual", order => order <= 0),
        Compare("greaterThan", order => order > 0),
        Compare("greaterThanOrEqual", order => order >= 0),

        Constructor("ip", "write an IPv4 or IPv6 address, or a range as `10.0.0.0/8`; IPv4 within IPv6 is not accepted",
            text => CedarValue.Ip.TryParse(text, out var value) ? value : null),
        TestIp("isIpv4", ip => ip.IsV4),
        TestIp("isIpv6", ip => !ip.IsV4),
        TestIp("isLoopback", ip => ip.IsLoopback),
        TestIp("isMulticast", ip => ip.IsMulticast),
        new("isInRange", CallStyle.Method, 2, IsInRange),

        Constructor("datetime", "write `YYYY-MM-DD`, or that with `Thh:mm:ss`, optional `.SSS`, and `Z` or an offset as `+0200`",
            text => CedarValue.Datetime.TryParse(text, out var value) ? value : null),
        new("offset", CallStyle.Method, 2, Offset),
        new("durationSince", CallStyle.Method, 2, DurationSince),
        new("toDate", CallStyle.Method, 1, ToDate),
        new("toTime", CallStyle.Method, 1, (a, failure) =>
            a[0] is CedarValue.Datetime moment ? new CedarValue.Duration(moment.TimeOfDay) : failure.WrongType("datetime", a[0])),

        Constructor("duration", "write quantities with the units d, h, m, s, ms in that order, within 64 bits of milliseconds",
            text => CedarValue.Duration.TryParse(text, out var value) ? value : null),
        Measure("toMilliseconds", 1),
        Measure("toSeconds", 1_000),
        Measure("toMinutes", 60_000),
        Measure("toHours", 3_600_000),
        Measure("toDays", 86_400_000),
    ];

    private static ExtensionFunction Constructor(string name, string advice, Func<string, CedarValue?> parse)
    {
        string Problem(string text) => $"error while evaluating `{name}`: {CedarText.Quote(text)} is not well-formed; {advice}";
        return new(name, CallStyle.Function, 1, (a, failure) => a[0] is CedarValue.String text
            ? parse(text.Value) ?? failure.Because(Problem(text.Value))
            : failure.WrongType("string", a[0]));
    }

    private static ExtensionFunction Compare(string name, Func<int, bool> holds) =>
        new(name, CallStyle.Method, 2, (a, failure) => (a[0], a[1]) switch
        {
            (CedarValue.Decimal left, CedarValue.Decimal right) =>
                CedarValue.Of(holds(left.TenThousandths.CompareTo(right.TenThousandths))),
            (CedarValue.Decimal, _) => failure.WrongType("decimal", a[1]),
            _ => failure.WrongType("decimal", a[0]),
        });

    private static ExtensionFunction TestIp(string name, Func<CedarValue.Ip, bool> holds) =>
        new(name, CallStyle.Method, 1, (a, failure) =>
            a[0] is CedarValue.Ip ip ? CedarValue.Of(holds(ip)) : failure.WrongType("ipaddr", a[0]));

    private static ExtensionFunction Measure(string name, long milliseconds) =>
        new(name, CallStyle.Method, 1, (a, failure) => a[0] is CedarValue.Duration length
            ? CedarValue.Of(length.Milliseconds / milliseconds)
            : failure.WrongType("duration", a[0]));

    private static CedarValue? IsInRange(CedarValue[] a, Failure failure) => (a[0], a[1]) switch
    {
        (CedarValue.Ip address, CedarValue.Ip range) => CedarValue.Of(address.IsInRange(range)),
        (CedarValue.Ip, _) => failure.WrongType("ipaddr", a[1]),
        _ => failure.WrongType("ipaddr", a[0]),
    };

    private static CedarValue? Offset(CedarValue[] a, Failure failure) => (a[0], a[1]) switch
    {
        (CedarValue.Datetime moment, CedarValue.Duration length) => Datetime(
            (Int128)moment.EpochMilliseconds + length.Milliseconds) ?? failure.Because($"overflow when adding {length} to {moment}"),
        (CedarValue.Datetime, _) => failure.WrongType("duration", a[1]),
        _ => failure.WrongType("datetime", a[0]),
    };

    private static CedarValue? DurationSince(CedarValue[] a, Failure failure)
    {
        if (a[0] is not CedarValue.Datetime later || a[1] is not CedarValue.Datetime earlier)
        {
            return failure.WrongType("datetime", a[0] is CedarValue.Datetime ? a[1] : a[0]);
        }

        var length = (Int128)later.EpochMilliseconds - earlier.EpochMilliseconds;
        return length < long.MinValue || length > long.MaxValue
            ? failure.Because($"overflow when computing the duration between {later} and {earlier}")
            : new CedarValue.Duration((long)length);
    }

    private static CedarValue? ToDate(CedarValue[] a, Failure failure) => a[0] is CedarValue.Datetime moment
        ? Datetime((Int128)moment.EpochMilliseconds - moment.TimeOfDay) ?? failure.Because($"overflow when computing the date of {moment}")
        : failure.WrongType("datetime", a[0]);

    private static CedarValue.Datetime? Datetime(Int128 epochMilliseconds) =>
        epochMilliseconds < long.MinValue || epochMilliseconds > long.MaxValue ? null : new((long)epochMilliseconds);
}
