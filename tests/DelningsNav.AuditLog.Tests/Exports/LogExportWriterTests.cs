using System.Text;

namespace DelningsNav.AuditLog.Tests.Exports;

public sealed class LogExportWriterTests
{
    [Fact]
    public async Task The_file_has_the_documented_layout()
    {
        using var log = new SampleLog(2);
        log.Payloads[1] = null;

        var lines = await log.LinesAsync();

        Assert.StartsWith(
            "{\"format\":\"delningsnav-log-export@v1\",\"origin\":\"nav.example/stad/audit\","
            + "\"checkpoint\":\"nav.example/stad/audit\\n2\\n",
            lines[0], StringComparison.Ordinal);
        Assert.EndsWith($"\"verifierKeys\":[\"{log.Signer.Verifier}\"]}}", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            $"{{\"index\":0,\"leaf\":\"{Convert.ToBase64String(log.Entries[0].Leaf.ToBytes())}\","
            + $"\"payload\":{Encoding.UTF8.GetString(log.Payloads[0]!)}}}",
            lines[1]);
        Assert.Equal($"{{\"index\":1,\"leaf\":\"{Convert.ToBase64String(log.Entries[1].Leaf.ToBytes())}\"}}", lines[2]);
        Assert.Equal(3, lines.Count);
    }

    [Fact]
    public async Task An_export_has_exactly_the_entries_of_its_checkpoint()
    {
        using var log = new SampleLog(2);

        await Assert.ThrowsAsync<InvalidOperationException>(() => log.ExportAsync(log.Checkpoint(1)));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => log.ExportAsync(new Checkpoint(SampleLog.Origin, 3, MerkleTree.EmptyRoot).Sign(log.Signer)));
    }
}
