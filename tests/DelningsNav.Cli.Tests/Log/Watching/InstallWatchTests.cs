using System.Diagnostics;
using System.Text;
using DelningsNav.Cli.Log.Watching;

namespace DelningsNav.Cli.Tests.Log.Watching;

public sealed class InstallWatchTests : IDisposable
{
    private readonly CommandLine _line = new();
    private readonly PlayedLog _log = new();

    public void Dispose()
    {
        _line.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task The_unit_runs_the_monitor_as_a_user_of_its_own_with_nothing_but_network_and_store()
    {
        File.WriteAllText(_line.PathOf("log-key.txt"), $"# the city's log\n{Key}\n");

        var code = await InstallAsync(
            "--key", _line.PathOf("log-key.txt"), "--print", "--name", "watch-stad", "--every", "2m", "--alarm", "/opt/alarm 100%");

        Assert.Equal(0, code);
        Assert.Equal(
            $"""
            [Unit]
            Description=Watches the audit log of https://hub.example
            Wants=network-online.target
            After=network-online.target
            StartLimitIntervalSec=0

            [Service]
            Type=simple
            ExecStart=/opt/delningsnav/delningsnav log watch https://hub.example --key {Key} {More}
            Restart=always
            RestartSec=30
            DynamicUser=yes
            StateDirectory=watch-stad
            StateDirectoryMode=0755
            UMask=0022
            Environment=DOTNET_EnableDiagnostics=0
            NoNewPrivileges=yes
            CapabilityBoundingSet=
            ProtectSystem=strict
            ProtectHome=yes
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectClock=yes
            ProtectControlGroups=yes
            ProtectHostname=yes
            ProtectKernelLogs=yes
            ProtectKernelModules=yes
            ProtectKernelTunables=yes
            ProtectProc=invisible
            RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
            RestrictNamespaces=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            LockPersonality=yes
            SystemCallArchitectures=native
            SystemCallFilter=@system-service

            [Install]
            WantedBy=multi-user.target

            """,
            _line.Output);
    }

    [Fact]
    public async Task The_unit_is_written_to_a_folder_and_systemd_finds_nothing_wrong_with_it()
    {
        var folder = Directory.CreateDirectory(_line.PathOf("units")).FullName;

        // The program must exist; otherwise systemd says so.
        var code = await _line.RunAsync(
            "log", "watch", "install", "https://hub.example", "--key", Key, "--program", "/bin/sh", "--folder", folder);

        var unit = Path.Combine(folder, "delningsnav-log-watch.service");
        Assert.Equal(0, code);
        Assert.Equal($"wrote {unit}\n", _line.Output);
        Assert.Contains($"--key {Key}", await File.ReadAllTextAsync(unit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        if (File.Exists("/usr/bin/systemd-analyze"))
        {
            Assert.Equal("", await FaultsOfAsync(unit));
        }
    }

    [Theory]
    [InlineData("/home/maja/delningsnav")]
    [InlineData("/root/delningsnav")]
    [InlineData("/tmp/delningsnav")]
    public async Task A_program_that_the_unit_cannot_see_is_refused(string program)
    {
        var code = await _line.RunAsync("log", "watch", "install", "https://hub.example", "--key", Key, "--program", program, "--print");

        Assert.Equal(2, code);
        Assert.Empty(_line.Output);
        Assert.Contains($"the unit cannot read `{program}`", _line.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--name", "../evil")]
    [InlineData("--name", "a\nExecStart=/bin/evil")]
    [InlineData("--every", "0s")]
    [InlineData("--every", "5")]
    [InlineData("--silence", "-5m")]
    public async Task What_would_change_the_unit_or_never_look_is_refused(string option, string value)
    {
        Assert.Equal(2, await InstallAsync("--key", Key, "--print", option, value));
        Assert.DoesNotContain("[Unit]", _line.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--silence", "--silence")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("100%", "\"100%%\"")]
    [InlineData("$HOME", "\"$$HOME\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("", "\"\"")]
    public void A_word_is_quoted_so_that_systemd_passes_it_on_unchanged(string word, string quoted) =>
        Assert.Equal(quoted, ServiceUnit.Quote(word));

    private const string More = "--store /var/lib/watch-stad --every 120s --silence 900s --again 3600s --alarm \"/opt/alarm 100%%\"";

    private string Key => _log.True.Verifier.ToString();

    private Task<int> InstallAsync(params string[] more) =>
        _line.RunAsync(["log", "watch", "install", "https://hub.example", "--program", "/opt/delningsnav/delningsnav", .. more]);

    private static async Task<string> FaultsOfAsync(string unit)
    {
        using var verify = Process.Start(new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", unit])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var said = new StringBuilder(await verify.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await verify.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said.ToString();
    }
}
