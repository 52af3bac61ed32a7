using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Promises;

/// <summary>
/// Promise 6: the log can be checked without trusting the hub. The tree, its proofs and the offline verifier have their tests in
/// DelningsNav.AuditLog.Tests and DelningsNav.Cli.Tests; that a receipt proves its entry is in
/// <see cref="Releases.LogBeforeReleaseTests"/>.
/// </summary>
public sealed class Promise06_TheLogCanBeCheckedTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_leaves_alone_give_the_root_that_the_hub_signs_and_every_payload_is_bound_to_its_leaf(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var receipt = (await hub.AnswerToAsync(await hub.AskAsync())).Receipt;

        var entries = await LoggedPayload.AllAsync(hub);

        var tree = Frontier.Empty.Append([.. entries.Select(e => MerkleTree.LeafHash(e.Leaf))]).Frontier;
        Assert.Equal((receipt.Checkpoint.Checkpoint.Size, receipt.Checkpoint.Checkpoint.Root), (tree.Size, tree.Root));
        Assert.All(entries, e => Assert.Empty(e.Payload.DifferencesFrom(EntryLeaf.FromBytes(e.Leaf))));
        await using var db = hub.Db();
        Assert.Equal(entries.Count, await db.Log.CountAsync(Ct));
    }
}
