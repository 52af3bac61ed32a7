using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DelningsNav.Hub.Tests;

public sealed class PostgresClusterTests
{
    private const string ServerIn = "the server is in ";

    [Fact(Timeout = 120_000)]
    public async Task A_test_process_that_is_killed_leaves_neither_its_PostgreSQL_server_nor_its_folder_behind()
    {
        using var tests = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Arguments())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var folder = await FolderAsync(tests);
        // The fourth line is the port that the server listens on.
        var pidFile = await File.ReadAllLinesAsync(Path.Combine(folder, "data", "postmaster.pid"), TestContext.Current.CancellationToken);
        var port = int.Parse(pidFile[3], CultureInfo.InvariantCulture);

        tests.Kill();

        // The shell that runs the server writes to the same error stream as its tests, so this returns once the shell has ended.
        await tests.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(folder));
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(
            () => client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken).AsTask());
    }

    [Fact(Explicit = true)]
    public async Task A_test_process_starts_a_server_and_waits_to_be_killed()
    {
        await PostgresCluster.NewDatabaseAsync();
        await Console.Out.WriteLineAsync(ServerIn + PostgresCluster.Folder);
        await Console.In.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Arguments()
    {
        // `dotnet X.Tests.dll` names the assembly first; X.Tests is its own program.
        var byDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        string[] assembly = byDotnet ? [typeof(PostgresClusterTests).Assembly.Location] : [];
        return [.. assembly, "-explicit", "only", "-method", $"*.{nameof(A_test_process_starts_a_server_and_waits_to_be_killed)}"];
    }

    private static async Task<string> FolderAsync(Process tests)
    {
        while (await tests.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(ServerIn, StringComparison.Ordinal))
            {
                return line[(line.IndexOf(ServerIn, StringComparison.Ordinal) + ServerIn.Length)..];
            }
        }

        throw new InvalidOperationException("the process ended before it had a server");
    }
}
