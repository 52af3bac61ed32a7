using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests;

/// <summary>Clears staff and systems for protected identities (ADR 0044).</summary>
internal static class Clearing
{
    /// <summary>Clears a member of staff, by default the caseworker, by a head who joins the team, and every system.</summary>
    public static async Task ClearAsync(this TestApp app, StaffMemberId? staff = null)
    {
        var head = await app.Get<MaintainParties>().AddStaffAsync(
            app.Team, "Hedda Chef", StaffRole.Enhetschef, assesses: false, assessesProtectedIdentities: false, default);
        Assert.Equal(
            ClearanceOutcome.Done,
            await app.Get<ClearForProtected>().GiveAsync(staff ?? app.Familjebehandlare, new Caller.Staff(head), default));
        await app.ClearSystemsAsync(isCleared: true);
    }

    /// <summary>Clears every system, or none.</summary>
    public static async Task ClearSystemsAsync(this TestApp app, bool isCleared)
    {
        await using var db = app.Hub.Database.NewContext();
        foreach (var client in await db.Clients.Select(c => c.Id).ToListAsync())
        {
            await app.Get<MaintainParties>().ClearSystemAsync(client, isCleared, default);
        }
    }
}
