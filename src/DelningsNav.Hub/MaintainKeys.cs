using DelningsNav.AuditLog;
using DelningsNav.Hub.HubModel;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub;

/// <summary>
/// Rotates and retires the keys of a hub, for the operator, who can read the key file (ADR 0042). The hub may run meanwhile: its nodes read
/// the file again each minute.
/// </summary>
public sealed class MaintainKeys(HubSettings settings, TimeProvider clock)
{
    /// <summary>How long after its first use a wrapping key must have been in use before the one before it can be destroyed.</summary>
    private static readonly TimeSpan UsedBefore = TimeSpan.FromHours(1);

    /// <summary>The present keys.</summary>
    /// <exception cref="KeySourceException">The keys are unavailable.</exception>
    public Task<RootKeys> ReadAsync(CancellationToken ct) => settings.Keys.ReadAsync(ct);

    /// <summary>Adds a key. The key before it stays valid for the overlap.</summary>
    /// <param name="purpose">What the key signs; null for the wrapping key.</param>
    /// <param name="overlap">How long the key before it stays valid after the new key has begun.</param>
    /// <param name="isTrial">Whether nothing is written.</param>
    /// <param name="ct">Cancels before the file is changed.</param>
    /// <exception cref="KeySourceException">
    /// The file cannot be changed, the last rotation is not in force yet, or the log signs under another name than the configured one.
    /// </exception>
    /// <exception cref="StorageException">The checkpoint file or the database cannot be used.</exception>
    public async Task<RootKeys> RotateAsync(KeyPurpose? purpose, TimeSpan overlap, bool isTrial, CancellationToken ct)
    {
        await ReadAsync(ct);
        if (purpose is not null)
        {
            await AssertOriginAsync(ct);
        }

        var now = clock.GetUtcNow();
        var from = now + KeyRotation.KnownBefore;
        return await ChangeAsync(
            keys => purpose is { } signs
                ? KeyRotation.Sign(keys, signs, settings.LogOrigin, now, from, overlap)
                : KeyRotation.Wrap(keys, now, from),
            isTrial, ct);
    }

    /// <summary>
    /// Destroys what is no longer needed: the private halves of signing keys that have ended, or the wrapping keys before the newest.
    /// </summary>
    /// <exception cref="KeySourceException">
    /// A wrapping key is still needed, or the file cannot be changed. The message says what is left.
    /// </exception>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<RootKeys> RetireAsync(KeyPurpose? purpose, bool isTrial, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (purpose is { } signs)
        {
            return await ChangeAsync(keys => KeyRotation.WithoutEnded(keys, signs, now), isTrial, ct);
        }

        var present = await ReadAsync(ct);
        if (present.Wrapping.Count == 1)
        {
            return present;
        }

        if (present.Wrapping[^1].From + UsedBefore > now)
        {
            throw new KeySourceException(
                "the newest wrapping key has been in use for less than an hour, so that a node may still use the one before it; try later");
        }

        await AssertUnusedAsync(present, ct);
        return await ChangeAsync(
            keys => keys.Wrapping.Count == present.Wrapping.Count
                ? KeyRotation.WithNewestWrappingAlone(keys)
                : throw new KeySourceException("the keys were rotated meanwhile; nothing was destroyed"),
            isTrial, ct);
    }

    /// <summary>How many values of each table an earlier wrapping key has sealed.</summary>
    /// <exception cref="KeySourceException">The keys are unavailable.</exception>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<IReadOnlyList<(string Table, long Left)>> LeftAsync(CancellationToken ct) => await LeftAsync(await ReadAsync(ct), ct);

    private async Task<IReadOnlyList<(string Table, long Left)>> LeftAsync(RootKeys keys, CancellationToken ct)
    {
        await using var database = await HubDatabase.OpenAsync(settings.Engine, settings.ConnectionString, clock, ct);
        return await new SealAgain(database, new HubKeys(keys, clock), SealedColumns.All, clock).CountAsync(ct);
    }

    private async Task AssertUnusedAsync(RootKeys keys, CancellationToken ct)
    {
        if (await LeftAsync(keys, ct) is { Count: > 0 } left)
        {
            var where = string.Join(", ", left.Select(table => $"{table.Left} in {table.Table}"));
            throw new KeySourceException(
                $"{left.Sum(table => table.Left)} values are still sealed with an earlier wrapping key ({where}); a running hub seals them "
                + "again by itself, and sessions and drafts end within two days");
        }
    }

    // A statement about a new key names the log, and readers follow the statements of one log only.
    private async Task AssertOriginAsync(CancellationToken ct)
    {
        var origin = new CheckpointFile(settings.CheckpointFile).Read()?.Checkpoint.Checkpoint.Origin ?? await OriginInDatabaseAsync(ct);
        if (origin is not null && origin != settings.LogOrigin)
        {
            throw new KeySourceException(
                $"the log signs as `{origin}`, and Hub:LogOrigin is `{settings.LogOrigin}`; nothing was changed: use the configuration of "
                + "the hub");
        }
    }

    private async Task<string?> OriginInDatabaseAsync(CancellationToken ct)
    {
        await using var database = await HubDatabase.OpenAsync(settings.Engine, settings.ConnectionString, clock, ct);
        await using var connection = await database.ConnectAsync(ct);
        await using var head = connection.CreateCommand();
        head.CommandText = "SELECT checkpoint FROM log_head";
        return await head.ExecuteScalarAsync(ct) is string note ? note.Split('\n')[0] : null;
    }

    private async Task<RootKeys> ChangeAsync(Func<RootKeys, RootKeys> change, bool isTrial, CancellationToken ct) =>
        isTrial ? change(await ReadAsync(ct))
        : settings.Keys is KeyFile file ? await file.ChangeAsync(change, ct)
        : throw new KeySourceException("the keys are not in a key file, so that they are rotated where they are kept");
}
