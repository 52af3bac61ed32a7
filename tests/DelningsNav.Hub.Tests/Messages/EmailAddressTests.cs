using DelningsNav.Hub.Messages;

namespace DelningsNav.Hub.Tests.Messages;

/// <summary>Which addresses are accepted, and that none leaks by being printed.</summary>
public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("anna@example.se", "anna@example.se")]
    [InlineData("  Anna.Lindqvist+skola@Post.Example.SE ", "Anna.Lindqvist+skola@post.example.se")]
    [InlineData("o'neil@example.com", "o'neil@example.com")]
    [InlineData("anna@räksmörgås.example", "anna@xn--rksmrgs-5wao1o.example")]
    public void A_common_address_is_accepted(string typed, string address)
    {
        Assert.True(EmailAddress.TryParse(typed, out var read));

        Assert.Equal(address, read.Reveal());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("anna@")]
    [InlineData("@example.se")]
    [InlineData("anna@example")]
    [InlineData("anna@@example.se")]
    [InlineData("anna@example..se")]
    [InlineData(".anna@example.se")]
    [InlineData("anna.@example.se")]
    [InlineData("anna lindqvist@example.se")]
    [InlineData("Anna <anna@example.se>")]
    [InlineData("\"anna\"@example.se")]
    [InlineData("anna@[192.0.2.1]")]
    [InlineData("anna@192.0.2.1")]
    [InlineData("änna@example.se")]
    [InlineData("anna@example.se,erik@example.se")]
    [InlineData("anna@example.se\nBcc: erik@example.se")]
    [InlineData("anna@example.se\r\nRCPT TO:<erik@example.se>")]
    [InlineData("anna@-example.se")]
    public void Text_that_is_not_exactly_one_address_is_not_accepted(string? typed) => Assert.False(EmailAddress.TryParse(typed, out _));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void The_part_before_the_sign_has_sixty_four_letters_at_most(int letters, bool taken) =>
        Assert.Equal(taken, EmailAddress.TryParse(new string('a', letters) + "@example.se", out _));

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, false)]
    public void An_address_has_two_hundred_and_fifty_four_letters_at_most(int letters, bool taken)
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('b', 62), 3)) + ".se";

        Assert.Equal(taken, EmailAddress.TryParse(new string('a', letters - domain.Length - 1) + "@" + domain, out _));
    }

    [Fact]
    public void A_printed_address_is_hidden()
    {
        Assert.True(EmailAddress.TryParse("anna@example.se", out var address));

        Assert.DoesNotContain("anna", $"{address} {new EmailLinkState.On(address, false)}", StringComparison.Ordinal);
    }
}
