namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Texts of values at the limits of the rules and near them. Some of them are not valid.</summary>
internal static class Samples
{
    public static readonly string[] Numbers =
    [
        "0", "1", "2", "7", "60", "1000", "86400000", "9223372036854775807", "-9223372036854775808", "9223372036854775806",
        "-1", "4611686018427387904", "3037000500",
    ];

    public static readonly string[] Texts =
    [
        "", "a", "ab", "A", "a*b", "10.0.0.1", "1.5", "å", "e\u0301", "😀", "say hello", "k", "a\\nb", "\\u{1F600}",
        "\\'\\\"", "\\x41", "\\0", "\\t",
        "пример", "a\u0430", "日本語", "𠮷x", "\u202Ea", "\\u{202E}", "\u2066b\u2069", "ähm", "\u00b2", "½",
        "a\u200Db", "ﬁ", "\u0345", "\u0660\u0661", "ひらカタ漢", "한글漢字", "ㄅ漢", "а\\u{455}",
    ];

    public static readonly string[] Patterns =
        ["*", "a*", "*b", "a*b*", "", "\\*", "a\\*b", "**", "*å*", "\\u{1F600}*", "a\u0430*", "*\u202E", "\\\\*", "k"];

    public static readonly string[] Decimals =
    [
        "0.0", "1.5", "-1.5", "922337203685477.5807", "-922337203685477.5808", "12.1234", "0.0001", "00.10", "-0.0",
        "922337203685477.5808", "1", "1.", ".5", "1.12345", "+1.0", "1e3", " 1.0", "", "1.٣",
    ];

    public static readonly string[] Ips =
    [
        "10.0.0.1", "10.0.0.0/8", "127.0.0.1", "127.0.0.0/8", "::1", "::/0", "fe80::1/64", "224.0.0.1", "ff00::/8", "ff02::1",
        "0.0.0.0/0", "1:2:3:4:5:6:7:8", "::ffff:10.0.0.1",
        "10.0.0.1/33", "10.0.0.01", "10.0.0", "::1/129", "1::2::3", "10.0.0.1/08", "", "::ffff:0:0/96", "fe80::1%eth0",
        "126.0.0.0/7", "10.0.0.0/8 ", "G::1",
    ];

    public static readonly string[] Datetimes =
    [
        "2024-02-29", "1970-01-01", "2024-10-15T23:59:59Z", "2024-10-15T11:35:00.123Z", "2024-10-15T00:00:00+0100",
        "2024-10-15T00:00:00.000-2359", "0000-01-01", "9999-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z",
        "2023-02-29", "2024-10-15T24:00:00Z", "2024-10-15T23:59:60Z", "2024-10-15t00:00:00z", "2024-10-15T00:00:00+01:00",
        "24-10-15", "2024-13-01", "2024-10-15T00:00:00+2400", "2024-10-15T00:00:00", "2024-10-15T00:00:00.12Z", "",
    ];

    public static readonly string[] Durations =
    [
        "0ms", "1d", "1h", "36h", "1d2h3m4s5ms", "-1d", "-1h30m", "9223372036854775807ms", "-9223372036854775808ms", "106751991167d", "5s",
        "9223372036854775808ms", "1h1d", "1d1d", "", "-", "1", "d", "1.5h", "+1h", "1 d", "- 1d", "1D", "106751991168d",
    ];

    /// <summary>A text of the kind. If it may be wrong, it can be a text that is not accepted.</summary>
    public static string Extension(Kind kind, Chance chance, bool mayBeWrong)
    {
        var texts = kind == Kind.Decimal ? Decimals : kind == Kind.Ip ? Ips : kind == Kind.Datetime ? Datetimes : Durations;
        const int SurelyGood = 7;
        return chance.Of(mayBeWrong ? texts : texts[..SurelyGood]);
    }

    public static string Constructor(Kind kind) => kind == Kind.Ip ? "ip" : kind.Written;

    public static bool IsExtension(Kind kind) => kind == Kind.Decimal || kind == Kind.Ip || kind == Kind.Datetime || kind == Kind.Duration;
}
