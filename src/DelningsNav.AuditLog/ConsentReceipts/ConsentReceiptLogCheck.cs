using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>
/// Checks that the log contains the entries that a receipt of consent names, and that one of them is committed to its statement.
/// </summary>
internal sealed class ConsentReceiptLogCheck(
    ConsentReceiptReader receipt, IReadOnlyList<NoteVerifier> known, List<ConsentReceiptFault> faults)
{
    internal void Check()
    {
        var answered = AtOf(ConsentReceiptEventKind.AnsweredBySigner);
        var statement = CheckEntry("statement", receipt.StatementProof, _ => ConsentReceiptEntries.ConsentAnswerStated, answered);
        CheckEntry(
            "answer", receipt.AnswerProof, version => ConsentReceiptEntries.OfAnswer(version, receipt.Statement.IsGranted), answered);

        // One append wrote both entries. The index of the opened entry therefore gives the index of the other.
        if (receipt is { StatementProof: { } stated, AnswerProof: { } answer } && answer.Index != stated.Index + 1)
        {
            Add(ConsentReceiptFaultKind.EntryDiffers, "the entry of the answer does not come right after the entry of the statement");
        }

        CheckWithdrawal();
        if (statement is not null && answered is { } at && receipt.StatementKey is { } key)
        {
            CheckStatement(statement, key, at);
        }
    }

    private void CheckWithdrawal()
    {
        var at = AtOf(ConsentReceiptEventKind.WithdrawnBySigner);
        if (at is null != receipt.WithdrawalProof is null)
        {
            Add(
                ConsentReceiptFaultKind.EntryDiffers,
                "the receipt tells of a withdrawal without its entry, or has the entry of one that it does not tell of");
            return;
        }

        if (at is not null)
        {
            CheckEntry("withdrawal", receipt.WithdrawalProof, _ => ConsentReceiptEntries.ConsentWithdrawn, at);
        }
    }

    private EntryLeaf? CheckEntry(string name, TlogProof? proof, Func<int, string> kindIn, DateTimeOffset? at)
    {
        if (proof is null)
        {
            return null;
        }

        if (proof.Checkpoint.Checkpoint.Origin != receipt.Issuer)
        {
            Add(
                ConsentReceiptFaultKind.BadCheckpoint,
                $"the proof of the {name} is of the log `{proof.Checkpoint.Checkpoint.Origin}`, not of `{receipt.Issuer}`");
        }

        if (CheckpointTrust.Judge(proof.Checkpoint, known, out var signers) is { } untrusted)
        {
            Add(ConsentReceiptFaultKind.BadCheckpoint, $"the proof of the {name}: {untrusted.Message}");
        }

        if (!EntryLeaf.TryParse(proof.Extra.Span, out var leaf))
        {
            Add(ConsentReceiptFaultKind.NotInLog, $"the proof of the {name} does not carry the leaf of a log entry");
            return null;
        }

        if (CheckpointTrust.JudgeTime(known, signers, proof.Index, leaf.At) is { } ended)
        {
            Add(ConsentReceiptFaultKind.BadCheckpoint, $"the proof of the {name}: {ended.Message}");
        }

        if (!proof.Includes(leaf.Hash))
        {
            Add(ConsentReceiptFaultKind.NotInLog, $"the proof of the {name} does not lead from its entry to the log's head");
        }

        if (leaf.Kind != kindIn(leaf.Version) || at is not { } moment || !leaf.IsOf(moment))
        {
            Add(ConsentReceiptFaultKind.EntryDiffers, $"the entry of the {name} is of another kind or time than the receipt says");
        }

        return leaf;
    }

    private void CheckStatement(EntryLeaf leaf, byte[] key, DateTimeOffset answered)
    {
        var stated = ConsentStatementFields.Of(receipt.Statement);
        if (leaf.Version != 1)
        {
            stated[EntryPayload.AtField] = ReceiptTimes.Write(answered);
        }

        if (new EntryPayload(key, stated).DifferencesFrom(leaf) is { Count: > 0 } fields)
        {
            Add(
                ConsentReceiptFaultKind.StatementDiffers,
                $"the log's entry does not bind what the receipt states{LogFault.In(fields)}");
        }
    }

    private DateTimeOffset? AtOf(ConsentReceiptEventKind kind) => receipt.Events.FirstOrDefault(step => step.Kind == kind)?.At;

    private void Add(ConsentReceiptFaultKind kind, string message) => faults.Add(new(kind, message));
}
