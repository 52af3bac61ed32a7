using DelningsNav.Hub.Parties;
using MailKit.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace DelningsNav.Web.Tests;

/// <summary>The configuration of a hub with real people, and the faults in it that prevent a start.</summary>
public sealed class HubSetupTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("2120000142", "2120000142")]
    public void The_authority_that_runs_the_hub_is_the_named_one_and_otherwise_nobody(string? setting, string? named)
    {
        var ready = Assert.IsType<HubSetup.Ready>(Read(setting));

        Assert.Equal(new OperatingAuthority(named), ready.Settings.RunBy);
    }

    [Theory]
    [InlineData("212000-0142")]
    [InlineData("212000014")]
    [InlineData("16212000142")]
    [InlineData("Utbildning")]
    public void With_a_number_that_is_not_ten_digits_the_hub_does_not_start(string setting)
    {
        var refused = Assert.IsType<HubSetup.Refused>(Read(setting));

        Assert.Contains("Hub:RunBy", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Notices_are_sent_to_the_named_hosts_and_otherwise_nowhere()
    {
        var named = Assert.IsType<HubSetup.Ready>(Read(null, "system.example.se")).Settings.NoticeHosts;
        var none = Assert.IsType<HubSetup.Ready>(Read(null)).Settings.NoticeHosts;

        Assert.True(named.Permits(new Uri("https://system.example.se/x")));
        Assert.False(named.Permits(new Uri("http://127.0.0.1/")));
        Assert.False(none.Permits(new Uri("https://system.example.se/x")));
    }

    [Theory]
    [InlineData("https://system.example.se", null)]
    [InlineData("system.example.se", "10.20.0.0")]
    public void With_hosts_or_networks_that_cannot_be_read_the_hub_does_not_start(string hosts, string? networks)
    {
        var refused = Assert.IsType<HubSetup.Refused>(Read(null, hosts, networks));

        Assert.Contains("Hub:NoticeHosts", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_mail_server_there_is_no_e_mail_and_with_one_the_connection_is_encrypted()
    {
        var none = Assert.IsType<HubSetup.Ready>(Read(null)).Mail;
        var some = Assert.IsType<HubSetup.Ready>(
            ReadMail(
                ("Host", "smtp.example.se"), ("From", "delningsnav@example.se"), ("User", "delningsnav"),
                ("Password", "hemligt"))).Mail.Server!;

        Assert.Null(none.Server);
        Assert.Equal(
            ("smtp.example.se", 587, SecureSocketOptions.StartTls, "hemligt"), (some.Host, some.Port, some.Security, some.Login!.Password));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    [InlineData("smtp.example.se", false)]
    public void Mail_is_sent_unencrypted_to_this_machine_only(string host, bool starts) =>
        Assert.Equal(starts, ReadMail(("Host", host), ("From", "delningsnav@example.se"), ("Security", "None")) is HubSetup.Ready);

    [Fact]
    public void Every_fault_in_the_mail_settings_is_named_at_once()
    {
        var refused = Assert.IsType<HubSetup.Refused>(
            ReadMail(("Host", "smtp example"), ("Port", "70000"), ("From", "stad"), ("Security", "Ssl"), ("User", "delningsnav")));

        Assert.All(
            ["Mail:Host", "Mail:Port", "Mail:From", "Mail:Security", "Mail:Password"],
            name => Assert.Contains(name, refused.Why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, true, null)]
    [InlineData("1000000", true, 1_000_000L)]
    [InlineData("999", false, null)]
    [InlineData("-5", false, null)]
    [InlineData("alla", false, null)]
    public void The_entries_of_the_log_are_closed_to_strangers_unless_a_large_number_is_set(string? written, bool starts, long? from)
    {
        var read = Read(null, openFrom: written);

        Assert.Equal(starts, read is HubSetup.Ready);
        Assert.Equal(from, (read as HubSetup.Ready)?.LogEntriesOpenFrom);
        Assert.True(starts || ((HubSetup.Refused)read).Why.Contains("Hub:LogEntriesOpenFrom", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=5433;Database=hub", true)]
    [InlineData("Host=localhost;Database=hub", true)]
    [InlineData("Host=/var/run/postgresql;Database=hub", true)]
    [InlineData("Host=db.example.se;Database=hub;SSL Mode=VerifyFull", true)]
    [InlineData("Host=db.example.se;Database=hub", false)]
    [InlineData("Host=db.example.se;Database=hub;SSL Mode=Require", false)]
    [InlineData("Host=127.0.0.1,db.example.se;Database=hub", false)]
    [InlineData("Hej", false)]
    public void A_database_on_another_machine_is_reached_over_TLS_with_its_name_checked_and_not_otherwise(string database, bool starts)
    {
        var read = Read(null, more: [("Hub:Engine", "PostgreSql"), ("Hub:ConnectionString", database)]);

        Assert.Equal(starts, read is HubSetup.Ready);
        Assert.True(starts || ((HubSetup.Refused)read).Why.Contains("Hub:ConnectionString", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fault_in_the_configuration_is_named_at_once()
    {
        var refused = Assert.IsType<HubSetup.Refused>(Read(
            "Utbildning", "https://system.example.se", openFrom: "alla",
            more:
            [
                ("Hub:KeyFile", ""), ("Hub:Engine", "MySql"), ("Hub:PublicOrigin", "http://hub.example.se"), ("Hub:Proxies", "proxy"),
                ("Hub:PolicySigners", "x"), ("Hub:CustodyFreshFor", "100.00:00:00"), ("Hub:Limits:Address", "0"), ("Mail:Host", "smtp x"),
            ]));

        Assert.All(
            [
                "lacks Hub:KeyFile", "Hub:Engine", "Hub:PublicOrigin", "Hub:Proxies", "Hub:PolicySigners", "Hub:RunBy", "Hub:NoticeHosts",
                "Hub:CustodyFreshFor", "Mail:Host", "Hub:Limits:Address", "Hub:LogEntriesOpenFrom",
            ],
            name => Assert.Contains(name, refused.Why, StringComparison.Ordinal));
    }

    private static HubSetup ReadMail(params (string Name, string Value)[] mail) =>
        Read(null, more: [.. mail.Select(m => ($"Mail:{m.Name}", m.Value))]);

    private static HubSetup Read(
        string? runBy, string? noticeHosts = null, string? noticeNetworks = null, string? openFrom = null,
        params (string Name, string Value)[] more)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Hub:ConnectionString"] = "Data Source=hub.db",
            ["Hub:KeyFile"] = "keys.json",
            ["Hub:LogOrigin"] = "test.example/stad/audit",
            ["Hub:PublicOrigin"] = "https://hub.example.se",
            ["Hub:RunBy"] = runBy,
            ["Hub:LogEntriesOpenFrom"] = openFrom,
            ["Hub:NoticeHosts"] = noticeHosts,
            ["Hub:NoticeNetworks"] = noticeNetworks,
        });
        builder.Configuration.AddInMemoryCollection(more.ToDictionary(m => m.Name, m => (string?)m.Value));
        return HubSetup.Read(builder.Configuration, TimeProvider.System);
    }
}
