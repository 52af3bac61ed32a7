using System.Text.RegularExpressions;

namespace DelningsNav.Browser;

/// <summary>A link by e-mail, turned on with the keyboard only and taken by a real mail server.</summary>
public sealed partial class EmailTests(Site site) : IClassFixture<Site>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_phone_a_guardian_turns_it_on_with_the_code_that_came_and_off_again()
    {
        await using var visit = await site.VisitAsync(View.Phone, "/logga-in");
        await visit.FollowAsync("Petra Lundgren");
        await visit.FollowAsync("Få en länk med e-post");
        await visit.LooksRightAsync("epost");

        await visit.FollowAsync("Skicka en kod");
        Assert.Equal(1, await visit.Page.Locator(".error-summary a").CountAsync());
        await visit.LooksRightAsync("epost-fel");
        await visit.TabToAsync("Din e-postadress");
        await visit.Page.Keyboard.TypeAsync("petra@example.se");
        await visit.FollowAsync("Skicka en kod");
        await visit.LooksRightAsync("epost-kod");
        using var letter = await site.Mail.NextAsync(Ct);

        await visit.FollowAsync("Slå på");
        Assert.Equal(1, await visit.Page.Locator(".error-summary a").CountAsync());
        await visit.LooksRightAsync("epost-kod-fel");
        await visit.TabToAsync("Koden i mejlet");
        await visit.Page.Keyboard.TypeAsync(SixDigits().Match(letter.TextBody!).Value);
        await visit.FollowAsync("Slå på");
        Assert.Contains("Nu får du en länk", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("epost-pa");

        await visit.GoAsync("/sprak/ar?till=/min-sida/epost");
        await visit.LooksRightAsync("epost-pa-ar");
        await visit.GoAsync("/sprak/sv?till=/min-sida/epost");
        await visit.FollowAsync("Sluta mejla mig");
        Assert.Contains("Adressen är borttagen", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("epost-av");
    }

    [Fact]
    public async Task In_Arabic_the_way_is_the_same()
    {
        await using var visit = await site.VisitAsync(View.Phone, "/logga-in");
        await visit.FollowAsync("Samira Haddad");
        await visit.GoAsync("/sprak/ar?till=/min-sida/epost");
        await visit.Page.Locator("#Address").FillAsync("samira@example.se");
        await visit.ClickAsync(visit.Page.Locator("main button[type=submit]"));
        await visit.LooksRightAsync("epost-kod-ar");
        using var letter = await site.Mail.NextAsync(Ct);
        await visit.Page.Locator("#Code").FillAsync(SixDigits().Match(letter.TextBody!).Value);
        await visit.ClickAsync(visit.Page.Locator("main button[type=submit]").First);

        Assert.Equal("rtl", await visit.Page.Locator("html").GetAttributeAsync("dir"));
        Assert.Equal("samira@example.se", await visit.Page.Locator("main bdi").InnerTextAsync());
        await visit.ClickAsync(visit.Page.Locator("main form button"));
    }

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task The_page_of_staff_looks_right_on_phone_and_desk(int width)
    {
        await using var visit = await site.SignInAsync(View.Of(width), "sara-lindstrom", "/arbetsyta/meddelanden");
        await visit.FollowAsync("Få en länk med e-post");

        await visit.LooksRightAsync("epost-personal");
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
