using System.Globalization;
using System.Text;

namespace DelningsNav.Signing.Tests.Canonical;

/// <summary>The examples are those of RFC 8785 itself: sections 3.2.2 to 3.2.4 and appendix B.</summary>
public sealed class CanonicalJsonTests
{
    [Fact]
    public void The_example_of_the_RFC_gives_the_bytes_of_the_RFC()
    {
        const string json = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;

        Assert.Equal(
            "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c31"
            + "652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d",
            Convert.ToHexStringLower(CanonicalJson.Of(Encoding.UTF8.GetBytes(json))));
    }

    [Fact]
    public void Members_are_in_the_order_of_their_UTF_16_code_units()
    {
        const string json = """
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """;

        Assert.Equal(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
            + "\"€\":\"Euro Sign\",\"\U0001f600\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
            Canonical(json));
    }

    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void A_number_is_written_as_in_appendix_B(string bits, string written)
    {
        var number = BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        Assert.Equal(written, CanonicalNumber.Of(number));
    }

    [Theory]
    [InlineData("7fffffffffffffff")]
    [InlineData("7ff0000000000000")]
    public void A_number_that_is_not_finite_is_refused_as_in_appendix_B(string bits)
    {
        var number = BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        Assert.Throws<FormatException>(() => CanonicalNumber.Of(number));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":1}""")]
    [InlineData("""[{"b":{"a":1,"a":1}}]""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\udc00x":1}""")]
    [InlineData("1e400")]
    [InlineData("9007199254740993")]
    [InlineData("-123456789012345678901")]
    [InlineData("[1,]")]
    [InlineData("[1] // a comment")]
    [InlineData("[1] [2]")]
    [InlineData("01")]
    [InlineData("")]
    public void What_has_no_canonical_form_is_refused_rather_than_changed(string json) =>
        Assert.Throws<FormatException>(() => CanonicalJson.Of(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused() =>
        Assert.Throws<FormatException>(() => CanonicalJson.Of(new byte[] { (byte)'"', 0xc3, 0x28, (byte)'"' }));

    [Fact]
    public void Depth_without_end_is_refused() =>
        Assert.Throws<FormatException>(() => CanonicalJson.Of(Encoding.UTF8.GetBytes(new string('[', 100_000) + new string(']', 100_000))));

    [Theory]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("295147905179352830000", "295147905179352830000")]
    [InlineData("100", "100")]
    [InlineData("1e2", "100")]
    [InlineData("-0", "0")]
    [InlineData("{ }", "{}")]
    [InlineData("[ ]", "[]")]
    [InlineData("""{"b":[],"a":{}}""", """{"a":{},"b":[]}""")]
    public void The_canonical_form_of_a_canonical_form_is_itself(string json, string canonical)
    {
        Assert.Equal(canonical, Canonical(json));
        Assert.Equal(canonical, Canonical(canonical));
    }

    [Fact]
    public void An_objects_own_member_can_be_left_out_and_none_of_the_members_within()
    {
        using var document = CanonicalJson.Parse("""{"signature":"x","a":{"signature":"y"}}"""u8.ToArray());

        Assert.Equal("""{"a":{"signature":"y"}}""", Encoding.UTF8.GetString(CanonicalJson.Write(document.RootElement, "signature")));
    }

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json)));
}
