using DelningsNav.Hub.Parties;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace DelningsNav.Web.Tests;

/// <summary>What a hub with real people is told by its configuration, and what it does not start on.</summary>
public sealed class HubSetupTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("2120000142", "2120000142")]
    public void The_authority_that_runs_the_hub_is_the_one_that_is_named_and_else_nobody(string? setting, string? named)
    {
        var ready = Assert.IsType<HubSetup.Ready>(Read(setting));

        Assert.Equal(new OperatingAuthority(named), ready.Settings.RunBy);
    }

    [Theory]
    [InlineData("212000-0142")]
    [InlineData("212000014")]
    [InlineData("16212000142")]
    [InlineData("Utbildning")]
    public void A_number_that_is_not_ten_digits_keeps_the_hub_from_starting(string setting)
    {
        var refused = Assert.IsType<HubSetup.Refused>(Read(setting));

        Assert.Contains("Hub:RunBy", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Notices_are_sent_to_the_hosts_that_are_named_and_else_nowhere()
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
    public void Hosts_and_networks_that_cannot_be_read_keep_the_hub_from_starting(string hosts, string? networks)
    {
        var refused = Assert.IsType<HubSetup.Refused>(Read(null, hosts, networks));

        Assert.Contains("Hub:NoticeHosts", refused.Why, StringComparison.Ordinal);
    }

    private static HubSetup Read(string? runBy, string? noticeHosts = null, string? noticeNetworks = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Hub:ConnectionString"] = "Data Source=hub.db",
            ["Hub:KeyFile"] = "keys.json",
            ["Hub:LogOrigin"] = "test.example/stad/audit",
            ["Hub:PublicOrigin"] = "https://hub.example.se",
            ["Hub:RunBy"] = runBy,
            ["Hub:NoticeHosts"] = noticeHosts,
            ["Hub:NoticeNetworks"] = noticeNetworks,
        });
        return HubSetup.Read(builder, demo: false);
    }
}
