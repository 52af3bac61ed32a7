using System.Security.Cryptography;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing.Tests.Messages;

/// <summary>Messages signed by the tests themselves with each algorithm of RFC 9421 section 3.3 that .NET can sign with.</summary>
public sealed class MessageSignatureTests
{
    private const string Covered = """("@method" "@path" "content-type");created=1798000000;keyid="key-1";nonce="n\"1" """;

    public static TheoryData<string> Algorithms { get; } = ["ecdsa-p256-sha256", "hmac-sha256", "rsa-pss-sha512", "rsa-v1_5-sha256"];

    [Theory, MemberData(nameof(Algorithms))]
    public void A_signature_under_its_label_holds_and_not_under_another(string algorithm)
    {
        var (message, check) = Signed(algorithm);

        Assert.True(MessageSignature.Verify(message, "sig", check));
        Assert.False(MessageSignature.Verify(message, "other", check));
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_signature_does_not_hold_when_a_covered_value_changes_and_holds_when_another_does(string algorithm)
    {
        var (covered, check) = Signed(algorithm);
        var (uncovered, checkOfOther) = Signed(algorithm);

        covered.Fields.Set("content-type", "application/xml");
        uncovered.Fields.Set("accept", "application/xml");

        Assert.False(MessageSignature.Verify(covered, "sig", check));
        Assert.True(MessageSignature.Verify(uncovered, "sig", checkOfOther));
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_signature_by_another_key_or_with_other_parameters_does_not_hold(string algorithm)
    {
        var (message, check) = Signed(algorithm);
        var (_, anotherKey) = Signed(algorithm);

        Assert.False(MessageSignature.Verify(message, "sig", anotherKey));
        message.Fields.Set("signature-input", "sig=" + Covered.Replace("1798000000", "1798000001", StringComparison.Ordinal));
        Assert.False(MessageSignature.Verify(message, "sig", check));
    }

    [Fact]
    public void A_message_without_a_signature_or_with_one_that_cannot_be_read_is_refused()
    {
        static bool Anything(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) => true;
        var unsigned = Message();
        var (unreadable, _) = Signed("hmac-sha256");
        unreadable.Fields.Set("signature", "sig=token");

        Assert.False(MessageSignature.Verify(unsigned, "sig", Anything));
        Assert.False(MessageSignature.Verify(unreadable, "sig", Anything));
    }

    private static (HttpMessage Message, SignatureCheck Check) Signed(string algorithm)
    {
        var (sign, check) = Key(algorithm);
        var message = Message();
        message.Fields.Add("signature-input", "sig=" + Covered);
        Assert.True(FieldDictionary.TryParse(message.Fields.Combined("signature-input")!, out var inputs));
        Assert.True(inputs.TryGet("sig", out var covered));
        Assert.True(SignedText.TryBuild(message, (InnerList)covered, out var text, out _));
        message.Fields.Add("signature", $"sig=:{Convert.ToBase64String(sign(text))}:");
        return (message, check);
    }

    private static HttpMessage Message()
    {
        var message = HttpMessage.ForRequest("POST", "https://example.se/a?b=c", hasBody: true);
        message.Fields.Add("content-type", "text/plain");
        message.Fields.Add("accept", "text/plain");
        return message;
    }

    private static (Func<byte[], byte[]> Sign, SignatureCheck Check) Key(string algorithm)
    {
        switch (algorithm)
        {
            case "ecdsa-p256-sha256":
                var key = SigningKey.Create();
                return (text => key.Sign(text), key.PublicKey.Verify);
            case "hmac-sha256":
                var secret = RandomNumberGenerator.GetBytes(32);
                return (text => HMACSHA256.HashData(secret, text), SignatureChecks.HmacSha256(secret));
            case "rsa-pss-sha512":
                var pss = RSA.Create(2048);
                return (text => pss.SignData(text, HashAlgorithmName.SHA512, RSASignaturePadding.Pss), SignatureChecks.RsaPssSha512(pss));
            case "rsa-v1_5-sha256":
                var pkcs1 = RSA.Create(2048);
                return (
                    text => pkcs1.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                    SignatureChecks.RsaPkcs1Sha256(pkcs1));
            default:
                throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "no such algorithm");
        }
    }
}
