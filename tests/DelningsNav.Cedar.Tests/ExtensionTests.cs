namespace DelningsNav.Cedar.Tests;

public sealed class ExtensionTests
{
    [Theory]
    [InlineData("decimal(\"1.5\") == decimal(\"1.5000\")", "true")]
    [InlineData("decimal(\"-0.0001\").lessThan(decimal(\"0.0\"))", "true")]
    [InlineData("decimal(\"922337203685477.5807\").greaterThan(decimal(\"-922337203685477.5808\"))", "true")]
    [InlineData("decimal(\"1.0\").lessThanOrEqual(decimal(\"1.00\"))", "true")]
    [InlineData("decimal(\"1.0\").greaterThanOrEqual(decimal(\"1.0001\"))", "false")]
    [InlineData("decimal(\"00012.3\") == decimal(\"12.3\")", "true")]
    public void Decimals_are_compared_exactly(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData("922337203685477.5808")]
    [InlineData("-922337203685477.5809")]
    [InlineData("1.00000")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("1")]
    [InlineData("+1.0")]
    [InlineData("- 1.0")]
    [InlineData("1.-1")]
    [InlineData("1,0")]
    [InlineData("١.٠")]
    [InlineData("")]
    public void Text_that_is_not_a_decimal_is_refused(string text) =>
        Assert.False(CedarValue.Decimal.TryParse(text, out _));

