using System.Net;
using System.Text;
using DelningsNav.AuditLog;
using DelningsNav.Cli.Log.Watching;

namespace DelningsNav.Cli.Tests.Log.Watching;

public sealed class WatchLogTests : IDisposable
{
    private readonly CommandLine _line = new();
    private readonly PlayedLog _log = new();

    public WatchLogTests() => _line.Hub = _log.Answer;

    public void Dispose()
    {
        _line.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_log_that_only_grows_raises_no_alarm_and_each_of_its_checkpoints_is_stored()
    {
        foreach (var grown in (int[])[1, 1, 4, 249, 1, 1, 255, 1, 300, 0])
        {
            _log.Append(grown);

            await AssertSoundAsync();
        }

        Assert.Equal([1L, 2, 6, 255, 256, 257, 512, 513, 813], Stored().Select(stored => stored.Checkpoint.Checkpoint.Size));
        Assert.All(Stored(), stored => Assert.Equal(StoredEvent.Stored, stored.Event.Event));
        Assert.DoesNotContain(_log.Asked, path => path.StartsWith("tile/entries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_entries_deleted_and_recomputed_are_a_rollback()
    {
        _log.Append(300);
        await AssertSoundAsync();

        _log.Leaves.RemoveRange(290, 10);

        await AssertAlarmAsync("rollback: https://hub.example: the log had 300 entries and now has 290;");
    }

    [Fact]
    public async Task The_last_entries_deleted_and_others_written_instead_are_a_fork_at_the_same_and_at_a_larger_size()
    {
        _log.Append(300);
        await AssertSoundAsync();
        var store = Path.Combine(_line.PathOf("store"), "checkpoints.jsonl");
        var before = File.ReadAllBytes(store);

        _log.Leaves.RemoveRange(290, 10);
        _log.Append(10);
        await AssertAlarmAsync("fork: https://hub.example: two signed heads of 300 entries have different roots;");
        File.WriteAllBytes(store, before);
        _log.Append(1);

        await AssertAlarmAsync("fork: https://hub.example: the first 300 entries of the log with 301 are not those of the stored check");
    }

    [Fact]
    public async Task An_entry_deleted_in_the_middle_and_recomputed_is_found_before_and_after_the_log_has_grown_again()
    {
        _log.Append(300);
        await AssertSoundAsync();
        var store = Path.Combine(_line.PathOf("store"), "checkpoints.jsonl");
        var before = File.ReadAllBytes(store);

        _log.Leaves.RemoveAt(150);
        await AssertAlarmAsync("rollback: https://hub.example: the log had 300 entries and now has 299;");
        File.WriteAllBytes(store, before);
        _log.Append(2);

        await AssertAlarmAsync("fork: https://hub.example: the first 300 entries of the log with 301 are not those");
    }

    [Fact]
    public async Task An_older_copy_put_back_is_a_rollback_and_once_it_has_grown_past_the_newer_one_a_fork()
    {
        var older = _log.Append(200).Copy();
        _log.Append(100);
        await AssertSoundAsync();
        var store = Path.Combine(_line.PathOf("store"), "checkpoints.jsonl");
        var before = File.ReadAllBytes(store);

        _log.PutBack(older);
        await AssertAlarmAsync("rollback: https://hub.example: the log had 300 entries and now has 200;");
        File.WriteAllBytes(store, before);
        _log.Append(150);

        await AssertAlarmAsync("fork: https://hub.example: the first 300 entries of the log with 350 are not those");
    }

    [Fact]
    public async Task A_second_history_signed_with_the_true_key_is_a_fork_even_if_one_old_entry_differs()
    {
        _log.Append(700);
        await AssertSoundAsync();

        _log.Leaves[3] = MerkleTree.LeafHash("another"u8);
        _log.Append(600);

        await AssertAlarmAsync("fork: https://hub.example: the first 700 entries of the log with 1300 are not those");
    }

    [Theory]
    [InlineData(959, "")]
    [InlineData(960,
        "alarm silence: no valid checkpoint since 2026-11-02T12:01:00Z: https://hub.example could not be reached for `checkpoint`: "
        + "connection refused\n")]
    public async Task Silence_is_an_alarm_15_minutes_after_the_last_valid_checkpoint_and_not_a_second_before(int until, string alarms)
    {
        _log.Append(5);
        using var watch = new Watch(_log, _line.PathOf("store"));
        _log.Instead = (_, _) => watch.Passed > TimeSpan.FromSeconds(60) ? throw new HttpRequestException("connection refused") : null;

        await watch.RunAsync(until: TimeSpan.FromSeconds(until), every: TimeSpan.FromSeconds(1));

        Assert.Equal(alarms, watch.Error);
    }

    [Fact]
    public async Task A_log_that_does_not_grow_for_a_night_is_not_silent()
    {
        _log.Append(5);
        using var watch = new Watch(_log, _line.PathOf("store"));

        await watch.RunAsync(until: TimeSpan.FromHours(10), every: TimeSpan.FromMinutes(1));

        Assert.Empty(watch.Error);
        Assert.Single(Stored());
    }

    [Fact]
    public async Task An_alarm_is_raised_again_while_it_lasts_and_its_end_is_said()
    {
        _log.Append(5);
        using var watch = new Watch(_log, _line.PathOf("store"));
        _log.Instead = (_, _) => PlayedLog.Bytes(Encoding.UTF8.GetBytes(_log.Head.Sign(_log.Other).ToString()));

        await watch.RunAsync(until: TimeSpan.FromMinutes(61), every: TimeSpan.FromMinutes(1), silence: TimeSpan.FromHours(9));
        _log.Instead = (_, _) => null;
        await watch.RunAsync(until: TimeSpan.FromMinutes(62), every: TimeSpan.FromMinutes(1));

        var alarm = "alarm bad-signature: the checkpoint of https://hub.example is not signed by the log's key\n";
        Assert.Equal(alarm + alarm + "ended bad-signature\n", watch.Error);
    }

    [Fact]
    public async Task A_hub_that_signs_with_another_key_gives_a_bad_signature_and_no_checkpoint_of_it_counts()
    {
        _log.Append(5);
        await AssertSoundAsync();
        _log.Append(5);
        _log.Instead = (_, _) => PlayedLog.Bytes(Encoding.UTF8.GetBytes(_log.Head.Sign(_log.Other).ToString()));

        await AssertAlarmAsync("bad-signature: the checkpoint of https://hub.example is not signed by the log's key");

        Assert.Equal([5L], Stored().Select(stored => stored.Checkpoint.Checkpoint.Size));
    }

    [Fact]
    public async Task The_checkpoint_of_another_log_is_a_bad_signature_even_under_the_same_key()
    {
        _log.Append(5);
        var other = new DelningsNav.Signing.Notes.NoteSigner("other.example/stad/audit", System.Security.Cryptography.ECDsa.Create());
        _log.Instead = (_, _) => PlayedLog.Bytes(
            Encoding.UTF8.GetBytes((_log.Head with { Origin = "other.example/stad/audit" }).Sign(other).ToString()));

        await AssertAlarmAsync("bad-signature: the checkpoint of https://hub.example is of the log `other.example/stad/audit`, and not of");
    }

    [Theory]
    [InlineData("a page", "https://hub.example answered with something else than a signed checkpoint")]
    [InlineData("503", "https://hub.example answered `checkpoint` with status 503")]
    [InlineData("302", "https://hub.example answered `checkpoint` with status 302")]
    [InlineData("endless", "https://hub.example could not be reached for `checkpoint`: ")]
    public async Task An_answer_that_is_no_checkpoint_is_named_as_silence(string answer, string named)
    {
        _log.Append(5).Instead = (_, _) => answer switch
        {
            "a page" => PlayedLog.Bytes("<html>"u8.ToArray()),
            "endless" => PlayedLog.Bytes(new byte[PublishedLog.LongestAnswer + 1]),
            _ => new HttpResponseMessage((HttpStatusCode)int.Parse(answer, null)),
        };

        await AssertAlarmAsync($"silence: {named}");
    }

    [Fact]
    public async Task A_wrong_hash_in_a_tile_is_a_fork_because_nothing_proves_that_the_log_continues()
    {
        _log.Append(300);
        await AssertSoundAsync();
        _log.Append(300);
        _log.Instead = (path, bytes) => path == "checkpoint" ? null : PlayedLog.Bytes([.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);

        await AssertAlarmAsync("fork: https://hub.example: the first 300 entries of the log with 600 are not those");
    }

    [Theory]
    [InlineData("gone", "answered `tile/0/002.p/88` with status 404")]
    [InlineData("cut", "answered `tile/0/002.p/88` with 2815 bytes instead of 2816")]
    public async Task A_tile_that_is_missing_proves_nothing_and_the_new_checkpoint_does_not_count(string how, string named)
    {
        _log.Append(590);
        await AssertSoundAsync();
        _log.Append(10);
        _log.Instead = (path, bytes) => path == "checkpoint" ? null
            : how == "gone" ? new HttpResponseMessage(HttpStatusCode.NotFound)
            : PlayedLog.Bytes(bytes[..^1]);

        await AssertAlarmAsync($"silence: https://hub.example {named}");
        Assert.Equal([590L], Stored().Select(stored => stored.Checkpoint.Checkpoint.Size));
        _log.Instead = (_, _) => null;

        await AssertSoundAsync();
    }

    [Fact]
    public async Task A_rollback_lasts_although_the_log_is_put_right_until_a_person_accepts_it_with_name_and_reason()
    {
        var whole = _log.Append(300).Copy();
        await AssertSoundAsync();
        _log.Leaves.RemoveRange(290, 10);
        await AssertAlarmAsync("rollback:");

        _log.PutBack(whole);
        _log.Append(20);
        await AssertAlarmAsync("rollback: https://hub.example: the log had 300 entries and now has 290;");
        _log.Broken = () => throw new HttpRequestException("connection refused");
        await AssertAlarmAsync("rollback:");
        _log.Broken = null;
        var accepted = await _line.RunAsync(
            "log", "watch", "accept", "--store", _line.PathOf("store"), "--by", "Maja Alm", "--why", "restored, case 2026-17");
        _log.Append(1);
        await AssertSoundAsync();

        Assert.Equal(0, accepted);
        Assert.Equal(
            ["stored 300", "alarm 290", "seen 320", "accepted 320", "stored 321"],
            Stored().Select(stored => $"{stored.Event.Event} {stored.Checkpoint.Checkpoint.Size}"));
        Assert.Equal(("Maja Alm", "restored, case 2026-17"), (Stored()[3].Event.By, Stored()[3].Event.Why));
        Assert.Equal(CommandLine.Noon, Stored()[3].Event.At);
    }

    [Fact]
    public async Task A_fork_after_an_accepted_rollback_is_a_new_alarm()
    {
        _log.Append(300);
        await AssertSoundAsync();
        _log.Leaves.RemoveRange(290, 10);
        await AssertAlarmAsync("rollback:");
        await _line.RunAsync("log", "watch", "accept", "--store", _line.PathOf("store"), "--by", "Maja Alm", "--why", "restored");

        _log.Leaves.RemoveAt(289);
        _log.Append(10);

        await AssertAlarmAsync("fork:");
    }

    [Fact]
    public async Task Nothing_can_be_accepted_without_an_alarm_a_name_and_a_reason()
    {
        _log.Append(3);
        await AssertSoundAsync();

        Assert.Equal(1, await _line.RunAsync("log", "watch", "accept", "--store", _line.PathOf("store"), "--by", "Maja", "--why", "x"));
        Assert.Equal(2, await _line.RunAsync("log", "watch", "accept", "--store", _line.PathOf("store"), "--by", " ", "--why", "x"));
        Assert.Equal(2, await _line.RunAsync("log", "watch", "accept", "--store", _line.PathOf("store"), "--by", "Maja"));
    }

    [Fact]
    public async Task An_alarm_runs_a_program_with_code_and_text_as_arguments_that_no_shell_reads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the alarm program of this test is a shell script");
        var program = _line.PathOf("alarm program");
        File.WriteAllText(program, $"#!/bin/sh\nprintf '<%s>' \"$@\" > '{_line.PathOf("rung")}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        _log.Broken = () => throw new HttpRequestException("`touch x` $(touch x); touch x");

        Assert.Equal(1, await OnceAsync("--alarm", program));

        Assert.Equal(
            "<silence><https://hub.example could not be reached for `checkpoint`: `touch x` $(touch x); touch x>",
            File.ReadAllText(_line.PathOf("rung")));
    }

    [Fact]
    public async Task An_alarm_program_that_is_missing_is_said_and_the_alarm_is_still_raised()
    {
        _log.Broken = () => throw new HttpRequestException("connection refused");

        Assert.Equal(1, await OnceAsync("--alarm", _line.PathOf("absent")));

        Assert.Contains("alarm silence: ", _line.Error, StringComparison.Ordinal);
        Assert.Contains($"the alarm program `{_line.PathOf("absent")}` could not be run", _line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_needed_and_all_keys_are_of_one_log()
    {
        Assert.Equal(2, await _line.RunAsync("log", "watch", "https://hub.example", "--store", _line.PathOf("store"), "--once"));
        Assert.Equal(2, await OnceAsync("--key", _log.Other.Verifier.Under("other.example/audit").ToString()));
        Assert.Contains("cannot watch: the keys are of several logs", _line.Error, StringComparison.Ordinal);
        Assert.Empty(_line.Received);
    }

    [Fact]
    public async Task A_changed_key_is_followed_when_the_new_key_is_given_as_well()
    {
        _log.Append(5);
        await AssertSoundAsync();
        _log.Append(5);
        _log.Instead = (path, _) =>
            path == "checkpoint" ? PlayedLog.Bytes(Encoding.UTF8.GetBytes(_log.Head.Sign(_log.Other).ToString())) : null;

        Assert.Equal(0, await OnceAsync("--key", _log.Other.Verifier.ToString()));
    }

    private Task<int> OnceAsync(params string[] more) => _line.RunAsync([
        "log", "watch", "https://hub.example", "--key", _log.True.Verifier.ToString(), "--store", _line.PathOf("store"), "--once",
        .. more]);

    private async Task AssertSoundAsync()
    {
        var before = _line.Error;

        Assert.Equal(0, await OnceAsync());
        Assert.Equal(before, _line.Error);
    }

    private async Task AssertAlarmAsync(string start)
    {
        var before = _line.Error.Length;

        Assert.Equal(1, await OnceAsync());
        Assert.StartsWith($"alarm {start}", _line.Error[before..], StringComparison.Ordinal);
    }

    private List<(StoredEvent Event, SignedCheckpoint Checkpoint)> Stored() =>
        [.. File.ReadLines(Path.Combine(_line.PathOf("store"), "checkpoints.jsonl")).Select(line => StoredEvent.Parse(line)!.Value)];
}
