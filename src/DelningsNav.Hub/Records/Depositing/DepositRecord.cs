using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Records.Depositing;

/// <summary>How a deposit ended.</summary>
public abstract record DepositOutcome
{
    private DepositOutcome() { }

    /// <summary>The record is in the vault.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="IsNew">
    /// False when the holder had already deposited exactly this record and it can still be requested. Then nothing was changed.
    /// </param>
    public sealed record Deposited(RecordId Record, bool IsNew) : DepositOutcome;

    /// <summary>Something is wrong with the deposit; nothing was stored.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : DepositOutcome;

    /// <summary>The content is larger than <see cref="DepositRecord.LargestContent"/>.</summary>
    public sealed record TooLarge : DepositOutcome;

    /// <summary>The content is of a type that the hub does not accept.</summary>
    public sealed record TypeNotTaken : DepositOutcome;

    /// <summary>The child is unknown to the hub, or the caller is not a holder of records.</summary>
    public sealed record UnknownChild : DepositOutcome;
}

/// <summary>Deposits a holder's record. The record is checked and encrypted, and gets a day on which the copy is deleted.</summary>
/// <remarks>
/// New content under a reference that is already deposited replaces the old record, which is withdrawn in the same transaction. The same
/// content under the same reference is the same record. If its description is new, the record gets the new description. If the record was
/// withdrawn or its day of deletion has passed, it becomes available again. Otherwise nothing happens.
/// </remarks>
public sealed class DepositRecord(LoggedChanges changes, PoliciesInForce inForce, IdSource ids, TimeProvider clock)
{
    /// <summary>The largest content in bytes.</summary>
    public const int LargestContent = 10 * 1024 * 1024;

    /// <summary>The greatest number of cells of a table in structured content: its rows times its different members.</summary>
    public const int MostCells = DepositedForm.MostCells;

    /// <summary>The greatest number of different members of a table in structured content.</summary>
    public const int MostColumns = DepositedForm.MostColumns;

    /// <summary>The text field of the title.</summary>
    public static TextField Title { get; } = new("title", 200) { TooLongCode = "title-length" };

    /// <summary>The text field of the holder's own reference.</summary>
    public static TextField Reference { get; } = new("reference", 200) { TooLongCode = "reference-length" };

    /// <summary>Deposits on behalf of the branch that the caller acts for.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was stored.</exception>
    public async Task<DepositOutcome> HandleAsync(RecordDeposit deposit, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        if (deposit.Content.Length > LargestContent)
        {
            return new DepositOutcome.TooLarge();
        }

        if (!ContentType.IsTaken(deposit.MediaType))
        {
            return new DepositOutcome.TypeNotTaken();
        }

        while (true)
        {
            try
            {
                return await DepositAsync(deposit, caller, ct);
            }
            catch (OvertakenException)
            {
                // Nothing was stored. The other record is known now.
            }
        }
    }

    private async Task<DepositOutcome> DepositAsync(RecordDeposit deposit, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = Convert.ToHexStringLower(SHA256.HashData(deposit.Content.Span));
        var rules = (await inForce.ForDisplayAsync(ct)).Policies;
        var types = rules.RecordTypes;
        var id = ids.New<RecordId>();

        // Each record has a seal of its own (ADR 0038), so a record that is to be replaced is a subject of the change.
        var known = await KnownAsync(deposit, ct);
        SubjectId[] subjects = [SubjectId.Of(deposit.Child), SubjectId.Of(id), .. known.Select(SubjectId.Of)];
        var changed = await changes.ChangeAsync<DepositOutcome>(subjects, async (db, ct) =>
        {
            var holder = await HolderAsync(db, caller, now, ct);
            if (holder is not var (branch, actor) || !await db.People.AnyAsync(p => p.Id == deposit.Child, ct))
            {
                return Change<DepositOutcome>.None(new DepositOutcome.UnknownChild());
            }

            var earlier = deposit.Reference.IsSound ? await EarlierAsync(db, branch.Id, deposit.Reference.Value, ct) : [];
            var faults = Faults(deposit, branch, earlier, rules);
            faults.AddRange(await UnknownMentionedAsync(db, deposit.Mentions, ct));
            if (faults.Count > 0)
            {
                return Change<DepositOutcome>.None(new DepositOutcome.Invalid(faults));
            }

            var key = await db.KeyOfAsync(deposit.Child, ct);
            var digest = key.Key.DigestOf(hash);
            if (earlier.Find(r => r.ContentDigest == digest && r.IsAvailable(now) && r.IsAsIn(deposit)) is { } same)
            {
                return Change<DepositOutcome>.None(new DepositOutcome.Deposited(same.Id, IsNew: false));
            }

            if (earlier.Exists(r => !known.Contains(r.Id)))
            {
                throw new OvertakenException();
            }

            return await PutAsync(db, id, deposit, branch, actor, key, hash, earlier, DeletionDay(types, deposit.Type, now), now, ct);
        }, caller.Call, ct);
        return changed.Outcome;
    }

