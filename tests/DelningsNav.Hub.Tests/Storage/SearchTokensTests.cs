using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Oversight;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>The tokens by which searches find log entries, and what they reveal to a reader of the database (ADR 0047).</summary>
public sealed class SearchTokensTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task No_two_entries_have_the_same_token_so_that_a_decision_leads_to_no_other_entry(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.AnswerToAsync(request);
        await hub.AnswerToAsync(request);

        await using var db = hub.Db();
        var decided = await db.Log.AsNoTracking().Where(e => e.Kind == EntryKinds.Decided).ToListAsync(Ct);
        var rows = await db.Log.AsNoTracking().ToListAsync(Ct);
        var tokens = rows.SelectMany(r => new[] { r.ChildToken, r.ActorToken, r.CaseToken }).OfType<byte[]>().ToList();
        var counts = await db.LogCounts.AsNoTracking().ToListAsync(Ct);

        Assert.Equal(2, decided.Count);
        Assert.All(decided, row => Assert.NotNull(row.ChildToken));
        List<string> all =
        [
            .. tokens.Select(Convert.ToHexString),
            .. counts.Select(c => Convert.ToHexString(c.Subject.ToByteArray())),
            .. counts.Select(c => Convert.ToHexString(c.SealedCount)),
        ];
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(tokens, token => Assert.Equal(SearchKey.TokenLength, token.Length));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_search_finds_every_entry_that_names_the_subject_and_no_other(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await hub.AnswerToAsync(await hub.AskAsync());
        await hub.PersonAsync(10);

        await AssertFoundAsync(hub, SearchKind.Child, hub.Child.Value, "person", hub.Child.ToString());
        await AssertFoundAsync(hub, SearchKind.Actor, hub.Familjebehandlare.Value, "actor", $"staff:{hub.Familjebehandlare}");
        await AssertFoundAsync(hub, SearchKind.Case, hub.Case.Value, "case", hub.Case.ToString());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Two_nodes_that_log_at_once_give_each_entry_its_own_number(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var settings = hub.Settings with { CheckpointFile = Path.Combine(hub.Folder, "of-the-other-node") };
        File.Copy(hub.Settings.CheckpointFile, settings.CheckpointFile);
        await using var other = await HubStart.OpenAsync(settings, hub.Clock, Ct);
        var before = await NumbersAsync(hub);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? hub.Start : other).Log.AppendAsync(
            new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub, About = hub.Child }, Ct)));

        var after = await NumbersAsync(hub);
        Assert.Equal(Enumerable.Range(1, before.Count + 40).Select(n => (long)n), after.Order());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_count_that_somebody_has_changed_stops_the_append_and_the_search(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await hub.AskAsync();
        var registrator = await hub.RegistratorAsync(hub.School);
        var random = new byte[16];
        await using (var db = hub.Db())
        {
            var child = SearchKey.Of(hub.Start.Keys, SearchKind.Child, hub.Child.Value).Subject;
            await db.Database.ExecuteSqlAsync($"UPDATE log_counts SET sealed_count = {random} WHERE subject = {child}", Ct);
        }

        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.ReleaseAsync(request));
        await Assert.ThrowsAsync<LogForkedException>(
            () => hub.Get<SearchLog>().HandleAsync(new LogFilter { Person = hub.Child }, new LogPlace(), registrator, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_count_that_somebody_has_put_back_or_deleted_is_found_by_a_verification(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.AskAsync();
        var registrator = await hub.RegistratorAsync(hub.School);
        var child = SearchKey.Of(hub.Start.Keys, SearchKind.Child, hub.Child.Value);
        Assert.IsType<LogVerification.Sound>(await hub.Get<VerifyLog>().HandleAsync(registrator, null, Ct));

        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE log_counts SET sealed_count = {child.SealCount(1)} WHERE subject = {child.Subject}", Ct);
        Assert.IsType<LogVerification.Unsound>(await hub.Get<VerifyLog>().HandleAsync(registrator, null, Ct));

        await db.Database.ExecuteSqlAsync($"DELETE FROM log_counts WHERE subject = {child.Subject}", Ct);
        Assert.IsType<LogVerification.Unsound>(await hub.Get<VerifyLog>().HandleAsync(registrator, null, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_entry_about_a_protected_child_is_hidden_also_when_it_is_written_during_a_search(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (registrator, child) = (await hub.RegistratorAsync(hub.School), await ProtectedAsync(hub));
        await using var db = hub.Db();
        var known = await LogReaders.FindAsync(db, registrator, hub.Clock.GetUtcNow(), Ct);
        var seen = await db.Log.AsNoTracking().VisibleToAsync(db, hub.Start.Log.Tokens, known!, Ct);

        await LogAboutAsync(hub, child);

        var key = SearchKey.Of(hub.Start.Keys, SearchKind.Child, child.Value);
        Assert.DoesNotContain(await seen.ToListAsync(Ct), row => key.NumberOf(row.ChildToken) is not null);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_entry_about_a_protected_child_is_hidden_also_when_somebody_has_deleted_its_count(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (registrator, child) = (await hub.RegistratorAsync(hub.School), await ProtectedAsync(hub));
        var index = await LogAboutAsync(hub, child);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"DELETE FROM log_counts", Ct);

        var page = Assert.IsType<SearchOutcome.Found>(
            await hub.Get<SearchLog>().HandleAsync(new LogFilter(), new LogPlace(), registrator, Ct)).Page;

        Assert.DoesNotContain(page.Lines, line => line.Index == index || line.Person?.Id == child);
        Assert.IsType<ReadEntryOutcome.NoSuchEntry>(await hub.Get<ReadLogEntry>().HandleAsync(index, registrator, Ct));
    }

    [Fact]
    public async Task A_token_of_another_subject_is_none_and_a_number_is_not_a_count()
    {
        await using var hub = await TestHub.StartAsync();
        var (one, id) = (SearchKey.Of(hub.Start.Keys, SearchKind.Child, hub.Child.Value), hub.Child.Value);

        Assert.Equal(7, one.NumberOf(one.Token(7)));
        Assert.Equal(one.Token(3), one.Tokens(3)[2]);
        Assert.Null(one.NumberOf(SearchKey.Of(hub.Start.Keys, SearchKind.Child, hub.Mother.Value).Token(7)));
        Assert.Null(SearchKey.Of(hub.Start.Keys, SearchKind.Actor, id).NumberOf(one.Token(7)));
        Assert.Null(one.NumberOf(one.SealCount(7)));
        Assert.Null(one.NumberOf(null));
        Assert.Null(one.NumberOf([1, 2, 3]));
        Assert.Throws<LogForkedException>(() => one.OpenCount(one.Token(7)));
    }

    private static Task<PersonId> ProtectedAsync(TestHub hub) => hub.PersonAsync(10, marking: SecurityMarking.SkyddadFolkbokforing);

    private static async Task<long> LogAboutAsync(TestHub hub, PersonId child) =>
        Assert.Single(await hub.Start.Log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.CaseRead,
                Actor = new Actor(hub.Rektor.Value, "staff", "Rektor", hub.SchoolBoard),
                About = child,
            },
            Ct)).Index;

    private static async Task AssertFoundAsync(TestHub hub, SearchKind kind, Guid id, string field, string value)
    {
        await using var db = hub.Db();
        var tokens = await hub.Start.Log.Tokens.OfAsync(db, kind, id, Ct);
        var found = await (kind switch
        {
            SearchKind.Child => db.Log.Where(e => tokens.Contains(e.ChildToken!)),
            SearchKind.Actor => db.Log.Where(e => tokens.Contains(e.ActorToken!)),
            SearchKind.Case => db.Log.Where(e => tokens.Contains(e.CaseToken!)),
        }).Select(e => e.Index).OrderBy(i => i).ToListAsync(Ct);
        var naming = new List<long>();
        foreach (var row in await db.Log.AsNoTracking().OrderBy(e => e.Index).ToListAsync(Ct))
        {
            if ((await LogReaders.OpenAsync(hub.Start.Log, row, Ct))[field] == value)
            {
                naming.Add(row.Index);
            }
        }

        Assert.NotEmpty(found);
        Assert.Equal(naming, found);
    }

    private static async Task<List<long>> NumbersAsync(TestHub hub)
    {
        var key = SearchKey.Of(hub.Start.Keys, SearchKind.Child, hub.Child.Value);
        await using var db = hub.Db();
        var tokens = await db.Log.AsNoTracking().Where(e => e.ChildToken != null).Select(e => e.ChildToken!).ToListAsync(Ct);
        return [.. tokens.Select(key.NumberOf).OfType<long>()];
    }
}
