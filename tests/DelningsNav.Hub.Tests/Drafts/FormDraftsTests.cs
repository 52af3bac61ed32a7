using DelningsNav.Hub.Drafts;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Drafts;

public sealed class FormDraftsTests
{
    private const string Page = "/arbetsyta/provningar/1";

    private static readonly Dictionary<string, string[]> Typed = new() { ["Reasoning"] = ["Skälet är skrivet"], ["Types"] = ["a", "b"] };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Only_the_person_who_typed_a_draft_finds_it_and_only_in_its_own_form(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var drafts = hub.Get<FormDrafts>();
        var owner = new Caller.Staff(hub.Rektor);

        var id = await drafts.SaveAsync(null, Page, Typed, owner, Ct);

        Assert.Equivalent(Typed, Assert.IsType<DraftFound.Open>(await drafts.FindAsync(id, Page, owner, Ct)).Fields);
        Assert.Null(await drafts.FindAsync(id, Page, new Caller.Staff(hub.Familjebehandlare), Ct));
        Assert.Null(await drafts.FindAsync(id, Page, new Caller.Family(new PersonId(hub.Rektor.Value)), Ct));
        Assert.Null(await drafts.FindAsync(id, Page + "2", owner, Ct));
        Assert.Null(await drafts.FindAsync(new DraftId(Guid.Empty), Page, owner, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Saving_again_updates_the_same_draft_and_does_not_restart_its_day(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var drafts = hub.Get<FormDrafts>();
        var owner = new Caller.Staff(hub.Rektor);
        var id = await drafts.SaveAsync(null, Page, Typed, owner, Ct);
        hub.Clock.Advance(TimeSpan.FromHours(23));

        var again = await drafts.SaveAsync(id, Page, new Dictionary<string, string[]> { ["Reasoning"] = ["Ändrat"] }, owner, Ct);

        Assert.Equal(id, again);
        Assert.Equal(["Ändrat"], Assert.IsType<DraftFound.Open>(await drafts.FindAsync(id, Page, owner, Ct)).Fields["Reasoning"]);
        hub.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await drafts.FindAsync(id, Page, owner, Ct));
        Assert.NotEqual(id, await drafts.SaveAsync(id, Page, Typed, owner, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_sent_draft_has_nothing_that_was_typed_and_leads_to_the_first_answer(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var drafts = hub.Get<FormDrafts>();
        var owner = new Caller.Staff(hub.Rektor);
        var id = await drafts.SaveAsync(null, Page, Typed, owner, Ct);

        await drafts.SendAsync(id, Page, "/forst", owner, Ct);
        await drafts.SendAsync(id, Page, "/sedan", owner, Ct);

        Assert.Equal("/forst", Assert.IsType<DraftFound.Sent>(await drafts.FindAsync(id, Page, owner, Ct)).Address);
        await using var db = hub.Db();
        Assert.Null((await db.Set<Draft>().AsNoTracking().SingleAsync(Ct)).Sealed);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_draft_that_is_a_day_old_is_removed_and_no_other(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var drafts = hub.Get<FormDrafts>();
        var owner = new Caller.Staff(hub.Rektor);
        await drafts.SaveAsync(null, Page, Typed, owner, Ct);
        var sent = await drafts.SaveAsync(null, Page, Typed, owner, Ct);
        await drafts.SendAsync(sent, Page, "/forst", owner, Ct);
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        var younger = await drafts.SaveAsync(null, Page, Typed, owner, Ct);
        hub.Clock.Advance(FormDrafts.SavedFor - TimeSpan.FromSeconds(1));

        var removed = await drafts.RemoveOldAsync(Ct);

        Assert.Equal(2, removed);
        Assert.NotNull(await drafts.FindAsync(younger, Page, owner, Ct));
        Assert.Equal(0, await drafts.RemoveOldAsync(Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_row_that_is_moved_to_another_owner_cannot_be_opened(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var drafts = hub.Get<FormDrafts>();
        var id = await drafts.SaveAsync(null, Page, Typed, new Caller.Staff(hub.Rektor), Ct);
        await using (var db = hub.Db())
        {
            await db.Set<Draft>().ExecuteUpdateAsync(set => set.SetProperty(d => d.Staff, hub.Familjebehandlare), Ct);
        }

        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(
            () => drafts.FindAsync(id, Page, new Caller.Staff(hub.Familjebehandlare), Ct));
    }
}
