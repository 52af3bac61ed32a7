using DelningsNav.AuditLog;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Storage;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Hub.Tests.Oversight;

public sealed class LogProofsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Two signatures of the same text differ, so equal notes were signed once.
    [Fact]
    public async Task A_head_is_signed_once_however_many_ask_for_it()
    {
        await using var hub = await TestHub.StartAsync();
        var proofs = hub.Get<LogProofs>();

        var heads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => proofs.CheckpointAsync(Ct)));
        await hub.AskAsync();
        var next = await proofs.CheckpointAsync(Ct);

        Assert.Single(heads.Select(head => head.Note.ToString()).Distinct());
        Assert.Equal(heads[0].Checkpoint.Size + 1, next.Checkpoint.Size);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_entry_is_proved_in_every_size_of_the_log(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GrowToAsync(41);
        var proofs = hub.Get<LogProofs>();
        var leaves = await LeavesAsync(proofs);

        for (var size = 1; size <= leaves.Count; size += size < 20 ? 1 : 7)
        {
            var root = MerkleTree.Root(leaves.Take(size));
            for (var index = 0; index < size; index++)
            {
                var proof = await proofs.InclusionAsync(index, size, Ct);
                Assert.True(MerkleTree.VerifyInclusion(proof!, leaves[index], root), $"entry {index} in the log of {size}");
            }
        }
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Each_size_of_the_log_is_proved_to_be_the_beginning_of_the_present_one(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GrowToAsync(41);
        var proofs = hub.Get<LogProofs>();
        var leaves = await LeavesAsync(proofs);
        var head = (await proofs.CheckpointAsync(Ct)).Checkpoint;

        for (var from = 1; from <= leaves.Count; from++)
        {
            var proof = await proofs.ConsistencyAsync(from, head.Size, Ct);
            Assert.True(MerkleTree.VerifyConsistency(proof!, MerkleTree.Root(leaves.Take(from)), head.Root), $"the log of {from}");
        }
    }

    [Fact]
    public async Task An_entry_or_size_that_the_log_does_not_have_is_not_proved()
    {
        await using var hub = await TestHub.StartAsync();
        var proofs = hub.Get<LogProofs>();
        var size = (await proofs.CheckpointAsync(Ct)).Checkpoint.Size;

        Assert.Null(await proofs.InclusionAsync(size, null, Ct));
        Assert.Null(await proofs.InclusionAsync(-1, null, Ct));
        Assert.Null(await proofs.InclusionAsync(5, 5, Ct));
        Assert.Null(await proofs.InclusionAsync(0, size + 1, Ct));
        Assert.Null(await proofs.ConsistencyAsync(0, size, Ct));
        Assert.Null(await proofs.ConsistencyAsync(3, 2, Ct));
        Assert.Null(await proofs.ConsistencyAsync(1, size + 1, Ct));
        Assert.Null(await proofs.LeafAsync(size, Ct));
        Assert.Null(await proofs.ProofFileAsync(size, Ct));
    }

    [Fact]
    public async Task The_proof_file_is_self_contained()
    {
        await using var hub = await TestHub.StartAsync();
        var proofs = hub.Get<LogProofs>();

        var file = (await proofs.ProofFileAsync(3, Ct))!.ToString();

        Assert.True(TlogProof.TryParse(file, out var read));
        Assert.True(NoteVerifier.TryParse(proofs.VerifierKey, out var key));
        Assert.IsType<NoteVerdict.SignedBy>(read.Checkpoint.Verify([key]));
        Assert.True(read.Includes(MerkleTree.LeafHash(read.Extra.Span)));
    }

    [Fact]
    public async Task Checkpoints_signed_while_the_log_grows_are_the_beginning_of_one_another()
    {
        await using var hub = await TestHub.StartAsync();
        var proofs = hub.Get<LogProofs>();
        var growing = hub.GrowToAsync(400);
        var heads = new List<Checkpoint>();
        while (!growing.IsCompleted)
        {
            heads.Add((await proofs.CheckpointAsync(Ct)).Checkpoint);
        }

        await growing;
        heads.Add((await proofs.CheckpointAsync(Ct)).Checkpoint);

        foreach (var (older, newer) in heads.Zip(heads.Skip(1)))
        {
            var proof = await proofs.ConsistencyAsync(older.Size, newer.Size, Ct);
            Assert.True(MerkleTree.VerifyConsistency(proof!, older.Root, newer.Root));
        }
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Tiles_and_bundles_contain_the_log_and_nothing_that_is_not_there_yet(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GrowToAsync(517);
        var proofs = hub.Get<LogProofs>();
        var leaves = await LeavesAsync(proofs);

        var full = HashTile.Decode(await proofs.TileAsync(new TilePath(0, 1, 256), Ct), 256);
        var partial = HashTile.Decode(await proofs.TileAsync(new TilePath(0, 2, 5), Ct), 5);
        var above = HashTile.Decode(await proofs.TileAsync(new TilePath(1, 0, 2), Ct), 2);
        var bundle = EntryBundle.Decode(await proofs.TileAsync(new TilePath(null, 2, 5), Ct), 5);

        Assert.Equal(leaves.Skip(256).Take(256), full);
        Assert.Equal(leaves.Skip(512), partial);
        Assert.Equal([MerkleTree.Root(leaves.Take(256)), MerkleTree.Root(leaves.Skip(256).Take(256))], above);
        Assert.Equal(leaves.Skip(512), bundle!.Select(entry => MerkleTree.LeafHash(entry.Span)));
        Assert.Null(await proofs.TileAsync(new TilePath(0, 2, 6), Ct));
        Assert.Null(await proofs.TileAsync(new TilePath(1, 0, 3), Ct));
        Assert.Null(await proofs.TileAsync(new TilePath(null, 3, 1), Ct));
    }

    private static async Task<List<MerkleHash>> LeavesAsync(LogProofs proofs)
    {
        var size = (await proofs.CheckpointAsync(Ct)).Checkpoint.Size;
        var leaves = new List<MerkleHash>();
        for (var index = 0L; index < size; index++)
        {
            leaves.Add(MerkleTree.LeafHash(await proofs.LeafAsync(index, Ct)));
        }

        return leaves;
    }
}
