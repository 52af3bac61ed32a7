using DelningsNav.Signing;

namespace DelningsNav.Cli.Tests.Keys;

public sealed class KeysNewCommandTests
{
    [Fact]
    public async Task A_new_key_is_readable_by_its_owner_only_and_its_public_half_is_shown()
    {
        using var shell = new CommandLine();

        var code = await shell.RunAsync("keys", "new", "--out", shell.PathOf("key.pem"));

        using var key = SigningKey.FromPem(await File.ReadAllTextAsync(shell.PathOf("key.pem"), TestContext.Current.CancellationToken));
        Assert.Equal(0, code);
        Assert.Contains(key.KeyId, shell.Output, StringComparison.Ordinal);
        Assert.Contains(key.PublicKey.ToPem(), shell.Output, StringComparison.Ordinal);
        Assert.Contains(key.PublicKey.ToJwk(), shell.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", shell.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(shell.PathOf("key.pem"))!));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(shell.PathOf("key.pem")));
        }
    }

    [Fact]
    public async Task A_key_that_exists_is_not_overwritten_unless_force_is_given()
    {
        using var shell = new CommandLine();
        var path = shell.PathOf("key.pem");
        await File.WriteAllTextAsync(path, "precious", TestContext.Current.CancellationToken);

        var refused = await shell.RunAsync("keys", "new", "--out", path);
        var kept = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var forced = await shell.RunAsync("keys", "new", "--out", path, "--force");
        var replaced = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (refused, forced));
        Assert.Equal("precious", kept);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", replaced, StringComparison.Ordinal);
        Assert.Contains("--force", shell.Error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_explained()
    {
        using var shell = new CommandLine();

        var code = await shell.RunAsync("keys", "new", "--out", shell.PathOf("absent/key.pem"));

        Assert.Equal(1, code);
        Assert.Contains("could not be written", shell.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("keys new")]
    [InlineData("keys new --out")]
    [InlineData("keys old --out x")]
    [InlineData("")]
    public async Task A_command_line_that_says_too_little_or_something_else_is_a_usage_error(string line)
    {
        using var shell = new CommandLine();

        var code = await shell.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, code);
        Assert.NotEmpty(shell.Error);
    }
}
