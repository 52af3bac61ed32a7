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

    private static async Task<(int Exit, string Output, string Error)> RunAsync(TestApp app, params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await new KeysCommand(new MaintainKeys(app.Settings, app.Clock), app.Clock, output, error).RunAsync(words, Ct);
        return (exit, output.ToString(), error.ToString());
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(TestApp app)
    {
        using var http = new HttpClient();
        using var set = JsonDocument.Parse(await http.GetStringAsync(new Uri(app.Address, "/api/v1/keys"), Ct));
        return [.. set.RootElement.GetProperty("keys").EnumerateArray().Select(key => VerificationKey.FromJwk(key.GetRawText()).KeyId)];
    }
}
