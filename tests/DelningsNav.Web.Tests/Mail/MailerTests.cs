using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Parties;
using DelningsNav.Policies.Consents;
using DelningsNav.Tests.Mail;
using DelningsNav.Web.Mail;
using MailKit.Security;

namespace DelningsNav.Web.Tests.Mail;

/// <summary>
/// The two letters of the hub, as a real mail server receives them: what they say, what they never say, and
/// that nothing is sent unencrypted.
/// </summary>
public sealed class MailerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Languages => [.. ConsentLanguages.All];

    [Theory, MemberData(nameof(Languages))]
    public async Task A_link_leads_to_the_message_box_in_the_readers_language_and_the_letter_says_nothing_else(string language)
    {
        await using var server = await MailboxServer.StartAsync();
        await using var app = await TestApp.StartAsync(mail: Through(server));
        await TurnOnAsync(app, server, new Caller.Family(app.Mother), language);
        await app.AskForConsentAsync();

        var sent = await app.Get<MailSending>().RunAsync(Ct);
        using var letter = await server.NextAsync(Ct);
        var again = await app.Get<MailSending>().RunAsync(Ct);

        Assert.Equal((1, 0, 0), (sent, again, server.Count));
        Assert.Equal("anna@example.se", letter.To.Mailboxes.Single().Address);
        Assert.Equal("delningsnav@stad.example", letter.From.Mailboxes.Single().Address);
        Assert.Equal(language, letter.Body!.Headers["Content-Language"]);
        Assert.Equal("auto-generated", letter.Headers["Auto-Submitted"]);
        Assert.Contains($"{app.Address}min-sida/meddelanden", letter.TextBody!, StringComparison.Ordinal);
        Assert.Contains($"{app.Address}min-sida/epost", letter.TextBody!, StringComparison.Ordinal);

        // The letter has only what is the same for everybody: the words of the language, and the two addresses.
        Assert.Equal(Text(app, language, "EmailLinkSubject"), letter.Subject);
        Assert.Equal(
            Text(app, language, "EmailLinkBody", $"{app.Address}min-sida/meddelanden", $"{app.Address}min-sida/epost"),
            letter.TextBody!.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task The_letters_of_the_six_languages_all_differ()
    {
        await using var server = await MailboxServer.StartAsync();
        await using var app = await TestApp.StartAsync(mail: Through(server));
        var bodies = new HashSet<string>();
        foreach (var language in ConsentLanguages.All.Where(tag => tag != ConsentLanguages.EasySwedish))
        {
            await app.Get<Mailer>().SendCodeAsync(Anna, "123456", language, Ct);
            using var letter = await server.NextAsync(Ct);
            bodies.Add(letter.Subject + letter.TextBody!);
        }

        Assert.Equal(ConsentLanguages.All.Count - 1, bodies.Count);
        Assert.All(bodies, body => Assert.Contains("123456", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Staff_are_led_to_their_own_message_box()
    {
        await using var server = await MailboxServer.StartAsync();
        await using var app = await TestApp.StartAsync(mail: Through(server));
        await TurnOnAsync(app, server, new Caller.Staff(app.Familjebehandlare), "sv");
        await app.GiveConsentAsync();

        await app.Get<MailSending>().RunAsync(Ct);

        using var letter = await server.NextAsync(Ct);
        Assert.Contains($"{app.Address}arbetsyta/meddelanden", letter.TextBody!, StringComparison.Ordinal);
        Assert.DoesNotContain("min-sida", letter.TextBody!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_address_and_a_failure_are_distinguished_retried_and_no_address_is_in_the_log()
    {
        await using var server = await MailboxServer.StartAsync();
        await using var app = await TestApp.StartAsync(mail: Through(server));
        Assert.True(EmailAddress.TryParse("refused@example.se", out var refused));
        await TurnOnAsync(app, null, new Caller.Family(app.Mother), "sv", "refused@example.se");
        await app.AskForConsentAsync();

        var outcome = await app.Get<Mailer>().SendCodeAsync(refused, "123456", "sv", Ct);
        var sent = await app.Get<MailSending>().RunAsync(Ct);

        Assert.Equal((MailOutcome.AddressRefused, 0), (outcome, sent));
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT failures FROM email_links"));
        Assert.DoesNotContain(
            app.Log.All, line => line.Contains("refused@", StringComparison.Ordinal) || line.Contains("anna@", StringComparison.Ordinal));
        Assert.Contains(app.Log.All, line => line.Contains("does not take mail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unreachable_server_stops_nothing_and_the_link_is_sent_when_it_is_back()
    {
        await using var app = await TestApp.StartAsync(
            mail: new MailSetup(new MailServer("127.0.0.1", UnusedPort(), SecureSocketOptions.None, Sender, null)));
        await TurnOnAsync(app, null, new Caller.Family(app.Mother), "sv");
        await app.AskForConsentAsync();

        Assert.Equal(0, await app.Get<MailSending>().RunAsync(Ct));
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT failures FROM email_links"));
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM family_messages WHERE mailed_at IS NOT NULL"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_sent_unencrypted_or_to_a_server_that_cannot_prove_its_name(bool offersTls)
    {
        using var certificate = offersTls ? SelfSigned() : null;
        await using var server = await MailboxServer.StartAsync(certificate);
        await using var app = await TestApp.StartAsync(
            mail: new MailSetup(new MailServer("127.0.0.1", server.Port, SecureSocketOptions.StartTls, Sender, null)));

        var outcome = await app.Get<Mailer>().SendCodeAsync(Anna, "123456", "sv", Ct);

        Assert.Equal((MailOutcome.NotSent, 0), (outcome, server.Count));
    }

    private static EmailAddress Anna => Parse("anna@example.se");

    private static EmailAddress Sender => Parse("delningsnav@stad.example");

    private static EmailAddress Parse(string text) =>
        EmailAddress.TryParse(text, out var address) ? address : throw new InvalidOperationException();

    internal static MailSetup Through(MailboxServer server) =>
        new(new MailServer("127.0.0.1", server.Port, SecureSocketOptions.None, Sender, null));

    private static async Task TurnOnAsync(
        TestApp app, MailboxServer? server, Caller owner, string language, string address = "anna@example.se")
    {
        var links = app.Get<ManageEmailLink>();
        var code = Assert.IsType<GiveEmailOutcome.SendCode>(await links.GiveAsync(address, language, owner, Ct)).Code;
        Assert.IsType<ConfirmEmailOutcome.Confirmed>(await links.ConfirmAsync(code, owner, Ct));
        Assert.Equal(0, server?.Count ?? 0);
    }

    private static string Text(TestApp app, string language, string key, params object[] filled)
    {
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = ConsentLanguages.CultureOf(language);
        try
        {
            return app.Get<Microsoft.Extensions.Localization.IStringLocalizer<DelningsNav.Web.Languages.SharedTexts>>()[key, filled];
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
