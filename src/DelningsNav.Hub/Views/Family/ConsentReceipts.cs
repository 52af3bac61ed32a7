using System.Text.Json;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>What a signer may save about a consent that they have answered.</summary>
/// <param name="Detail">The consent in the form that the signer may know, with the text that they answered.</param>
/// <param name="Receipt">The receipt, or null when the log no longer has the content of the receipt.</param>
public sealed record SignerReceipt(FamilyConsentDetail Detail, IssuedReceipt? Receipt);

/// <summary>A receipt that has been made.</summary>
/// <param name="Content">Its content.</param>
/// <param name="File">
/// The signed file, which is canonical JSON in UTF-8. It is signed again each time. Therefore two files are never alike.
/// </param>
public sealed record IssuedReceipt(ConsentReceipt Content, ReadOnlyMemory<byte> File);

/// <summary>Gives a signer the receipt of their own answer to a consent. Swedish: <b>kvitto på samtycke</b>.</summary>
/// <remarks>
/// A receipt is made from the log each time and is not stored, so that nothing prevents gallring. After the payload of the entry has been
/// erased, new receipts cannot be made, but receipts that were made earlier can be verified for ever (ADR 0022). A receipt states no more
/// than <see cref="FamilyConsentDetails"/> shows the same reader.
/// </remarks>
public sealed class ConsentReceipts(
    HubDatabase database, FamilyConsentDetails consents, LogProofs proofs, LogWriter log, TimeProvider clock)
{
    /// <summary>
    /// The receipt of the reader's own answer. Null when the consent does not exist, the reader may not see it, or the reader has not
    /// answered it. All these cases give the same answer.
    /// </summary>
    /// <param name="id">The consent.</param>
    /// <param name="reader">The person who asks for the receipt.</param>
    /// <param name="howToWithdraw">Where the consent can be withdrawn.</param>
    /// <param name="ct">Cancels the reading.</param>
    public async Task<SignerReceipt?> ReadAsync(ConsentId id, PersonId reader, string howToWithdraw, CancellationToken ct)
    {
        if (await consents.ReadAsync(id, reader, "sv", ct) is not { Consent.OwnAnswer: not null } detail)
        {
            return null;
        }

        var found = await StatementAsync(id, reader, detail.Consent.Child, ct);
        return found is { } entry && entry.Statement.TextHash == detail.Text.Hash
            ? new SignerReceipt(detail, await IssueAsync(detail, entry, howToWithdraw, ct))
            : new SignerReceipt(detail, null);
    }

    private async Task<IssuedReceipt?> IssueAsync(
        FamilyConsentDetail detail, StatedAnswer entry, string howToWithdraw, CancellationToken ct)
    {
        // The entries of the statement and of the answer were written together. The entry of the answer comes last.
        var statement = await proofs.ProofFileAsync(entry.Index, ct);
        var answer = await proofs.ProofFileAsync(entry.Index + 1, ct);
        var withdrawal = detail.WithdrawalReceipt is { } own ? await proofs.ProofFileAsync(own.LogIndex, ct) : null;
        if (statement is null || answer is null)
        {
            return null;
        }

        var receipt = new ConsentReceipt
        {
            Issuer = proofs.Origin,
            IssuedAt = clock.GetUtcNow(),
            Statement = entry.Statement,
            Text = detail.Text.Text,
            HowToWithdraw = howToWithdraw,
            Status = JsonNamingPolicy.CamelCase.ConvertName(detail.Consent.State.ToString()),
            Events = [.. Events(detail, entry)],
            Proofs = new ConsentReceiptProofs(statement, entry.Key, answer, withdrawal),
        };
        return new IssuedReceipt(receipt, receipt.Sign(log.Identity.ReceiptSigner));
    }

    private static IEnumerable<ConsentReceiptEvent> Events(FamilyConsentDetail detail, StatedAnswer entry)
    {
        yield return new(ConsentReceiptEventKind.Requested, entry.Statement.RequestedAt);
        yield return new(ConsentReceiptEventKind.AnsweredBySigner, entry.At);
        if (detail.Consent.HeldFrom is { } heldFrom)
        {
            yield return new(ConsentReceiptEventKind.Active, heldFrom);
        }

        if (detail.WithdrawalReceipt is { } own)
        {
            yield return new(ConsentReceiptEventKind.WithdrawnBySigner, own.At);
        }
        else if (detail.Consent.WithdrawnAt is { } withdrawnAt)
        {
            yield return new(ConsentReceiptEventKind.Withdrawn, withdrawnAt);
        }
    }

    private async Task<StatedAnswer?> StatementAsync(ConsentId id, PersonId reader, PersonId child, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var actor = await log.Tokens.OfAsync(db, SearchKind.Actor, reader.Value, ct);
        var about = await log.Tokens.OfAsync(db, SearchKind.Child, child.Value, ct);
        var rows = await db.Log.AsNoTracking()
            .Where(e => actor.Contains(e.ActorToken!) && about.Contains(e.ChildToken!) && e.Kind == EntryKinds.ConsentAnswerStated)
            .OrderByDescending(e => e.Index)
            .ToListAsync(ct);
        foreach (var row in rows)
        {
            if ((await LogReaders.OpenAsync(log, row, ct)).Payload is { } payload
                && ConsentStatementFields.TryRead(payload.Fields, out var statement)
                && statement.Consent == id.ToString())
            {
                return new StatedAnswer(row.Index, row.At, statement, payload.Key);
            }
        }

        return null;
    }

    private sealed record StatedAnswer(long Index, DateTimeOffset At, ConsentStatement Statement, ReadOnlyMemory<byte> Key);
}
