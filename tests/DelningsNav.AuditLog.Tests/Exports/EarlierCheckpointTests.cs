using static DelningsNav.AuditLog.Tests.Exports.SampleLog;

namespace DelningsNav.AuditLog.Tests.Exports;

public sealed class EarlierCheckpointTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(10)]
    public async Task A_log_that_only_grew_begins_with_what_an_earlier_checkpoint_covered(int size)
    {
        using var log = new SampleLog(10);

        var verdict = await VerifyAsync(await log.ExportAsync(), log.Trust with { Earlier = log.Checkpoint(size) });

        Assert.IsType<LogExportVerdict.Sound>(verdict);
    }

    [Fact]
    public async Task A_history_rewritten_and_signed_anew_with_the_true_key_is_found_out_by_an_earlier_checkpoint()
    {
        using var log = new SampleLog(10);
        var earlier = log.Checkpoint(6);
        log.Entries[2] = LogEntry.Make(DateTimeOffset.UnixEpoch, "release", "refuse", "1", []);
        log.Payloads[2] = null;

        var export = await log.ExportAsync();

        Assert.IsType<LogExportVerdict.Sound>(await VerifyAsync(export, log.Trust));
        Assert.Equal([LogFaultKind.NotConsistent], await KindsAsync(export, log.Trust with { Earlier = earlier }));
    }

    [Fact]
    public async Task A_log_cut_back_and_signed_anew_is_found_out_by_an_earlier_checkpoint()
    {
        using var log = new SampleLog(10);
        var earlier = log.Checkpoint();
        log.Entries.RemoveRange(7, 3);

        var export = await log.ExportAsync();

        Assert.Equal([LogFaultKind.NotConsistent], await KindsAsync(export, log.Trust with { Earlier = earlier }));
    }

    [Fact]
    public async Task A_checkpoint_of_the_empty_log_shows_nothing_and_is_refused()
    {
        using var log = new SampleLog(2);

        Assert.Equal(
            [LogFaultKind.NotConsistent], await KindsAsync(await log.ExportAsync(), log.Trust with { Earlier = log.Checkpoint(0) }));
    }

    [Fact]
    public async Task An_earlier_checkpoint_that_the_log_did_not_sign_is_refused()
    {
        using var log = new SampleLog(4);
        using var other = new SampleLog(0);
        var unsigned = log.Checkpoint(2).Checkpoint.Sign(other.Signer);

        Assert.Equal(
            [LogFaultKind.UnknownSigner], await KindsAsync(await log.ExportAsync(), log.Trust with { Earlier = unsigned }));
    }

    private static async Task<IEnumerable<LogFaultKind>> KindsAsync(byte[] export, LogTrust trust) =>
        Assert.IsType<LogExportVerdict.Unsound>(await VerifyAsync(export, trust)).Faults.Select(fault => fault.Kind);
}
