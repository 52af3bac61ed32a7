using System.Data.Common;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Seals;
using DelningsNav.Policies;
using static DelningsNav.Hub.Releases.FactsQuery;

namespace DelningsNav.Hub.Releases;

/// <summary>What a request concerns: the child, the case, the holder's party, the two branches, and the day.</summary>
internal sealed record Concerned(Guid Child, Guid Case, Guid HolderAuthority, Guid Holder, Guid Recipient, DateOnly Today);

/// <summary>The facts around the child and the holder.</summary>
internal sealed class FactsAround
{
    public List<(PersonId Guardian, bool Holds)> Custodies { get; } = [];

    public HashSet<PersonId> Blocked { get; } = [];

    public List<RecordTypeCode?> DisclosureBlocks { get; } = [];

    public bool AllowsEmergencies { get; set; }

    /// <summary>Reads the facts from their result set, and adds each row to those that are compared with the seals.</summary>
    public static async Task<FactsAround> ReadAsync(DbDataReader rows, Concerned concerned, SealedRows bound, CancellationToken ct)
    {
        var found = new FactsAround();
        var row = new FactsRow<AroundColumn>(rows);
        while (await rows.ReadAsync(ct))
        {
            var mark = row.Number(AroundColumn.Mark);
            var subject = concerned.Child;
            if (mark == SealedTable.Custodies.Mark)
            {
                found.Custodies.Add((Guardian(row), AppliesOn(row, concerned.Today)));
            }
            else if (mark == SealedTable.GuardianBlocks.Mark)
            {
                if (AppliesOn(row, concerned.Today))
                {
                    found.Blocked.Add(Guardian(row));
                }
            }
            else if (mark == SealedTable.DisclosureBlocks.Mark)
            {
                if (IsOrMissing(row, AroundColumn.HolderId, concerned.Holder)
                    && IsOrMissing(row, AroundColumn.RecipientId, concerned.Recipient))
                {
                    found.DisclosureBlocks.Add(row.RecordTypeOrNull(AroundColumn.RecordType));
                }
            }
            else
            {
                subject = mark == SealedTable.Assignments.Mark ? concerned.Case : concerned.HolderAuthority;
                found.AllowsEmergencies |= mark == SealedTable.Allowances.Mark;
            }

            bound.Add(subject, SealedTable.Of(mark), rows, Enum.GetValues<AroundColumn>().Length);
        }

        return found;
    }

    private static PersonId Guardian(FactsRow<AroundColumn> row) => row.Id<PersonId>(AroundColumn.GuardianId);

    private static bool AppliesOn(FactsRow<AroundColumn> row, DateOnly day) =>
        row.Day(AroundColumn.FromDay) <= day && (!row.Has(AroundColumn.ToDay) || day < row.Day(AroundColumn.ToDay));

    private static bool IsOrMissing(FactsRow<AroundColumn> row, AroundColumn column, Guid id) => !row.Has(column) || row.Guid(column) == id;
}
