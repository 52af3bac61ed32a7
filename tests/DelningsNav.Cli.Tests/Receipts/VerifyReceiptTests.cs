using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DelningsNav.AuditLog;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Tests.Receipts;

public sealed class VerifyReceiptTests : IDisposable
{
    private const string Origin = "nav.example/stad/audit";
    private const string Text = "Får skolan visa Noras frånvaro?";
    private static readonly DateTimeOffset Asked = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly CommandLine _shell = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly NoteSigner _log;
    private readonly string _file;

    public VerifyReceiptTests()
    {
        _log = new NoteSigner(Origin, _key);
        _file = _shell.PathOf("kvitto.json");
        File.WriteAllBytes(_file, Receipt().Sign(new NoteSigner(ConsentReceipt.SignerNameOf(Origin), _key)));
    }

    public void Dispose()
    {
        _shell.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task A_sound_receipt_closes_with_what_was_checked_and_by_whom_it_is_signed()
    {
        var code = await _shell.RunAsync("receipt", "verify", _file, "--key", Key);

        Assert.Equal(0, code);
        Assert.Equal(
            $"sound: consent c1, answered yes by a guardian to the text {Hash} (version 1, sv), entry 1 of 2, as it stood at "
            + "2026-11-03T09:00:00Z: waiting, "
            + $"signed by `{Origin}/receipts` ({_log.Verifier.KeyId:x8}){Environment.NewLine}",
            _shell.Output);
        Assert.Empty(_shell.Error);
    }

    [Fact]
    public async Task A_receipt_that_was_reformatted_is_sound_and_the_key_may_be_in_a_file()
    {
        await WriteAsync(JsonNode.Parse(await File.ReadAllTextAsync(_file, Ct))!.ToJsonString(Indented));
        await File.WriteAllTextAsync(_shell.PathOf("key.txt"), $"# the city's log\n{Key}\n", Ct);

        Assert.Equal(0, await _shell.RunAsync("receipt", "verify", _file, "--key", _shell.PathOf("key.txt")));
    }

    [Fact]
    public async Task A_changed_receipt_names_each_fault_in_words_and_ends_with_1()
    {
        var receipt = JsonNode.Parse(await File.ReadAllTextAsync(_file, Ct))!;
        receipt["purpose"] = "sst-plus";
        receipt["notice"]!["text"] = "Får skolan visa allt?";
        await WriteAsync(receipt.ToJsonString());

        var code = await _shell.RunAsync("receipt", "verify", _file, "--key", Key);

        Assert.Equal(1, code);
        Assert.Equal(
            [
                $"the signature by `{Origin}/receipts` ({_log.Verifier.KeyId:x8}) is not over what the receipt says",
                "the text does not give the SHA-256 that the receipt states",
                "the log's entry does not bind what the receipt states",
            ],
            _shell.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal($"unsound: 3 faults{Environment.NewLine}", _shell.Output);
    }

    [Fact]
    public async Task A_receipt_of_another_hub_is_unsound()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var code = await _shell.RunAsync("receipt", "verify", _file, "--key", new NoteSigner(Origin, other).Verifier.ToString());

        Assert.Equal(1, code);
        Assert.Contains($"none of the given keys signed the receipt in the name of `{Origin}`", _shell.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"answer\":\"no\",\"answer\":\"yes\"}", "a member of the JSON comes twice")]
    [InlineData(
        "c2sp.org/tlog-proof@v1\nindex 0\n",
        "the text is not JSON; a receipt of the log itself (.tlog-proof) is checked by `delningsnav log verify`")]
    [InlineData("{}", "the file is not a receipt of the format `delningsnav-consent-receipt@v1`")]
    [InlineData("", "the text is not JSON")]
    public async Task What_is_no_receipt_ends_with_2_and_says_why(string content, string why)
    {
        await WriteAsync(content);

        await AssertUnreadableAsync(why, _file, "--key", Key);
    }

    [Fact]
    public async Task A_wrong_call_ends_with_2_and_says_what_is_missing()
    {
        await AssertUnreadableAsync("name the receipt to check");
        await AssertUnreadableAsync("a receipt contains no key", _file);
        await AssertUnreadableAsync("`nonsense` is neither a file nor", _file, "--key", "nonsense");
        await AssertUnreadableAsync("Could not find file", _shell.PathOf("absent"), "--key", Key);
    }

    [Fact]
    public async Task A_file_without_end_is_not_read_to_its_end()
    {
        await using (var large = File.OpenWrite(_file))
        {
            large.SetLength(1L << 32);
        }

        await AssertUnreadableAsync("it is longer than", _file, "--key", Key);
    }

    [Fact]
    public async Task The_command_explains_itself()
    {
        Assert.Equal(0, await _shell.RunAsync("receipt", "verify", "--help"));

        Assert.Contains("--key", _shell.Output, StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    private string Key => _log.Verifier.ToString();

    private Task WriteAsync(string content) => File.WriteAllTextAsync(_file, content, Ct);

    private static async Task AssertUnreadableAsync(string why, params string[] arguments)
    {
        using var shell = new CommandLine();

        Assert.Equal(2, await shell.RunAsync(["receipt", "verify", .. arguments]));
        Assert.Empty(shell.Output);
        Assert.StartsWith($"cannot check: {why}", shell.Error, StringComparison.Ordinal);
    }

    private ConsentReceipt Receipt()
    {
        var statement = new ConsentStatement
        {
            Consent = "c1",
            Subject = "p1",
            Signer = "p2",
            Capacity = ConsentSignerCapacity.Guardian,
            IsGranted = true,
            Case = "k1",
            Controller = new("b1", "Järvaskolan", "Utbildningsnämnden", "2120000142"),
            Recipient = new("b2", "Individ och familj", "Järva stadsdelsnämnd", "2120000143"),
            Purpose = "sst",
            RecordTypes = ["franvaro"],
            DataFrom = new(2026, 1, 1),
            DataTo = new(2026, 12, 31),
            RequestedAt = Asked,
            ValidUntil = Asked.AddDays(180),
            TextVersion = "1",
            TextLanguage = "sv",
            TextHash = Hash,
        };
        LogEntry[] entries =
        [
            LogEntry.Make(Asked.AddHours(1), ConsentReceiptEntries.ConsentAnswerStated, "", "1", ConsentStatementFields.Of(statement)),
            LogEntry.Make(Asked.AddHours(1), ConsentReceiptEntries.ConsentAnswered, "", "1", [new("consent", "c1")]),
        ];
        var batch = Frontier.Empty.Append([.. entries.Select(entry => entry.Leaf.Hash)]);
        var head = new Checkpoint(Origin, entries.Length, batch.Frontier.Root).Sign(_log);
        var proofs = entries.Select((entry, i) => new TlogProof(i, batch.Proofs[i].Hashes, head, entry.Leaf.ToBytes())).ToList();
        return new ConsentReceipt
        {
            Issuer = Origin,
            IssuedAt = Asked.AddDays(1),
            Statement = statement,
            Text = Text,
            HowToWithdraw = "https://nav.example/aterkalla",
            Status = "waiting",
            Events = [new(ConsentReceiptEventKind.Requested, Asked), new(ConsentReceiptEventKind.AnsweredBySigner, Asked.AddHours(1))],
            Proofs = new ConsentReceiptProofs(proofs[0], entries[0].Payload.Key, proofs[1], null),
        };
    }
}
