using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Parties;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Oversight;

public sealed class SearchLogTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Each_filter_finds_its_entries_and_no_others(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var early = hub.Clock.GetUtcNow();
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await hub.AnswerToAsync(await hub.AskAsync());
        var registrator = await hub.RegistratorAsync(hub.School);
        await using var db = hub.Db();
        var team = await db.Staff.Where(s => s.Id == hub.Familjebehandlare).Select(s => s.Unit).SingleAsync(Ct);

        async Task<string[]> KindsAsync(LogFilter filter) =>
            [.. (await hub.SearchAsync(registrator, filter)).Lines.Where(l => l.Kind != EntryKinds.LogRead).Select(l => l.Kind)];

        Assert.Equal([EntryKinds.Decided, EntryKinds.InformationRequested], await KindsAsync(new() { From = early.AddHours(1) }));
        Assert.DoesNotContain(EntryKinds.Decided, await KindsAsync(new() { Until = early.AddHours(1) }));
        Assert.Equal(
            [EntryKinds.ConsentSigned, EntryKinds.ConsentSigned], await KindsAsync(new() { Kinds = [EntryKinds.ConsentAnswered] }));
        Assert.Equal([EntryKinds.Decided], await KindsAsync(new() { Verdict = "release" }));
        Assert.Equal(
            [EntryKinds.Decided, EntryKinds.InformationRequested, EntryKinds.ConsentRequested], await KindsAsync(new() { Unit = team }));
        Assert.Equal(
            [EntryKinds.Decided, EntryKinds.InformationRequested, EntryKinds.ConsentRequested],
            await KindsAsync(new() { Actor = hub.Familjebehandlare.Value }));
        Assert.Equal([EntryKinds.RecordDeposited], await KindsAsync(new() { Actor = hub.Rektor.Value }));
        Assert.Contains(EntryKinds.RecordDeposited, await KindsAsync(new() { Person = hub.Child }));
        Assert.Empty(await KindsAsync(new() { Person = hub.Father }));
        Assert.Contains(EntryKinds.Decided, await KindsAsync(new() { CaseNumber = "SST 2026/1" }));
        Assert.Empty(await KindsAsync(new() { CaseNumber = "SST 2026/2" }));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Another_authoritys_entries_are_never_found_by_any_filter(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.AnswerToAsync(await hub.AskAsync());
        var parties = hub.Get<MaintainParties>();
        var others = await parties.AddAuthorityAsync("Region Exempel", "2120000144", PartyKind.Region, Ct);
        var outsider = await hub.RegistratorAsync(await parties.AddBranchAsync(others, "BUP", BranchKind.HealthCare, Ct));
        LogFilter[] filters =
        [
            new(), new() { Person = hub.Child }, new() { CaseNumber = "SST 2026/1" }, new() { Actor = hub.Rektor.Value },
            new() { Kinds = [EntryKinds.Decided] },
        ];

        foreach (var filter in filters)
        {
            var page = await hub.SearchAsync(outsider, filter);

            Assert.All(page.Lines, line => Assert.Equal(EntryKinds.LogRead, line.Kind));
            Assert.DoesNotContain(page.Lines, line => line.Actor!.Unit != "Registraturen");
            Assert.True(page.Named.Person is null || filter.Person is not null && page.Lines.Any(l => l.Person?.Id == filter.Person));
        }
    }

    [Fact]
    public async Task Every_search_is_logged_with_its_filter_before_it_is_answered()
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = await hub.RegistratorAsync(hub.School);

        await hub.SearchAsync(registrator, new() { Person = hub.Child, Kinds = [EntryKinds.Decided] });

        var (index, kind, _) = (await hub.LogAsync())[^1];
        Assert.Equal(EntryKinds.LogRead, kind);
        var entry = await hub.ReadAsync(registrator, index);
        Assert.Equal(hub.Child, entry.Line.Person!.Id);
        Assert.Contains(entry.Fields, f => f is { Name: "filter-kinds", Value: EntryKinds.Decided });
        Assert.Contains(entry.Fields, f => f is { Name: "what", Value: "search" });
    }

    [Fact]
    public async Task A_head_teacher_cannot_search_the_log()
    {
        await using var hub = await TestHub.StartAsync();
        var before = await hub.LogAsync();

        var outcome = await hub.Get<SearchLog>().HandleAsync(new LogFilter(), new LogPlace(), new Caller.Staff(hub.Rektor), Ct);

        Assert.IsType<SearchOutcome.NotARegistrator>(outcome);
        Assert.Equal(before, await hub.LogAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Pages_follow_one_another_in_both_orders_and_back(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var registrator = await hub.RegistratorAsync(hub.School);
        for (var i = 0; i < 120; i++)
        {
            await hub.Start.Log.AppendAsync(new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub, Holder = hub.SchoolBoard }, Ct);
        }

        foreach (var oldestFirst in new[] { false, true })
        {
            var filter = new LogFilter { Kinds = [EntryKinds.CaseRead] };
            var first = await hub.SearchAsync(registrator, filter, new LogPlace(OldestFirst: oldestFirst));
            var second = await hub.SearchAsync(registrator, filter, first.Later);
            var third = await hub.SearchAsync(registrator, filter, second.Later);

            Assert.Equal((120, 50, 50, 20), (first.Count, first.Lines.Count, second.Lines.Count, third.Lines.Count));
            Assert.Equal(120, first.Lines.Concat(second.Lines).Concat(third.Lines).Select(l => l.Index).Distinct().Count());
            Assert.Equal(first.Lines[0].Index < third.Lines[^1].Index, oldestFirst);
            Assert.Null(first.Earlier);
            Assert.Null(third.Later);
            Assert.Equal(second.Lines, (await hub.SearchAsync(registrator, filter, third.Earlier)).Lines);
            Assert.Equal(first.Lines, (await hub.SearchAsync(registrator, filter, second.Earlier)).Lines);
        }
    }

    [Fact]
    public async Task An_unknown_number_gives_an_id_that_looks_like_any_other_and_finds_nothing()
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = await hub.RegistratorAsync(hub.School);
        var unknown = TestIdentities.BornOn(hub.Today.AddYears(-50));

        var person = await hub.Get<FindPersonForSearch>().HandleAsync(unknown, registrator, Ct);
        var page = await hub.SearchAsync(registrator, new() { Person = person });

        Assert.NotEqual(Guid.Empty, person.Value);
        Assert.Equal(person, await hub.Get<FindPersonForSearch>().HandleAsync(unknown, registrator, Ct));
        Assert.Empty(page.Lines);
        Assert.Null(page.Named.Person);
    }

    [Fact]
    public async Task A_protected_persons_name_is_not_shown()
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = await hub.RegistratorAsync(hub.School);
        var hidden = await hub.PersonAsync(9, marking: SecurityMarking.SkyddadFolkbokforing, name: "Hemliga");
        await hub.Start.Log.AppendAsync(
            new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub, About = hidden, Holder = hub.SchoolBoard }, Ct);

        var uncleared = await hub.SearchAsync(registrator, new() { Person = hidden });
        await hub.ClearAsync(((Caller.Staff)registrator).Id);
        var line = (await hub.SearchAsync(registrator, new() { Person = hidden })).Lines[0];

        Assert.Empty(uncleared.Lines);
        Assert.Equal(new LogPerson(hidden, "", IsProtected: true), line.Person);
    }
}
