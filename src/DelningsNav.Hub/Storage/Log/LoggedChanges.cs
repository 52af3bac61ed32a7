using System.Data.Common;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage.Seals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>Makes changes of state. The log entries of a change are committed in the same transaction as the change.</summary>
/// <remarks>
/// The steps have the same order as those of the log's writer, so that a withdrawal and a release for the same child have one order for
/// every reader:
/// <code>
///   1. Raise    Raise the versions of the log subjects that the change concerns. This locks them. The policy set is also locked, so that
///               the entries name the set that is in force at their index.
///   2. Change   Load, check and alter. A change without entries is rolled back, because nothing happened.
///   3. Seal     Seal the rows of the subjects, and bind their digests to the last entry (ADR 0038).
///   4. Append   Append the entries at the log's head.
///   5. Answer   Store the answer of a call with an idempotency key. If the key has an answer already, nothing is changed (ADR 0036).
///   6. Commit   Commit everything at once, with fsync.
/// </code>
/// </remarks>
public sealed class LoggedChanges(HubDatabase database, LogWriter writer)
{
    /// <summary>Rings when a change is durable and something must be sent because of it.</summary>
    public OutboxBell Bell { get; } = new();

    /// <summary>Runs a change and returns when it and its entries are durable.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public Task<Changed<TOutcome>> ChangeAsync<TOutcome>(
        IReadOnlyList<SubjectId> subjects, Func<HubDbContext, CancellationToken, Task<Change<TOutcome>>> change, CancellationToken ct)
        where TOutcome : notnull => ChangeAsync(subjects, change, null, ct);

    /// <summary>Runs the change of a call and returns when it, its entries and the call's answer are durable.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    /// <exception cref="AnsweredMeanwhileException">The call's key has an answer already; nothing was changed.</exception>
    public async Task<Changed<TOutcome>> ChangeAsync<TOutcome>(
        IReadOnlyList<SubjectId> subjects, Func<HubDbContext, CancellationToken, Task<Change<TOutcome>>> change, KeyedCall? call,
        CancellationToken ct)
        where TOutcome : notnull
    {
        ArgumentNullException.ThrowIfNull(change);

        var key = await writer.CurrentKeyAsync(ct);
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (connection, raw) = (db.Database.GetDbConnection(), transaction.GetDbTransaction());

        // Step 1: Raise. The policy set has the lowest id of all subjects and is therefore locked first.
        await using var statements = new Statements(database.Engine, connection);
        if (!subjects.Contains(SubjectId.PolicySet))
        {
            await Subjects.LockAsync(statements, raw, [SubjectId.PolicySet], ct);
        }

        await Subjects.RaiseAsync(connection, raw, subjects, ct);
        var sound = await SoundAsync(statements, raw, subjects, ct);
        var named = await NamedPolicySet.ReadAsync(statements, raw, ct);

        // Step 2: Change.
        var made = await change(db, ct);
        if (made.Entries.Count == 0 && !made.IsBookkeeping)
        {
            return new Changed<TOutcome>(made.Outcome, []);
        }

        // Step 3: Seal.
        await db.SaveChangesAsync(ct);
        var states = await writer.Seals.SealAsync(statements, raw, sound, ct);
        if (made.Entries.Count == 0)
        {
            await transaction.CommitAsync(ct);
            return new Changed<TOutcome>(made.Outcome, []);
        }

        // Steps 4 to 6: Append, Answer and Commit.
        var entries = writer.Prepare(StateEntry.With(made.Entries, states), named.Version, key);
        return await AppendAndCommitAsync(statements, transaction, made, entries, call, ct);
    }

    /// <summary>A unit of work for reading before a change. Its caller disposes it.</summary>
    internal HubDbContext NewContext() => database.NewContext();

    // A subject whose rows were changed outside the hub is not sealed again: the change is made, but the alarm remains, and nothing is
    // released. A new subject has no seal yet, and no rows either.
    private async Task<IReadOnlyList<SubjectId>> SoundAsync(
        Statements statements, DbTransaction transaction, IReadOnlyList<SubjectId> subjects, CancellationToken ct)
    {
        var sound = new List<SubjectId>();
        foreach (var subject in subjects)
        {
            if (!writer.StateAlarms.IsOld(subject) && await writer.Seals.IsSoundAsync(statements, transaction, subject, ct))
            {
                sound.Add(subject);
            }
            else
            {
                writer.StateAlarms.Raise(subject, StateAlarms.ChangedRows);
            }
        }

        return sound;
    }

    private async Task<Changed<TOutcome>> AppendAndCommitAsync<TOutcome>(
        Statements statements, IDbContextTransaction transaction, Change<TOutcome> made, IReadOnlyList<PreparedEntry> entries,
        KeyedCall? call, CancellationToken ct)
        where TOutcome : notnull
    {
        try
        {
            var append = new LogAppend(entries, [], []);
            var pending = await LogTransaction.AppendAsync(writer.Heads, statements, transaction.GetDbTransaction(), [append], ct);
            var outcome = made.OutcomeAt is { } at ? at(pending.Batch!.Frontier.Size - entries.Count) : made.Outcome;
            var answer = call?.AnswerTo(outcome);
            if (answer is not null && !await IdempotentAnswers.StoreAsync(
                statements, transaction.GetDbTransaction(), writer.Keys, call!, answer, entries[0].Entry.At, ct))
            {
                throw new AnsweredMeanwhileException();
            }

            await transaction.CommitAsync(ct);
            call?.Committed = answer;
            if (entries.Any(entry => entry.Source.ExtraRows.Count > 0))
            {
                Bell.Ring();
            }

            return new(outcome, ((AppendOutcome.Appended)pending.AfterCommit(writer.Heads)[0]).Receipts);
        }
        catch (Exception cause) when (cause is DbException or LogForkedException)
        {
            throw new LogUnavailableException(cause);
        }
    }
}

/// <summary>The result of a change and the entries to log for it. A change without entries is not made, unless it is bookkeeping.</summary>
public sealed record Change<TOutcome>(TOutcome Outcome, IReadOnlyList<NewEntry> Entries)
{
    /// <summary>
    /// Whether the change is committed without entries. Such a change states nothing about any person, for example the day of the next
    /// check.
    /// </summary>
    public bool IsBookkeeping { get; init; }

    /// <summary>The outcome, given the log index of the change's first entry, which is known only once the entry is appended.</summary>
    public Func<long, TOutcome>? OutcomeAt { get; init; }

    /// <summary>Nothing was changed.</summary>
    public static Change<TOutcome> None(TOutcome outcome) => new(outcome, []);
}

/// <summary>A change that is durable, with the receipts of its entries.</summary>
public sealed record Changed<TOutcome>(TOutcome Outcome, IReadOnlyList<AuditReceipt> Receipts);
