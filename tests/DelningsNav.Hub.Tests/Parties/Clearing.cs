using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Parties;

/// <summary>Clears staff for protected identities, as the head of their unit does.</summary>
internal static class Clearing
{
    /// <summary>Clears a member of staff, by default the caseworker of the case, by a head who joins their unit.</summary>
    public static async Task ClearAsync(this TestHub hub, StaffMemberId? staff = null)
    {
        var member = staff ?? hub.Familjebehandlare;
        await using var db = hub.Db();
        var unit = await db.Staff.Where(s => s.Id == member).Select(s => s.Unit).SingleAsync();
        var head = await hub.Get<MaintainParties>()
            .AddStaffAsync(unit, "Hedda Chef", StaffRole.Enhetschef, assesses: false, assessesProtectedIdentities: false, default);
        Assert.Equal(ClearanceOutcome.Done, await hub.Get<ClearForProtected>().GiveAsync(member, new Caller.Staff(head), default));
    }
}
