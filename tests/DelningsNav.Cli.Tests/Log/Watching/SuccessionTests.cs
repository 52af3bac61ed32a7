using System.Security.Cryptography;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Tests.Log.Watching;

/// <summary>A monitor that has only the old key follows the log to the new one, and raises an alarm at a forged succession.</summary>
public sealed class SuccessionTests : IDisposable
{
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(30);

    private readonly CommandLine _line = new();
    private readonly PlayedLog _log = new();
    private readonly ECDsa _new = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public SuccessionTests() => _line.Hub = _log.Answer;

    public void Dispose()
    {
        _line.Dispose();
        _log.Dispose();
        _new.Dispose();
        _thief.Dispose();
    }

    [Fact]
    public async Task A_monitor_with_the_old_key_follows_the_succession_and_goes_on_with_the_new_one()
    {
        _log.Append(9);
        Assert.Equal((0, ""), await LookAsync());

        Rotate(_new, CommandLine.Noon.AddMinutes(-1));
        _log.Append(9);

        Assert.Equal((0, ""), await LookAsync());
        Assert.Equal((0, ""), await LookAsync());
        Assert.Single(Lines(), line => line.Contains("\"event\":\"keys\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_succession_that_the_old_key_has_not_signed_is_an_alarm_and_no_checkpoint_is_stored()
    {
        _log.Append(9);
        await LookAsync();
        var before = Lines();

        _log.By = new NoteSigner(PlayedLog.Origin, _thief);
        _log.Keys = _log.Succession(_thief, CommandLine.Noon.AddMinutes(-1), Overlap, isSignedByTheTrueKey: false);
        _log.Append(9);
        var (exit, error) = await LookAsync();

        Assert.Equal(1, exit);
        Assert.Contains("forged-key: ", error, StringComparison.Ordinal);
        Assert.Equal(before, Lines());
    }

    [Fact]
    public async Task A_second_succession_of_a_key_that_was_replaced_already_is_an_alarm_even_when_the_first_is_no_longer_shown()
    {
        _log.Append(9);
        Rotate(_new, CommandLine.Noon.AddMinutes(-1));
        await LookAsync();

        Rotate(_thief, CommandLine.Noon.AddMinutes(-1));
        _log.Append(9);
        var (exit, error) = await LookAsync();

        Assert.Equal(1, exit);
        Assert.Contains("one of them is forged", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_signed_only_by_a_key_that_has_ended_is_an_alarm()
    {
        _log.Append(9);
        Rotate(_new, CommandLine.Noon.AddDays(-40));
        Assert.Equal((0, ""), await LookAsync());

        _log.By = _log.True;
        _log.Append(9);
        var (exit, error) = await LookAsync();

        Assert.Equal(1, exit);
        Assert.Contains("bad-signature: ", error, StringComparison.Ordinal);
        Assert.Contains("signed only by a key that ended", error, StringComparison.Ordinal);
    }

    private void Rotate(ECDsa heir, DateTimeOffset from)
    {
        _log.By = new NoteSigner(PlayedLog.Origin, heir);
        _log.Keys = _log.Succession(heir, from, Overlap);
    }

    private string[] Lines() => File.ReadAllLines(Path.Combine(_line.PathOf("store"), "checkpoints.jsonl"));

    private async Task<(int Exit, string Error)> LookAsync()
    {
        var before = _line.Error.Length;
        var exit = await _line.RunAsync(
            "log", "watch", "https://hub.example", "--key", _log.True.Verifier.ToString(), "--store", _line.PathOf("store"), "--once");
        return (exit, _line.Error[before..]);
    }
}
