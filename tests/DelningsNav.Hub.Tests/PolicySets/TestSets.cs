using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies.Bundles;
using DelningsNav.Signing.Notes;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>Other policy sets than the shipped one, and what becomes of them in a hub.</summary>
internal static class TestSets
{
    public static NoteSigner OwnSigner(this TestHub hub) => hub.Start.Log.Identity.PolicySigner;

    /// <summary>The shipped rules under another version, signed.</summary>
    public static byte[] Pack(this TestHub hub, string version, NoteSigner? signer = null, DateOnly? expires = null, bool mutationClean = false) =>
        PolicyBundle.Pack(hub.Copy(version), expires ?? hub.Today.AddYears(1), signer ?? hub.OwnSigner(), mutationClean);

    /// <summary>The shipped rules under another version, in a folder.</summary>
    public static string Copy(this TestHub hub, string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(hub.Folder, Guid.NewGuid().ToString("N"))).FullName;
        var shipped = Path.Combine(TestHub.Root, "policies");
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var manifest = Path.Combine(folder, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace($"\"{hub.Start.Policies.Version}\"", $"\"{version}\"", StringComparison.Ordinal));
        return folder;
    }

    public static async Task ReceiveAsync(this TestHub hub, string version) => Assert.IsType<ReceiveOutcome.Received>(
        await hub.Get<ReceivePolicySet>().HandleAsync(hub.Pack(version), Actor.Hub, default));

    /// <summary>The shipped rules, signed to hold longer than the year that a start gives them.</summary>
    public static async Task RenewAsync(this TestHub hub, DateOnly expires) => Assert.IsType<ReceiveOutcome.Renewed>(
        await hub.Get<ReceivePolicySet>().HandleAsync(hub.Pack(hub.Start.Policies.Version, expires: expires), Actor.Hub, default));

    public static Task<ActivateOutcome> ActivateAsync(this TestHub hub, string version, DateTimeOffset? from = null) =>
        hub.Get<ActivatePolicySet>().HandleAsync(version, from ?? hub.Clock.GetUtcNow(), "STAD 2026/7", Actor.Hub, default);

    /// <summary>A set that both boards have adopted and that is in force.</summary>
    public static async Task SwapToAsync(this TestHub hub, string version)
    {
        await hub.ReceiveAsync(version);
        await hub.AdoptAsync(hub.SchoolBoard, version);
        await hub.AdoptAsync(hub.SocialBoard, version);
        Assert.IsType<ActivateOutcome.InForce>(await hub.ActivateAsync(version));
    }

    public static async Task<string> SetOfLastEntryAsync(this TestHub hub)
    {
        await using var db = hub.Db();
        return await db.Log.OrderByDescending(e => e.Index).Select(e => e.PolicySet).FirstAsync();
    }

    /// <summary>Changes the bundle of a set in the database, as one with a way round the hub might.</summary>
    public static async Task TamperAsync(this TestHub hub, string version, Func<byte[], byte[]> change)
    {
        await using var db = hub.Db();
        var bytes = await db.PolicySets.Where(s => s.Version == version).Select(s => s.Bundle).SingleAsync();
        await db.PolicySets.Where(s => s.Version == version).ExecuteUpdateAsync(set => set.SetProperty(s => s.Bundle, change(bytes)));
    }
}