    // The records of the child under the reference, of every holder: who the holder is turns out in the change.
    private async Task<IReadOnlyList<RecordId>> KnownAsync(RecordDeposit deposit, CancellationToken ct)
    {
        if (!deposit.Reference.IsSound)
        {
            return [];
        }

        await using var db = changes.NewContext();
        var reference = deposit.Reference.Value;
        return await db.Records.Where(r => r.Child == deposit.Child && r.Reference == reference).Select(r => r.Id).ToListAsync(ct);
    }

    private static async Task<Change<DepositOutcome>> PutAsync(
        HubDbContext db, RecordId id, RecordDeposit deposit, Branch branch, Actor actor, PersonKey key, string hash, List<Record> earlier,
        DateOnly deleteOn, DateTimeOffset now, CancellationToken ct)
    {
        var digest = key.Key.DigestOf(hash);
        var known = earlier.Find(r => r.ContentDigest == digest);
        var replaced = earlier.Where(r => r != known && r.WithdrawnAt is null).ToList();
        replaced.ForEach(old => old.Withdraw(now));

        var record = known ?? Record.Of(id, key, deposit, branch.Id, hash);
        record.TakeUp(deposit, now, deleteOn);
        if (known is null)
        {
            db.Add(record);
        }

        await db.SaveChangesAsync(ct);
        await Vault.PutAsync(db, record.Id, deposit.Child, deposit.Content, ct);
        return new Change<DepositOutcome>(new DepositOutcome.Deposited(record.Id, IsNew: true),
        [
            new NewEntry
            {
                Kind = EntryKinds.RecordDeposited,
                Actor = actor,
                About = deposit.Child,
                Holder = branch.Authority,
                Fields = new Dictionary<string, string?>
                {
                    ["record"] = record.Id.ToString(),
                    ["record-type"] = record.Type.Code,
                    ["holder"] = branch.Id.ToString(),
                    ["media-type"] = record.MediaType,
                    ["content-hash"] = hash,
                    ["replaces"] = replaced.Count == 0 ? null : string.Join(' ', replaced.Select(r => r.Id)),
                    ["delete-on"] = $"{record.DeleteOn:yyyy-MM-dd}",
                },
            },
        ]);
    }

    private static Task<List<Record>> EarlierAsync(HubDbContext db, BranchId holder, string reference, CancellationToken ct) =>
        db.Records.Where(r => r.Holder == holder && r.Reference == reference).ToListAsync(ct);

    // The hub is not an archive (TF 2 kap. 13 §): the catalogue's retention class determines how long a copy is stored.
    private static DateOnly DeletionDay(RecordTypeCatalogue types, RecordTypeCode type, DateTimeOffset now) =>
        SwedishTime.DayOf(now).AddDays(types.RetentionOf(types.Find(type)).DaysAfterDeposit);

    private static async Task<(Branch Branch, Actor Actor)?> HolderAsync(
        HubDbContext db, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        if (caller is Caller.System system)
        {
            var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == system.Id, ct);
            var branch = client is null ? null : await db.Branches.AsNoTracking().SingleAsync(b => b.Id == client.Branch, ct);
            return branch is null ? null : (branch, new Actor(client!.Id.Value, "client", client.Name, branch.Authority));
        }

