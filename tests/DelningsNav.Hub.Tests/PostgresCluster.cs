using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace DelningsNav.Hub.Tests;

/// <summary>
/// A PostgreSQL server of our own, started at first use in a temporary folder, on loopback. It ends with the tests, also when their process
/// is killed.
/// </summary>
public static class PostgresCluster
{
    // A killed process cleans nothing up, so a shell does. The shell starts the server, reports its start, and waits for the end of its
    // input, a pipe that only the test process writes to: the system closes the pipe however that process ends. The shell has a session
    // of its own, so that a signal to the test process and its group does not end the shell before it has cleaned up. Removing hundreds of
    // databases takes a minute, which no test needs to wait for.
    private const string ServerOfOneProcess =
        """
        set -e
        trap '"$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$2" >/dev/null &' EXIT
        "$1/initdb" -D "$2/data" -U postgres -A trust --no-sync >/dev/null
        "$1/pg_ctl" -D "$2/data" -w -l "$2/log" -o "$3" start >/dev/null
        echo started
        cat >/dev/null
        """;

    private static readonly Lazy<Task<string>> Started = new(StartAsync);
    private static int _databases;
    private static Process? _server;

    /// <summary>Settings in addition to those that every test needs, <c>-c name=value</c>; read when the server starts.</summary>
    public static string MoreSettings { get; set; } = "";

    /// <summary>Where the server has its files; removed with it.</summary>
    public static string Folder { get; private set; } = "";

    /// <summary>The connection string of a new database: empty, or a copy of a database without connections.</summary>
    /// <param name="template">The connection string of the database to copy.</param>
    public static async Task<string> NewDatabaseAsync(string? template = null)
    {
        var server = await Started.Value;
        var name = $"hub{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        var source = template is null ? "template1" : new NpgsqlConnectionStringBuilder(template).Database;
        await using var connection = new NpgsqlConnection($"{server};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {source}", connection);
        await command.ExecuteNonQueryAsync();
        return $"{server};Database={name};Maximum Pool Size=40";
    }

    /// <summary>
    /// Stops the server and begins to remove its folder, unless that has been done. If the process ends without this
    /// call, the shell does the same.
    /// </summary>
    public static void Stop()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            server.StandardInput.Close();
            server.WaitForExit();
            server.Dispose();
        }
    }

    private static async Task<string> StartAsync()
    {
        var programs = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new InvalidOperationException("PostgreSQL is not installed; ./test installs it");
        var port = FreePort();
        Folder = Directory.CreateTempSubdirectory("delningsnav-pg-").FullName;
        var options =
            $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={Folder} -c max_connections=200 {MoreSettings}";
        _server = Process.Start(AsPostgres("/bin/sh", "-c", ServerOfOneProcess, "sh", Path.Combine(programs, "bin"), Folder, options))!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
        return await _server.StandardOutput.ReadLineAsync() == "started"
            ? $"Host=127.0.0.1;Port={port};Username=postgres"
            : throw new InvalidOperationException("PostgreSQL did not start; its reason is above");
    }

    // The server refuses to run as root.
    private static ProcessStartInfo AsPostgres(params string[] command)
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var owner = Process.Start("chown", ["postgres", Folder]);
            owner.WaitForExit();
            command = ["runuser", "-u", "postgres", "--", .. command];
        }

        return new ProcessStartInfo("setsid", command)
        {
            WorkingDirectory = "/tmp",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
