using System.Text;

namespace DelningsNav.Cli.Log.Watching;

/// <summary>The systemd unit of a monitor, as text (systemd.service(5), systemd.exec(5)).</summary>
/// <remarks>
/// The monitor holds no secret and needs only the network and its own store. The unit takes everything else from it. There is no
/// <c>MemoryDenyWriteExecute</c>, because .NET compiles code while it runs.
/// </remarks>
internal static class ServiceUnit
{
    /// <summary>The unit's text.</summary>
    /// <param name="name">The unit's name without <c>.service</c>, which is also the name of its folder under <c>/var/lib</c>.</param>
    /// <param name="hub">The hub's address, for the description.</param>
    /// <param name="command">The program and its arguments.</param>
    internal static string Write(string name, string hub, IEnumerable<string> command) =>
        $"""
        [Unit]
        Description=Watches the audit log of {hub.Replace("%", "%%", StringComparison.Ordinal)}
        Wants=network-online.target
        After=network-online.target
        StartLimitIntervalSec=0

        [Service]
        Type=simple
        ExecStart={string.Join(' ', command.Select(Quote))}
        Restart=always
        RestartSec=30
        DynamicUser=yes
        StateDirectory={name}
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

        """.ReplaceLineEndings("\n");

    /// <summary>One word of a command line, so that systemd passes it on unchanged (systemd.service(5), "Command lines").</summary>
    internal static string Quote(string word)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in word)
        {
            quoted.Append(c switch { '%' => "%%", '$' => "$$", '"' => "\\\"", '\\' => "\\\\", _ => c.ToString() });
        }

        return word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=+@,".Contains(c, StringComparison.Ordinal))
            ? word
            : quoted.Append('"').ToString();
    }
}