        var staff = await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
        return staff is null ? null : (staff.Branch, staff.Actor);
    }

    private static async Task<IReadOnlyList<Fault>> UnknownMentionedAsync(HubDbContext db, Mentioned mentioned, CancellationToken ct)
    {
        var persons = mentioned.Persons;
        return persons.Count == 0 || await db.People.CountAsync(person => persons.Contains(person.Id), ct) == persons.Count
            ? []
            : [new Fault(Mentioned.Field, "mentioned-not-in-hub", "an id is not that of a person who is known to the hub")];
    }

    // A misspelt code would otherwise be found only when the release fails. What may be an identity number is not repeated.
    private static IEnumerable<Fault> UnknownRedactions(RecordDeposit deposit, ReleasePolicies rules)
    {
        var known = rules.Obligations.Values.Where(obligation => obligation.Masks).Select(obligation => obligation.Code).ToHashSet();
        return deposit.Redactions.Select((code, i) => (code, i)).Where(one => !known.Contains(one.code)).Select(one => new Fault(
            $"redactions[{one.i}]", "redaction-unknown",
            $"{(MayBeNamed(one.code) ? $"`{one.code}`" : "the code")} is not one of "
            + string.Join(", ", known.Order(StringComparer.Ordinal))));

        static bool MayBeNamed(string code) => code.Length <= 60 && code.All(c => char.IsAsciiLetterLower(c) || c == '-');
    }

    private static List<Fault> Faults(RecordDeposit deposit, Branch holder, List<Record> earlier, ReleasePolicies rules)
    {
        var types = rules.RecordTypes;
        var faults = new List<Fault>();
        Check(
            types.TryFind(deposit.Type, out var type) && type.Holders.Contains(holder.Kind),
            "type", "unknown-record-type", $"`{deposit.Type}` is not a record type that your branch holds");
        Check(!deposit.Title.IsEmpty, "title", "title-length", "write a title of 1 to 200 characters");
        Check(!deposit.Reference.IsEmpty, "reference", "reference-length", "write a reference of 1 to 200 characters");
        faults.AddRange([.. deposit.Title.Faults, .. deposit.Reference.Faults]);
        faults.AddRange([.. deposit.Marking?.Provision.Faults ?? [], .. deposit.Marking?.MarkedBy.Faults ?? []]);
        Check(
            earlier.TrueForAll(r => r.Child == deposit.Child),
            "reference", "reference-of-another-child", "the reference is that of another child's record; give each record its own");
        Check(deposit.PeriodFrom <= deposit.PeriodTo, "periodTo", "period-reversed", "the last day cannot come before the first");
        Check(deposit.Content.Length > 0, "content", "content-empty", "the content is empty");
        Check(
            ContentType.Agrees(deposit.MediaType, deposit.Content.Span),
            "content",
            "content-not-of-type",
            deposit.MediaType == "application/pdf"
                ? "the content is not a whole PDF that opens without a password; write the file anew, without protection, and send it again"
                : $"the content is not `{deposit.MediaType}`");
        faults.AddRange(deposit.Mentions.Faults);
        faults.AddRange(UnknownRedactions(deposit, rules));
        faults.AddRange(DepositedForm.FaultsOf(deposit, rules.RecordForms));
        return faults;

        void Check(bool holds, string field, string code, string detail)
        {
            if (!holds)
            {
                faults.Add(new Fault(field, code, detail));
            }
        }
    }

    // Another record has come under the same reference since the known ones were read.
    private sealed class OvertakenException : Exception;
}

/// <summary>The types of content that the hub accepts, with a check that the bytes are of the stated type.</summary>
internal static class ContentType
{
    public static bool IsTaken(string mediaType) => mediaType is "application/pdf" or "application/json" or "text/plain";

    public static bool Agrees(string mediaType, ReadOnlySpan<byte> content) => mediaType switch
    {
        "application/pdf" => FileKind.IsPdf(content),
        "application/json" => IsJson(content),
        "text/plain" => IsText(content),
        _ => false,
    };

    // This check is stricter than JSON on purpose. A duplicate member, or a text that is not valid Unicode, could not be masked when the
    // record is handed over.
    private static bool IsJson(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = 64 });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
                {
                    reader.GetString();
                }
            }

            using var document = JsonDocument.Parse(
                content.ToArray(), new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // The content has a text with half a surrogate pair.
            return false;
        }
    }

    private static bool IsText(ReadOnlySpan<byte> content)
    {
        try
        {
            return !new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).Contains('\0', StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
