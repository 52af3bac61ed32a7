using System.Diagnostics;
using System.Text.Json;
using DelningsNav.AuditLog;
using DelningsNav.Hub;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Signing;
using DelningsNav.Signing.Notes;
using DelningsNav.Web.Keys;

namespace DelningsNav.Web.Tests.Keys;

/// <summary>The hub's own program rotates keys of a hub that runs, and receivers find the new ones.</summary>
public sealed class KeysCommandTests
{
    // The configuration of this build, such as debug: the last folder of the place where it runs.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_fault_of_a_command_is_said_at_once_and_nothing_is_changed()
    {
        await using var app = await TestApp.StartAsync();
        var file = Path.Combine(app.Folder, "keys.json");
        var before = await File.ReadAllBytesAsync(file, Ct);

        var (exit, _, error) = await RunAsync(app, "rotate", "--purpose", "everything", "--overlap", "soon", "--now");
        var (trial, said, _) = await RunAsync(app, "rotate", "--purpose", "log", "--dry-run", "--Hub:KeyFile", "elsewhere");

        Assert.Equal((2, 0), (exit, trial));
        foreach (var fault in (string[])["`everything`", "`soon`", "`--now`", "nothing was changed"])
        {
            Assert.Contains(fault, error, StringComparison.Ordinal);
        }

        Assert.Contains("Would add a key for log", said, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, Ct));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("rotate", "--purpose", "events")]
    [InlineData("rotate", "--purpose", "wrapping", "--dry-run")]
    [InlineData("retire", "--purpose", "log")]
    [InlineData("retire", "--purpose", "wrapping")]
    public async Task A_key_file_that_does_not_exist_is_said_and_not_made(params string[] words)
    {
        await using var app = await TestApp.StartAsync();
        File.Delete(Path.Combine(app.Folder, "keys.json"));

        var (exit, said, error) = await RunAsync(app, words);

        Assert.Equal((1, ""), (exit, said));
        Assert.Contains("there is no key file", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(app.Folder, "keys.json*"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_is_not_rotated_under_the_name_of_another_log(bool hasCheckpoint)
    {
        await using var app = await TestApp.StartAsync();
        await app.Hub.Log.Heads.Anchor.DisposeAsync();
        var file = Path.Combine(app.Folder, "keys.json");
        var before = await File.ReadAllBytesAsync(file, Ct);
        var elsewhere = app.Settings with
        {
            LogOrigin = "other.example/x/audit",
            CheckpointFile = hasCheckpoint ? app.Settings.CheckpointFile : Path.Combine(app.Folder, "no-such-file"),
        };
        foreach (var purpose in (string[])["log", "receipts", "policies", "events"])
        {
            var (exit, said, error) = await RunAsync(elsewhere, app.Clock, "rotate", "--purpose", purpose);
            var (trial, _, _) = await RunAsync(elsewhere, app.Clock, "rotate", "--purpose", purpose, "--dry-run");
            Assert.Equal((1, 1, ""), (exit, trial, said));
            Assert.Contains("other.example/x/audit", error, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(file, Ct));
        var own = app.Settings with { CheckpointFile = elsewhere.CheckpointFile };
        Assert.Equal(0, (await RunAsync(own, app.Clock, "rotate", "--purpose", "log")).Exit);
    }

    [Fact]
    public async Task A_list_of_an_unknown_purpose_is_refused_and_a_known_one_is_shown_alone()
    {
        await using var app = await TestApp.StartAsync();

        var (unknown, nothing, error) = await RunAsync(app, "list", "--purpose", "nonsense");
        var (events, shown, _) = await RunAsync(app, "list", "--purpose", "events");
        var (wrapping, sealing, _) = await RunAsync(app, "list", "--purpose", "wrapping");

        Assert.Equal((2, ""), (unknown, nothing));
        Assert.Contains("`nonsense` is not log, receipts, policies, events or wrapping", error, StringComparison.Ordinal);
        Assert.Equal((0, 0), (events, wrapping));
        Assert.StartsWith("events ", Assert.Single(shown.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.StartsWith("wrapping ", Assert.Single(sealing.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0, "--help")]
    [InlineData(0, "rotate", "-h")]
    public async Task The_help_is_shown_without_any_configuration(int exit, params string[] words)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "DelningsNav.Web", Configuration, "DelningsNav.Web.dll");
        using var keys = Process.Start(new ProcessStartInfo("dotnet", [program, "keys", .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        var (said, error) = (await keys.StandardOutput.ReadToEndAsync(Ct), await keys.StandardError.ReadToEndAsync(Ct));
        await keys.WaitForExitAsync(Ct);

        Assert.Equal((exit, ""), (keys.ExitCode, error));
        Assert.StartsWith("keys list ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_published_before_it_signs_both_during_the_overlap_and_only_the_new_one_after_it()
    {
        await using var app = await TestApp.StartAsync();
        var old = app.Hub.CallKey;
        await RefreshAfterAsync(app, "rotate", "--purpose", "events", "--overlap", "1d");

        var published = await KeysAsync(app);
        var before = app.Hub.CallKey;
        app.Clock.Advance(KeyRotation.KnownBefore);
        var made = app.Hub.CallKey;
        app.Clock.Advance(TimeSpan.FromDays(1));
        var after = await KeysAsync(app);

        Assert.Equal(old.KeyId, before.KeyId);
        Assert.NotEqual(old.KeyId, made.KeyId);
        Assert.Equal([old.KeyId, made.KeyId], published);
        Assert.Equal([made.KeyId], after);
    }

    [Fact]
    public async Task The_published_list_of_keys_leads_from_the_log_key_of_before_to_every_key()
    {
        await using var app = await TestApp.StartAsync();
        Assert.True(NoteVerifier.TryParse(app.Get<LogProofs>().VerifierKey, out var before));
        await RefreshAfterAsync(app, "rotate", "--purpose", "log");
        app.Clock.Advance(KeyRotation.KnownBefore);
        await RefreshAfterAsync(app, "rotate", "--purpose", "receipts");
        app.Clock.Advance(TimeSpan.FromDays(40));
        var (exit, said, _) = await RunAsync(app, "retire", "--purpose", "log");
        await app.Hub.RefreshKeysAsync(Ct);

        using var http = new HttpClient();
        var list = await http.GetStringAsync(new Uri(app.Address, "/log/keys"), Ct);
        var keys = Assert.IsType<KeyListVerdict.Sound>(KeyList.Follow([before], list)).Keys;

        Assert.Equal((0, 6), (exit, keys.Count));
        Assert.Contains("Destroyed 1", said, StringComparison.Ordinal);
        Assert.False(keys.IsValidAt(before, app.Clock.GetUtcNow()));
        Assert.DoesNotContain("PRIVATE", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_shows_no_secret()
    {
        await using var app = await TestApp.StartAsync();
        await RunAsync(app, "rotate", "--purpose", "wrapping");
        var root = await app.Settings.Keys.ReadAsync(Ct);

        var (exit, said, _) = await RunAsync(app, "list");

        Assert.Equal(0, exit);
        Assert.Contains("values are sealed with another wrapping key", said, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", said, StringComparison.Ordinal);
        Assert.All(root.Wrapping, key => Assert.DoesNotContain(Convert.ToBase64String(key.Secret), said, StringComparison.Ordinal));
    }

    private static async Task RefreshAfterAsync(TestApp app, params string[] words)
    {
        Assert.Equal(0, (await RunAsync(app, words)).Exit);
        await app.Hub.RefreshKeysAsync(Ct);
    }

    private static Task<(int Exit, string Output, string Error)> RunAsync(TestApp app, params string[] words) =>
        RunAsync(app.Settings, app.Clock, words);

    private static async Task<(int Exit, string Output, string Error)> RunAsync(
        HubSettings settings, TimeProvider clock, params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await new KeysCommand(new MaintainKeys(settings, clock), clock, output, error).RunAsync(words, Ct);
        return (exit, output.ToString(), error.ToString());
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(TestApp app)
    {
        using var http = new HttpClient();
        using var set = JsonDocument.Parse(await http.GetStringAsync(new Uri(app.Address, "/api/v1/keys"), Ct));
        return [.. set.RootElement.GetProperty("keys").EnumerateArray().Select(key => VerificationKey.FromJwk(key.GetRawText()).KeyId)];
    }
}
