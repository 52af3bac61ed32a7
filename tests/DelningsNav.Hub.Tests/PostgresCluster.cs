using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace DelningsNav.Hub.Tests;

/// <summary>A PostgreSQL server of our own: started at first use in a temporary folder, on loopback, stopped when the tests end.</summary>
public static class PostgresCluster
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);
    private static int _databases;
    private static Action? _stop;

    /// <summary>The connection string of a new, empty database.</summary>
    public static async Task<string> NewDatabaseAsync()
    {
        var server = await Started.Value;
        var name = $"hub{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection($"{server};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return $"{server};Database={name};Maximum Pool Size=40";
    }

    /// <summary>Settings besides those that every test needs, <c>-c name=value</c>; read when the server starts.</summary>
    public static string MoreSettings { get; set; } = "";

    /// <summary>Stops the server and removes its folder, unless that is done. A process that ends without asking does it then.</summary>
    public static void Stop() => Interlocked.Exchange(ref _stop, null)?.Invoke();

    private static async Task<string> StartAsync()
    {
        var programs = Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new InvalidOperationException("PostgreSQL is not installed; ./test installs it");
        var folder = Directory.CreateTempSubdirectory("delningsnav-pg-").FullName;
        var (data, port) = (Path.Combine(folder, "data"), FreePort());
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", folder);
        }

        RunAsPostgres(Path.Combine(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync");
        RunAsPostgres(
            Path.Combine(programs, "pg_ctl"), "-D", data, "-w", "-l", Path.Combine(folder, "log"), "start",
            "-o", $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c max_connections=200 {MoreSettings}");
        _stop = () =>
        {
            RunAsPostgres(Path.Combine(programs, "pg_ctl"), "-D", data, "-m", "immediate", "stop");
            Directory.Delete(folder, recursive: true);
        };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
        await Task.CompletedTask;
        return $"Host=127.0.0.1;Port={port};Username=postgres";
    }

    private static void RunAsPostgres(string program, params string[] arguments)
    {
        // The server refuses to run as root.
        if (Environment.IsPrivilegedProcess)
        {
            Run("runuser", ["-u", "postgres", "--", program, .. arguments]);
        }
        else
        {
            Run(program, arguments);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "\"$0\" \"$@\" > /dev/null", program, .. arguments]) { WorkingDirectory = "/tmp" })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
