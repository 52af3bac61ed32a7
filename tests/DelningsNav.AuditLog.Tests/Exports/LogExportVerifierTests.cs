using System.Text;
using DelningsNav.Signing.Notes;
using static DelningsNav.AuditLog.Tests.Exports.SampleLog;

namespace DelningsNav.AuditLog.Tests.Exports;

public sealed class LogExportVerifierTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    public async Task An_untouched_export_is_sound(int entries)
    {
        using var log = new SampleLog(entries);

        var verdict = await VerifyAsync(await log.ExportAsync(), log.Trust);

        var count = Assert.IsType<LogExportVerdict.Sound>(verdict).Count;
        Assert.Equal((entries, entries, 0), (count.Entries, count.PayloadsChecked, count.WithoutPayload));
        Assert.Equal(log.Checkpoint().Checkpoint.Root, count.Root);
        Assert.Equal([log.Signer.Verifier], count.Signers);
        Assert.False(count.SelfAsserted);
    }

    [Fact]
    public async Task An_erased_payload_is_counted_and_harms_no_proof()
    {
        using var log = new SampleLog(5);
        log.Payloads[1] = log.Payloads[3] = null;

        var verdict = await VerifyAsync(await log.ExportAsync(), log.Trust);

        var count = Assert.IsType<LogExportVerdict.Sound>(verdict).Count;
        Assert.Equal((5, 3, 2), (count.Entries, count.PayloadsChecked, count.WithoutPayload));
    }

    [Fact]
    public async Task No_single_changed_byte_of_an_export_goes_unnoticed()
    {
        using var log = new SampleLog(3);
        log.Payloads[1] = null;
        var export = await log.ExportAsync();

        // The keys that the exporter names are not used when the reader gives the log's key.
        var keysFrom = Encoding.UTF8.GetString(export).IndexOf("\"verifierKeys\":[\"", StringComparison.Ordinal) + 17;
        var keysTo = Array.IndexOf(export, (byte)'\n') - 3;
        var unnoticed = new List<int>();
        for (var i = 0; i < export.Length; i++)
        {
            foreach (var mask in new[] { 0x01, 0x2A })
            {
                var changed = (byte[])export.Clone();
                changed[i] ^= (byte)mask;
                if ((i < keysFrom || i >= keysTo) && await VerifyAsync(changed, log.Trust) is LogExportVerdict.Sound)
                {
                    unnoticed.Add(i);
                }
            }
        }

        Assert.Empty(unnoticed);
    }

    [Fact]
    public async Task A_log_that_goes_on_in_leaf_version_2_is_sound_as_a_whole()
    {
        using var log = new SampleLog(3, version: 1);
        log.Entries.Add(LogEntry.Make(DateTimeOffset.UnixEpoch.AddMinutes(1), "release", "permit", "1", [new("caller", "skola-4")]));
        log.Payloads.Add(log.Entries[^1].Payload.ToBytes());

        var verdict = await VerifyAsync(await log.ExportAsync(), log.Trust);

        var count = Assert.IsType<LogExportVerdict.Sound>(verdict).Count;
        Assert.Equal((4, 4), (count.Entries, count.PayloadsChecked));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_changed_payload_is_named_with_its_entry_and_in_version_1_with_its_field(int version)
    {
        using var log = new SampleLog(4, version);
        var lines = await log.LinesAsync();
        lines[3] = lines[3].Replace("skola-2", "skola-9", StringComparison.Ordinal);

        var fault = Assert.Single(await FaultsAsync(lines, log.Trust));

        Assert.Equal((LogFaultKind.PayloadDiffers, 2), (fault.Kind, fault.Index));
        Assert.Equal(version == 1, fault.Message.Contains("`caller`", StringComparison.Ordinal));
        Assert.DoesNotContain("subject", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("skola", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_entries_that_changed_places_are_named()
    {
        using var log = new SampleLog(4);
        var lines = await log.LinesAsync();
        (lines[2], lines[3]) = (lines[3], lines[2]);

        var faults = await FaultsAsync(lines, log.Trust);

        Assert.Equal(
            [(LogFaultKind.WrongIndex, 1), (LogFaultKind.WrongIndex, 2), (LogFaultKind.RootDiffers, null)],
            faults.Select(fault => (fault.Kind, fault.Index)));
    }

    [Fact]
    public async Task An_entry_left_out_at_the_end_or_within_is_noticed()
    {
        using var log = new SampleLog(4);
        var lines = await log.LinesAsync();

        var atTheEnd = await FaultsAsync(lines.Take(4), log.Trust);
        var within = await FaultsAsync([.. lines.Take(2), .. lines.Skip(3)], log.Trust);

        Assert.Equal([LogFaultKind.SizeDiffers, LogFaultKind.RootDiffers], atTheEnd.Select(fault => fault.Kind));
        Assert.Contains(within, fault => fault is { Kind: LogFaultKind.WrongIndex, Index: 1 });
    }

    [Fact]
    public async Task A_leaf_of_an_unknown_version_is_named_though_the_tree_holds_it()
    {
        using var log = new SampleLog(2);
        var strange = new byte[] { 9, 9, 9 };
        var root = MerkleTree.Root([log.Entries[0].Leaf.Hash, MerkleTree.LeafHash(strange)]);
        using var stream = new MemoryStream();
        var ct = TestContext.Current.CancellationToken;
        using var writer = await LogExportWriter.StartAsync(stream, new Checkpoint(Origin, 2, root).Sign(log.Signer), [], ct);
        await writer.WriteAsync(log.Entries[0].Leaf.ToBytes(), log.Payloads[0], ct);
        await writer.WriteAsync(strange, null, ct);
        await writer.FinishAsync(ct);

        var fault = Assert.Single(Assert.IsType<LogExportVerdict.Unsound>(await VerifyAsync(stream.ToArray(), log.Trust)).Faults);

        Assert.Equal((LogFaultKind.BadLeaf, 1), (fault.Kind, fault.Index));
    }

    [Fact]
    public async Task A_damaged_payload_is_exported_as_it_is_and_named()
    {
        using var log = new SampleLog(3);
        log.Payloads[2] = [1, 2, 3];

        var verdict = await VerifyAsync(await log.ExportAsync(), log.Trust);

        var fault = Assert.Single(Assert.IsType<LogExportVerdict.Unsound>(verdict).Faults);
        Assert.Equal((LogFaultKind.BadPayload, 2), (fault.Kind, fault.Index));
    }

    [Fact]
    public async Task A_file_cut_off_in_its_last_line_is_noticed()
    {
        using var log = new SampleLog(3);
        var export = await log.ExportAsync();

        var faults = Assert.IsType<LogExportVerdict.Unsound>(await VerifyAsync(export[..^1], log.Trust)).Faults;

        Assert.Contains(faults, fault => fault is { Kind: LogFaultKind.UnreadableLine, Index: 2 });
    }

    [Fact]
    public async Task Without_a_key_the_export_is_checked_against_its_own_and_says_so()
    {
        using var log = new SampleLog(3);

        var verdict = await VerifyAsync(await log.ExportAsync(), new LogTrust());

        Assert.True(Assert.IsType<LogExportVerdict.Sound>(verdict).Count.SelfAsserted);
    }

    [Fact]
    public async Task A_log_forged_entirely_under_another_key_does_not_pass_for_a_reader_with_the_true_key()
    {
        using var honest = new SampleLog(3);
        using var forged = new SampleLog(3);

        var faults = await FaultsAsync(await forged.LinesAsync(), honest.Trust);

        Assert.Equal([LogFaultKind.UnknownSigner], faults.Select(fault => fault.Kind));
    }

    [Fact]
    public async Task A_key_of_another_log_does_not_vouch_for_this_one()
    {
        using var log = new SampleLog(3);
        using var key = System.Security.Cryptography.ECDsa.Create();
        var other = new NoteSigner("nav.example/annan/audit", key);
        var export = await log.ExportAsync(new SignedCheckpoint(log.Checkpoint().Checkpoint, log.Checkpoint().Note.With(other)));

        var verdict = await VerifyAsync(export, new LogTrust { Keys = [other.Verifier] });

        Assert.Equal(LogFaultKind.UnknownOrigin, Assert.Single(Assert.IsType<LogExportVerdict.Unsound>(verdict).Faults).Kind);
    }

    [Fact]
    public async Task No_more_than_a_thousand_faults_are_listed_but_all_are_counted()
    {
        using var log = new SampleLog(1);
        var lines = await log.LinesAsync();

        var verdict = await VerifyAsync([lines[0], .. Enumerable.Repeat("nonsense", 5000)], log.Trust);

        var unsound = Assert.IsType<LogExportVerdict.Unsound>(verdict);
        Assert.Equal(LogExportVerifier.MaxFaults, unsound.Faults.Count);
        Assert.Equal(5002, unsound.FaultCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("[]\n")]
    [InlineData("{}\n")]
    [InlineData("{\"format\":\"delningsnav-log-export@v2\"}\n")]
    [InlineData("{\"format\":\"delningsnav-log-export@v1\",\"origin\":\"o\",\"checkpoint\":\"c\",\"verifierKeys\":[]}\n")]
    [InlineData("{\"format\":1}\n")]
    [InlineData("{\"format\":\"\\ud800\"}\n")]
    public async Task A_file_that_is_no_export_is_unreadable(string file) =>
        Assert.IsType<LogExportVerdict.Unreadable>(await VerifyAsync(Encoding.UTF8.GetBytes(file), new LogTrust()));

    [Fact]
    public async Task A_line_without_end_is_unreadable_and_not_taken_into_memory()
    {
        using var log = new SampleLog(0);

        var verdict = await VerifyAsync([.. await log.ExportAsync(), .. new byte[(1 << 22) + (1 << 20)]], log.Trust);

        Assert.IsType<LogExportVerdict.Unreadable>(verdict);
    }

    private static async Task<IReadOnlyList<LogFault>> FaultsAsync(IEnumerable<string> lines, LogTrust trust) =>
        Assert.IsType<LogExportVerdict.Unsound>(await VerifyAsync(lines, trust)).Faults;
}
