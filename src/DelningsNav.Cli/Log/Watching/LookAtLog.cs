using System.Diagnostics;
using System.Globalization;
using DelningsNav.AuditLog;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Log.Watching;

/// <summary>What one look at a log found.</summary>
/// <param name="News">What was stored, in words, or null when the log is as it was.</param>
/// <param name="NoAnswer">Why there was no valid checkpoint, or null when there was one. It becomes an alarm with time.</param>
/// <param name="Alarms">What must be raised at once.</param>
internal sealed record Look(string? News, string? NoAnswer, IReadOnlyList<Alarm> Alarms);

/// <summary>Looks at a log once: fetches its checkpoint, compares it with the stored one, and stores it.</summary>
/// <remarks>
/// <list type="number">
/// <item>Fetch the checkpoint and the list of keys. The list is followed from a key that the hub did not supply, and from what was followed
/// before; then the checkpoint's signature is verified with a key that is valid now. A list that does not follow is an alarm.</item>
/// <item>After a rollback or a fork nothing is compared until a person has accepted it. What the hub signs meanwhile is stored.</item>
/// <item>Compare: the same size needs the same root, a smaller log is a rollback, a larger one needs a proof.</item>
/// <item>Make the proof from hash tiles alone. Tiles that do not lead from the old root to the new one are a fork. Tiles that are missing
/// prove nothing: the checkpoint does not count, as if there had been no answer.</item>
/// <item>Store the checkpoint. Only then is it the one that the next look compares with.</item>
/// </list>
/// </remarks>
internal sealed class LookAtLog(PublishedLog log, CheckpointStore store, IReadOnlyList<NoteVerifier> given, TimeProvider clock)
{
    // How far the clocks of the hub and of the monitor may differ when a key ends.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    internal async Task<Look> LookAsync(CancellationToken ct)
    {
        // 1. Fetch.
        var fetched = await log.CheckpointAsync(ct);
        var shown = await log.KeysAsync(ct);
        try
        {
            await using var access = await store.OpenAsync(ct);
            return fetched switch
            {
                FetchedCheckpoint.Shown(var checkpoint) => await LookAsync(checkpoint, shown, access, ct),
                FetchedCheckpoint.Missing(var why) => new Look(null, why, Unaccepted),
                _ => throw new UnreachableException(),
            };
        }
        catch (StoreException broken)
        {
            return new Look(null, null, [.. Unaccepted, new Alarm(AlarmKind.Store, broken.Message)]);
        }
    }

    private async Task<Look> LookAsync(SignedCheckpoint signed, string? shown, CheckpointStore.Access access, CancellationToken ct)
    {
        switch (Follow(shown))
        {
            case KeyListVerdict.Faulty(var forged):
                var text = $"{log.Address}: {forged}";
                return new Look(null, text, [.. Unaccepted, new Alarm(AlarmKind.ForgedKey, text)]);
            case KeyListVerdict.Sound({ } keys) when Unfit(signed, keys) is { } why:
                return new Look(null, why, [.. Unaccepted, new Alarm(AlarmKind.BadSignature, why)]);
            case KeyListVerdict.Sound:
                var look = store.Unaccepted is { } alarm ? SeeDuring(alarm, signed, access) : await CompareAsync(signed, access, ct);
                if (shown is not null && !IsStored(shown) && look is { Alarms: [], NoAnswer: null })
                {
                    access.Append(Event(StoredEvent.Keys, signed) with { Text = shown });
                }

                return look;
            default:
                throw new UnreachableException();
        }
    }

    // What the hub said before is followed together with what it says now, so that it cannot take a succession back.
    private KeyListVerdict Follow(string? shown)
    {
        var lists = new[] { store.KeyStatements, shown ?? "" }.Where(list => list.Length > 0).ToList();
        return lists.Count == 0 ? new KeyListVerdict.Sound(KeyList.Of(given)) : KeyList.Follow(given, string.Join('\n', lists));
    }

    // The statements about first keys are signed anew by each node, so that only the texts are compared.
    private bool IsStored(string shown) =>
        KeyList.TextsOf(store.KeyStatements) is { } before && KeyList.TextsOf(shown) is { } now && now.IsSubsetOf(before);

    private string? Unfit(SignedCheckpoint signed, KeyList keys)
    {
        var origin = signed.Checkpoint.Origin;
        if (keys.All(key => key.Name != origin))
        {
            return $"the checkpoint of {log.Address} is of the log `{origin}`, and not of `{keys[0].Name}`";
        }

        if (signed.Verify(keys) is not NoteVerdict.SignedBy { Signers: var signers })
        {
            return $"the checkpoint of {log.Address} is not signed by the log's key";
        }

        // A checkpoint that was stored before needs no new signature.
        var now = clock.GetUtcNow();
        return signed.Checkpoint == store.Newest?.Checkpoint || signers.Any(key => !(now - Skew >= keys.EndOf(key)))
            ? null
            : $"the checkpoint of {log.Address} is signed only by a key that ended at {Rfc3339(keys.EndOf(signers[0])!.Value)}";
    }

