using System.Text;

namespace DelningsNav.Signing.Tests.Messages;

public sealed class ContentDigestTests
{
    private static readonly byte[] Body = Encoding.ASCII.GetBytes("""{"hello": "world"}""");

    // RFC 9530 section 2 and RFC 9421 appendix B.2 print these digests of this body.
    private const string Published256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
    private const string Published512 =
        "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";

    [Fact]
    public void The_published_digests_are_made()
    {
        Assert.Equal(Published256, ContentDigest.Sha256(Body));
        Assert.Equal(Published512, ContentDigest.Sha512(Body));
    }

    [Theory]
    [InlineData(Published256, DigestComparison.Equal)]
    [InlineData(Published512, DigestComparison.Equal)]
    [InlineData($"{Published256}, {Published512}", DigestComparison.Equal)]
    [InlineData($"md5=:AAAA:, {Published512}", DigestComparison.Equal)]
    [InlineData($"sha-256=:AAAA:, {Published512}", DigestComparison.Different)]
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPI=:", DigestComparison.Different)]
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBA==:", DigestComparison.Different)]
    [InlineData("sha-256=::", DigestComparison.Different)]
    [InlineData("md5=:AAAA:", DigestComparison.Unusable)]
    [InlineData("", DigestComparison.Unusable)]
    [InlineData("sha-256", DigestComparison.Unusable)]
    [InlineData("sha-256=\"X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=\"", DigestComparison.Unusable)]
    [InlineData($"sha-256=:AAAA:, {Published256}", DigestComparison.Unusable)]
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=", DigestComparison.Unusable)]
    public void A_field_is_compared_by_every_algorithm_that_we_know(string field, DigestComparison expected)
    {
        var comparison = ContentDigest.Compare(field, Body);

        Assert.Equal(expected, comparison);
    }
}
