namespace DelningsNav.Cli.Tests.Log.Watching;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly CommandLine _line = new();
    private readonly PlayedLog _log = new();

    public CheckpointStoreTests() => _line.Hub = _log.Append(5).Answer;

    public void Dispose()
    {
        _line.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_line_that_a_crash_cut_off_never_counted_and_is_written_again()
    {
        await OnceAsync();
        var whole = await File.ReadAllTextAsync(Store, Ct);
        _log.Append(5);
        await OnceAsync();
        var both = await File.ReadAllTextAsync(Store, Ct);

        // What was cut off may also be longer than what is written next.
        foreach (var left in (string[])[whole, both[..(whole.Length + 1)], both[..^1], whole + new string('x', 2 * both.Length)])
        {
            await File.WriteAllTextAsync(Store, left, Ct);

            Assert.Equal(0, await OnceAsync());
            Assert.EndsWith("\n", await File.ReadAllTextAsync(Store, Ct), StringComparison.Ordinal);
            Assert.Equal(2, File.ReadLines(Store).Count());
        }
    }

    [Theory]
    [InlineData("nonsense\n")]
    [InlineData("{}\n")]
    [InlineData("null\n")]
    [InlineData("\n")]
    public async Task A_line_of_another_kind_stops_the_watching_with_an_alarm(string line)
    {
        await OnceAsync();
        await File.AppendAllTextAsync(Store, line, Ct);

        Assert.Equal(2, await OnceAsync());
        Assert.StartsWith("alarm store: ", _line.Error, StringComparison.Ordinal);
        Assert.Contains("that this program did not write", _line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_removed_while_the_monitor_runs_are_an_alarm()
    {
        using var watch = new Watch(_log, _line.PathOf("store"));
        _log.Instead = (path, _) =>
        {
            if (watch.Passed == TimeSpan.FromMinutes(5))
            {
                File.WriteAllText(Store, "");
            }

            return null;
        };

        await watch.RunAsync(until: TimeSpan.FromMinutes(5), every: TimeSpan.FromMinutes(1));

        Assert.StartsWith("alarm store: ", watch.Error, StringComparison.Ordinal);
        Assert.Contains("has become shorter", watch.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_another_program_has_open_is_an_alarm_after_ten_tries_and_works_again_when_it_is_free()
    {
        using var watch = new Watch(_log, _line.PathOf("store"));
        await watch.RunAsync(until: TimeSpan.Zero, every: TimeSpan.FromMinutes(1));
        await using (new FileStream(Store, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await watch.RunAsync(until: TimeSpan.FromSeconds(9), every: TimeSpan.FromMinutes(1));
        }

        Assert.StartsWith("alarm store: ", watch.Error, StringComparison.Ordinal);
        await watch.RunAsync(until: TimeSpan.FromSeconds(10), every: TimeSpan.FromMinutes(1));
        Assert.EndsWith("ended store\n", watch.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alarm_that_a_person_accepts_while_the_monitor_runs_ends_at_the_next_look()
    {
        using var watch = new Watch(_log, _line.PathOf("store"));
        await watch.RunAsync(until: TimeSpan.Zero, every: TimeSpan.FromMinutes(1));
        _log.Leaves.RemoveAt(4);
        await watch.RunAsync(until: TimeSpan.FromMinutes(1), every: TimeSpan.FromMinutes(1));

        await _line.RunAsync("log", "watch", "accept", "--store", _line.PathOf("store"), "--by", "Maja", "--why", "restored");
        await watch.RunAsync(until: TimeSpan.FromMinutes(2), every: TimeSpan.FromMinutes(1));

        Assert.Matches("^alarm rollback: .*\nended rollback\n$", watch.Error);
    }

    [Fact]
    public async Task The_store_of_one_log_is_refused_for_another()
    {
        await OnceAsync();
        using var key = System.Security.Cryptography.ECDsa.Create();
        var other = new DelningsNav.Signing.Notes.NoteSigner("other.example/audit", key);
        _log.Instead = (_, _) => PlayedLog.Bytes(
            System.Text.Encoding.UTF8.GetBytes((_log.Head with { Origin = other.Name }).Sign(other).ToString()));

        var code = await _line.RunAsync(
            "log", "watch", "https://hub.example", "--key", other.Verifier.ToString(), "--store", _line.PathOf("store"), "--once");

        Assert.Equal(2, code);
        Assert.StartsWith("alarm store: the store is of the log `nav.example/stad/audit`", _line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_checkpoint_is_shown_exactly_as_the_hub_signed_it_and_by_size()
    {
        await OnceAsync();
        var five = _log.Head;
        _log.Append(5);
        await OnceAsync();

        Assert.Equal(0, await ShowAsync("--at-most", "9"));
        var note = _line.Output[_line.Output.IndexOf($"{PlayedLog.Origin}\n", StringComparison.Ordinal)..];
        Assert.True(DelningsNav.AuditLog.SignedCheckpoint.TryParse(note, out var shown));
        Assert.Equal(five, shown.Checkpoint);
        Assert.IsType<DelningsNav.Signing.Notes.NoteVerdict.SignedBy>(shown.Verify([_log.True.Verifier]));
        Assert.Equal(1, await ShowAsync("--at-most", "4"));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Store => Path.Combine(_line.PathOf("store"), "checkpoints.jsonl");

    private Task<int> ShowAsync(params string[] more) =>
        _line.RunAsync(["log", "watch", "show", "--store", _line.PathOf("store"), .. more]);

    private Task<int> OnceAsync() => _line.RunAsync(
        "log", "watch", "https://hub.example", "--key", _log.True.Verifier.ToString(), "--store", _line.PathOf("store"), "--once");
}
