using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace DelningsNav.Web.Tests.SignIn;

/// <summary>The keys of form tokens are in the database, sealed, and shared by every node (ADR 0034).</summary>
public sealed class ProtectionKeyTests
{
    [Fact]
    public async Task The_keys_are_in_the_database_and_in_no_file_and_cannot_be_read_there()
    {
        await using var app = await TestApp.StartAsync();
        app.Get<IDataProtectionProvider>().CreateProtector("prov").Protect([1]);

        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM protection_keys"));
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM protection_keys WHERE instr(CAST(sealed AS TEXT), '<') = 1"));
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "session-keys")));
        Assert.DoesNotContain(app.Log.All, line => line.Contains("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INSERT INTO protection_keys (name, sealed, added_at) SELECT 'key-annan', sealed, added_at FROM protection_keys")]
    [InlineData("INSERT INTO protection_keys (name, sealed, added_at) VALUES ('key-egen', CAST('<key/>' AS BLOB), 0)")]
    public async Task A_key_that_somebody_puts_in_the_database_is_not_used_and_is_reported(string change)
    {
        await using var app = await TestApp.StartAsync();
        app.Get<IDataProtectionProvider>().CreateProtector("prov").Protect([1]);

        await app.AskDatabaseAsync(change + "; SELECT 0");
        var keys = app.Get<KeysInDatabase>().GetAllElements();

        Assert.Single(keys);
        Assert.Contains(app.Log.All, line => line.Contains("was not stored by this hub", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_somebody_changes_in_the_database_is_not_used()
    {
        await using var app = await TestApp.StartAsync();
        app.Get<IDataProtectionProvider>().CreateProtector("prov").Protect([1]);

        await app.AskDatabaseAsync("UPDATE protection_keys SET sealed = zeroblob(length(sealed)); SELECT 0");

        Assert.Empty(app.Get<KeysInDatabase>().GetAllElements());
    }

    [Fact]
    public async Task Another_node_on_the_same_database_reads_what_this_one_has_protected()
    {
        await using var app = await TestApp.StartAsync();
        var token = app.Get<IDataProtectionProvider>().CreateProtector("prov").Protect([7]);
        var stored = new ProtectionKeys(app.Hub.Database, app.Hub.Keys, app.Clock);

        Assert.Equal(app.Get<IKeyManager>().GetAllKeys().Count, stored.Read().Keys.Count);
        Assert.Equal([7], app.Get<IDataProtectionProvider>().CreateProtector("prov").Unprotect(token));
    }
}
