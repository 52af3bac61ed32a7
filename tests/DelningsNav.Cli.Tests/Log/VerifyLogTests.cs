using System.Security.Cryptography;
using DelningsNav.AuditLog;
using DelningsNav.Cli.Log;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Tests.Log;

public sealed class VerifyLogTests : IDisposable
{
    private const string Origin = "nav.example/stad/audit";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("delningsnav-log-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly NoteSigner _signer;
    private readonly List<LogEntry> _entries = [];

    public VerifyLogTests()
    {
        _signer = new NoteSigner(Origin, _key);
        for (var i = 0; i < 5; i++)
        {
            _entries.Add(LogEntry.Make(DateTimeOffset.UnixEpoch.AddDays(i), "release", "permit", "1", [new("caller", $"skola-{i}")]));
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_sound_log_closes_with_what_was_checked_and_by_whom_it_is_signed()
    {
        var run = await RunAsync(await ExportAsync(), "--key", Key);

        Assert.Equal(0, run.Code);
        Assert.Equal(
            $"sound: 5 entries, 4 payloads checked, 1 without payload, root {Head(5).Checkpoint.Root.ToBase64()}, signed by `{Origin}` "
            + $"({_signer.Verifier.KeyId:x8})\n",
            run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Without_a_key_it_says_that_the_signature_is_self_asserted()
    {
        var run = await RunAsync(await ExportAsync());

        Assert.Equal(0, run.Code);
        Assert.EndsWith("(self-asserted)\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("only against the key inside the export", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_log_names_each_fault_and_ends_with_1()
    {
        var file = await ExportAsync();
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            file, text.Replace("skola-2", "skola-9", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var run = await RunAsync(file, "--key", Key);

        Assert.Equal(1, run.Code);
        Assert.Equal("entry 2: the payload is not the one its leaf binds\n", run.Error);
        Assert.StartsWith("unsound: 1 fault; 5 entries", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_may_be_in_a_file_with_comments()
    {
        var run = await RunAsync(await ExportAsync(), "--key", Written("key.txt", $"# the city's log\n{Key}\n\n"));

        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task A_log_that_began_differently_is_unsound_since_the_earlier_checkpoint()
    {
        var kept = Written("kept.txt", Head(3).ToString());
        _entries[1] = LogEntry.Make(DateTimeOffset.UnixEpoch, "release", "refuse", "1", []);

        var sinceKept = await RunAsync(await ExportAsync(), "--key", Key, "--since", kept);
        var sinceNow = await RunAsync(await ExportAsync(), "--key", Key, "--since", Written("now.txt", Head(3).ToString()));

        Assert.Equal(1, sinceKept.Code);
        Assert.Contains("the first 3 entries are not those", sinceKept.Error, StringComparison.Ordinal);
        Assert.Equal(0, sinceNow.Code);
        Assert.EndsWith("begins with the 3 entries of the earlier checkpoint\n", sinceNow.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_is_checked_alone_and_with_its_payload()
    {
        var receipt = Written("receipt.tlog-proof", Receipt(3).ToString());
        var right = Written("right.json", System.Text.Encoding.UTF8.GetString(_entries[3].Payload.ToBytes()));
        var wrong = Written("wrong.json", System.Text.Encoding.UTF8.GetString(_entries[2].Payload.ToBytes()));

        var alone = await RunAsync(receipt, "--key", Key);
        var bound = await RunAsync(receipt, "--key", Key, "--payload", right);
        var swapped = await RunAsync(receipt, "--key", Key, "--payload", wrong);

        Assert.Equal(0, alone.Code);
        Assert.StartsWith(
            "sound: entry 3 of 5, `release` at 1970-01-04T00:00:00.000Z, payload not given, root ", alone.Output, StringComparison.Ordinal);
        Assert.StartsWith(
            "sound: entry 3 of 5, `release` (permit) at 1970-01-04T00:00:00.000Z, payload bound, root ", bound.Output,
            StringComparison.Ordinal);
        Assert.Equal(1, swapped.Code);
        Assert.Contains("entry 3: the payload is not the one its leaf binds", swapped.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_of_another_tree_is_unsound()
    {
        var forged = Receipt(3) with { Index = 2 };

        var run = await RunAsync(Written("receipt.tlog-proof", forged.ToString()), "--key", Key);

        Assert.Equal(1, run.Code);
        Assert.Contains("the proof does not lead from the leaf", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_checked_ends_with_2_and_says_why()
    {
        var export = await ExportAsync();
        var receipt = Written("receipt.tlog-proof", Receipt(0).ToString());
        var nonsense = Written("nonsense.txt", "nonsense\n");

        await AssertRefusedAsync("the first line is not the header", nonsense);
        await AssertRefusedAsync("name the export or the receipt");
        await AssertRefusedAsync("Could not find file", Path.Combine(_folder.FullName, "absent"));
        await AssertRefusedAsync("Access to the path", _folder.FullName);
        await AssertRefusedAsync("`nonsense` is neither a file nor", export, "--key", "nonsense");
        await AssertRefusedAsync($"`{nonsense}` contains a line that", export, "--key", nonsense);
        await AssertRefusedAsync($"`{nonsense}` is not a signed checkpoint", export, "--since", nonsense);
        await AssertRefusedAsync("a receipt contains no key", receipt);
        await AssertRefusedAsync("`--since` goes with an export", receipt, "--key", Key, "--since", nonsense);
        await AssertRefusedAsync("`--payload` goes with a receipt", export, "--payload", nonsense);
        await AssertRefusedAsync($"`{nonsense}` is not an entry's payload", receipt, "--key", Key, "--payload", nonsense);
        await AssertRefusedAsync("the file is not a receipt", Written("cut.tlog-proof", TlogProof.FirstLine + "\n"), "--key", Key);
    }

    private string Key => _signer.Verifier.ToString();

    private SignedCheckpoint Head(int size) =>
        new Checkpoint(Origin, size, MerkleTree.Root(_entries.Take(size).Select(e => e.Leaf.Hash))).Sign(_signer);

    private TlogProof Receipt(int index)
    {
        var proof = Frontier.Empty.Append(_entries.ConvertAll(e => e.Leaf.Hash)).Proofs[index];
        return new TlogProof(index, proof.Hashes, Head(5), _entries[index].Leaf.ToBytes());
    }

    private string Written(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Exports the log, entry 4 without its payload.</summary>
    private async Task<string> ExportAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var path = Path.Combine(_folder.FullName, "export.jsonl");
        await using var stream = File.Create(path);
        using var writer = await LogExportWriter.StartAsync(stream, Head(5), [_signer.Verifier], ct);
        for (var i = 0; i < _entries.Count; i++)
        {
            await writer.WriteAsync(_entries[i].Leaf.ToBytes(), i == 4 ? null : _entries[i].Payload.ToBytes(), ct);
        }

        await writer.FinishAsync(ct);
        return path;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await VerifyLog.Create().Parse(arguments)
            .InvokeAsync(new() { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private static async Task AssertRefusedAsync(string why, params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.StartsWith($"cannot check: {why}", run.Error, StringComparison.Ordinal);
    }
}
