using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Blocks;

/// <summary>
/// The log entry of a block that was placed or lifted. If the block names a holder, the registrators of that authority can read the entry.
/// </summary>
internal static class BlockEntry
{
    public static async Task<NewEntry> OfAsync(HubDbContext db, string kind, DisclosureBlock block, Actor actor, CancellationToken ct)
    {
        var holder = await db.Branches.Where(b => b.Id == block.Holder)
            .Select(b => (Foundation.AuthorityId?)b.Authority)
            .SingleOrDefaultAsync(ct);
        var lifted = kind == EntryKinds.DisclosureBlockLifted;
        return new NewEntry
        {
            Kind = kind,
            Actor = actor,
            About = block.Child,
            Holder = holder,
            Fields = new Dictionary<string, string?>
            {
                ["block"] = block.Id.ToString(),
                ["record-types"] = block.RecordType?.Code,
                ["holder"] = block.Holder?.ToString(),
                ["recipient"] = block.Recipient?.ToString(),
                ["reason"] = Said(lifted ? block.LiftingReason : block.Reason),
                ["law"] = Said(lifted ? "" : block.Law),
                ["decision"] = Said(lifted ? block.LiftingCaseNumber : block.CaseNumber),
            },
        };
    }

    private static string? Said(string text) => text.Length == 0 ? null : text;
}