    [Theory]
    [InlineData("ip(\"10.0.0.1\").isIpv4() && !ip(\"10.0.0.1\").isIpv6()", "true")]
    [InlineData("ip(\"::1\").isLoopback() && ip(\"127.9.9.9\").isLoopback()", "true")]
    [InlineData("ip(\"127.0.0.0/7\").isLoopback()", "false")]
    [InlineData("ip(\"224.0.0.1\").isMulticast() && ip(\"ff02::1\").isMulticast()", "true")]
    [InlineData("ip(\"224.0.0.0/3\").isMulticast()", "false")]
    [InlineData("ip(\"10.1.2.3\").isInRange(ip(\"10.0.0.0/8\"))", "true")]
    [InlineData("ip(\"10.0.0.0/8\").isInRange(ip(\"10.1.2.3\"))", "false")]
    [InlineData("ip(\"10.1.2.3\").isInRange(ip(\"0.0.0.0/0\"))", "true")]
    [InlineData("ip(\"::ffff:a01:203\").isInRange(ip(\"0.0.0.0/0\"))", "false")]
    [InlineData("ip(\"1:2:3:4:5:6:7::\") == ip(\"1:2:3:4:5:6:7:0\")", "true")]
    [InlineData("ip(\"::/0\").isInRange(ip(\"::/0\"))", "true")]
    [InlineData("ip(\"10.0.0.1/8\") == ip(\"10.0.0.0/8\")", "false")]
    [InlineData("ip(\"10.0.0.1\") == ip(\"10.0.0.1/32\")", "true")]
    [InlineData(
        "ip(\"10.0.0.1\").isInRange(\"10.0.0.0/8\")",
        "type error: expected ipaddr, got string; maybe you forgot to apply the `ip` constructor")]
    public void Addresses_and_ranges_of_two_versions_are_different(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0.01")]
    [InlineData("10.0.0.1/33")]
    [InlineData("10.0.0.1/08")]
    [InlineData("10.0.0.1/")]
    [InlineData("10.0.0.1/1/1")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1:2:3:4:5:6:7::8")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("::1/129")]
    [InlineData("")]
    public void Text_that_is_not_an_address_is_refused(string text) =>
        Assert.False(CedarValue.Ip.TryParse(text, out _));

    [Theory]
    [InlineData("datetime(\"2026-08-17\") == datetime(\"2026-08-17T00:00:00Z\")", "true")]
    [InlineData("datetime(\"2026-08-17T02:00:00+0200\") == datetime(\"2026-08-17\")", "true")]
    [InlineData("datetime(\"2026-08-17T00:00:00.001Z\") > datetime(\"2026-08-17\")", "true")]
    [InlineData("datetime(\"1969-12-31T23:59:59.999Z\") < datetime(\"1970-01-01\")", "true")]
    [InlineData("datetime(\"1969-12-31T23:00:00Z\").toTime() == duration(\"23h\")", "true")]
    [InlineData("datetime(\"1969-12-31T23:00:00Z\").toDate() == datetime(\"1969-12-31\")", "true")]
    [InlineData("datetime(\"2024-02-29\").offset(duration(\"1d\")) == datetime(\"2024-03-01\")", "true")]
    [InlineData("datetime(\"0000-02-29\") < datetime(\"0000-03-01\")", "true")]
    [InlineData("datetime(\"0000-01-01T00:00:00-2359\") > datetime(\"0000-01-01T00:00:00+2359\")", "true")]
    [InlineData("datetime(\"2026-01-02\").durationSince(datetime(\"2026-01-01\")).toHours() == 24", "true")]
    [InlineData("datetime(\"2026-01-02\") < duration(\"1d\")", "type error: expected datetime, got duration")]
    [InlineData(
        "datetime(\"2026-01-02\").offset(\"1d\") == 1",
        "type error: expected duration, got string; maybe you forgot to apply the `duration` constructor")]
    public void Moments_are_counted_in_milliseconds_from_1970(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData("2026-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-01")]
    [InlineData("2026-01-00")]
    [InlineData("2026-1-1")]
    [InlineData("26-01-01")]
    [InlineData("2026-01-01T")]
    [InlineData("2026-01-01T10:00")]
    [InlineData("2026-01-01T10:00:00")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("2026-01-01T10:00:60Z")]
    [InlineData("2026-01-01T10:00:00.1Z")]
    [InlineData("2026-01-01T10:00:00.1234Z")]
    [InlineData("2026-01-01T10:00:00+2400")]
    [InlineData("2026-01-01T10:00:00+0060")]
    [InlineData("2026-01-01T10:00:00+02:00")]
    [InlineData("2026-01-01t10:00:00Z")]
    [InlineData("2026-01-01 10:00:00Z")]
    [InlineData("")]
    public void Text_that_is_not_a_moment_is_refused(string text) =>
        Assert.False(CedarValue.Datetime.TryParse(text, out _));

    [Theory]
    [InlineData("duration(\"1d2h3m4s5ms\").toMilliseconds() == 93784005", "true")]
    [InlineData("duration(\"-90s\").toMinutes() == -1", "true")]
    [InlineData("duration(\"36h\").toDays() == 1", "true")]
    [InlineData("duration(\"90m\") == duration(\"1h30m\")", "true")]
    [InlineData("duration(\"1m\") > duration(\"1ms\")", "true")]
    [InlineData("duration(\"-9223372036854775808ms\") < duration(\"0s\")", "true")]
    [InlineData("duration(\"1h\").toSeconds() == 3600", "true")]
    [InlineData("datetime(\"1970-01-02\").offset(duration(\"9223372036854775807ms\")) == 1",
        "overflow when adding duration(\"9223372036854775807ms\") to datetime(\"1970-01-01\").offset(duration(\"86400000ms\"))")]
    public void Durations_are_whole_milliseconds(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1")]
    [InlineData("1x")]
    [InlineData("1h1d")]
    [InlineData("1d1d")]
    [InlineData("1s1m")]
    [InlineData("d")]
    [InlineData("+1d")]
    [InlineData("1d ")]
    [InlineData("9223372036854775808ms")]
    [InlineData("18446744073709551616ms")]
    [InlineData("106751991168d")]
    public void Text_that_is_not_a_duration_is_refused(string text) =>
        Assert.False(CedarValue.Duration.TryParse(text, out _));

    [Theory]
    [InlineData(
        "ip(\"nonsense\").isIpv4()",
        "error while evaluating `ip`: \"nonsense\" is not well-formed; write an IPv4 or IPv6 address, or a range as "
            + "`10.0.0.0/8`; IPv4 within IPv6 is not accepted")]
    [InlineData("true || ip(\"nonsense\").isIpv4()", "true")]
    [InlineData("ip().isIpv4()", "wrong number of arguments for `ip`: got 0, expected 1")]
    [InlineData("ip(\"::1\").isInRange(ip(\"::/0\"), ip(\"::1\"))", "wrong number of arguments for `isInRange`: got 3, expected 2")]
    [InlineData("decimal(1) == 1", "type error: expected string, got long")]
    public void A_call_fails_when_it_is_reached_and_not_before(string expression, string outcome) =>
        Assert.Equal(outcome, Ask.Outcome(expression));

    [Fact]
    public void Moments_and_lengths_of_the_platform_become_Cedar_values()
    {
        var moment = CedarValue.Of(new DateTimeOffset(2026, 8, 17, 2, 0, 0, TimeSpan.FromHours(2)));
        var length = CedarValue.Of(TimeSpan.FromMinutes(90));

        Assert.True(CedarValue.Datetime.TryParse("2026-08-17", out var day));
        Assert.Equal<CedarValue>(day, moment);
        Assert.Equal("duration(\"5400000ms\")", length.ToString());
    }
}