    private IReadOnlyList<Alarm> Unaccepted => store.Unaccepted is { } alarm ? [alarm] : [];

    /// <summary>2. During an alarm: store what the hub signs, as evidence.</summary>
    private Look SeeDuring(Alarm alarm, SignedCheckpoint signed, CheckpointStore.Access access)
    {
        if (store.LastSeen?.Checkpoint == signed.Checkpoint)
        {
            return new Look(null, null, [alarm]);
        }

        access.Append(Event(StoredEvent.Seen, signed));
        return new Look($"seen during the alarm: {Words(signed)}", null, [alarm]);
    }

    /// <summary>3. Compare.</summary>
    private async Task<Look> CompareAsync(SignedCheckpoint signed, CheckpointStore.Access access, CancellationToken ct)
    {
        if (store.Newest is not { } newest)
        {
            access.Append(Event(StoredEvent.Stored, signed));
            return new Look($"the first checkpoint: {Words(signed)}", null, []);
        }

        var (old, now) = (newest.Checkpoint, signed.Checkpoint);
        if (old.Origin != now.Origin)
        {
            throw new StoreException($"the store is of the log `{old.Origin}`, and not of `{now.Origin}`; use another folder");
        }

        if (now.Size == old.Size)
        {
            return now.Root == old.Root
                ? new Look(null, null, [])
                : Raise(AlarmKind.Fork, $"two signed heads of {Entries(now.Size)} have different roots", signed, access);
        }

        if (now.Size < old.Size)
        {
            return Raise(AlarmKind.Rollback, $"the log had {Entries(old.Size)} and now has {Number(now.Size)}", signed, access);
        }

        var (continues, why) = await ContinuesAsync(old, now, ct);
        switch (continues)
        {
            case true:
                access.Append(Event(StoredEvent.Stored, signed));
                return new Look($"{Words(signed)}; the first {Number(old.Size)} are unchanged", null, []);
            case false:
                return Raise(
                    AlarmKind.Fork,
                    $"the first {Entries(old.Size)} of the log with {Number(now.Size)} are not those of the stored checkpoint",
                    signed, access);
            case null:
                return new Look(null, why, []);
        }
    }

    /// <summary>4. Whether the larger log begins with the smaller one, or null together with the reason when tiles are missing.</summary>
    private async Task<(bool? Continues, string Why)> ContinuesAsync(Checkpoint old, Checkpoint now, CancellationToken ct)
    {
        if (old.Size == 0)
        {
            return (true, "");
        }

        var plan = ProofPlan.ForConsistency(old.Size, now.Size);
        var tiles = new Dictionary<TilePath, IReadOnlyList<MerkleHash>>();
        foreach (var tile in TiledNodes.TilesOf(plan.Nodes, now.Size))
        {
            var (hashes, why) = await log.TileAsync(tile, ct);
            if (hashes is null)
            {
                return (null, why);
            }

            tiles.Add(tile, hashes);
        }

        var proof = plan.Assemble(node => TiledNodes.HashOf(node, now.Size, tile => tiles[tile]));
        return (MerkleTree.VerifyConsistency(proof, old.Root, now.Root), "");
    }

    /// <summary>5. Store a checkpoint that shows a fault, before anybody is alarmed.</summary>
    private Look Raise(AlarmKind kind, string found, SignedCheckpoint signed, CheckpointStore.Access access)
    {
        var text = $"{log.Address}: {found}; the last sound checkpoint was stored at {Rfc3339(store.NewestAt)}";
        var alarm = new Alarm(kind, text);
        access.Append(Event(StoredEvent.Alarm, signed) with { Code = alarm.Code, Text = text });
        return new Look(null, null, [alarm]);
    }

    private StoredEvent Event(string name, SignedCheckpoint signed) => new(clock.GetUtcNow(), name, signed.ToString());

    private static string Words(SignedCheckpoint signed) =>
        $"{Entries(signed.Checkpoint.Size)}, root {signed.Checkpoint.Root.ToBase64()}";

    private static string Entries(long count) => $"{Number(count)} {(count == 1 ? "entry" : "entries")}";

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Rfc3339(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH':'mm':'ss'Z'", CultureInfo.InvariantCulture);
}
