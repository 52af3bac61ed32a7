using System.Text;
using System.Text.Json;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;
using DelningsNav.Signing;
using DelningsNav.Demo.City;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Demo.Tests;

public sealed class DemoHistoryTests(SharedCity shared) : IClassFixture<SharedCity>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private BuiltCity City => shared.City;

    [Fact]
    public async Task There_are_cases_of_both_kinds_in_every_phase_of_their_process()
    {
        await using var db = City.NewContext();

        var found = (await db.Cases.AsNoTracking().ToListAsync(Ct)).Select(c => (c.Kind, c.Phase)).ToHashSet();

        CasePhase[] ofSst =
        [
            CasePhase.Referral, CasePhase.Enrolment, CasePhase.Survey, CasePhase.Planning, CasePhase.Implementation, CasePhase.FollowUp,
            CasePhase.Maintenance, CasePhase.Closed,
        ];
        CasePhase[] ofSstPlus =
        [
            CasePhase.Referral, CasePhase.Application, CasePhase.Admission, CasePhase.StartMeeting, CasePhase.Survey, CasePhase.Planning,
            CasePhase.Implementation, CasePhase.FollowUp, CasePhase.Closed,
        ];
        Assert.DoesNotContain(ofSst, p => !found.Contains((CaseKind.Sst, p)));
        Assert.DoesNotContain(ofSstPlus, p => !found.Contains((CaseKind.SstPlus, p)));
    }

    [Fact]
    public async Task Consents_are_in_every_state_and_one_has_expired()
    {
        await using var db = City.NewContext();

        var consents = await db.Consents.AsNoTracking().ToListAsync(Ct);

        Assert.Empty(Enum.GetValues<ConsentState>().Except(consents.Select(c => c.State)));
        Assert.Contains(consents, c => c.State == ConsentState.Active && c.IsExpired(City.Present));
        Assert.Contains(consents, c => c.State == ConsentState.Active && !c.IsExpired(City.Present));
        Assert.Contains(
            consents, c => c.State == ConsentState.Signing && c.Signatures.Any(s => s.Capacity == SignerCapacity.Self && s.Answer is null));
        Assert.Contains(consents, c => c.RequestedAt > City.Present.AddHours(-1));
    }

    [Fact]
    public async Task Every_kind_of_family_lives_there()
    {
        await using var db = City.NewContext();
        var today = SwedishTime.DayOf(City.Present);

        var people = await db.People.AsNoTracking().ToListAsync(Ct);
        var custodies = await db.Custodies.AsNoTracking().ToListAsync(Ct);
        var block = await db.GuardianBlocks.AsNoTracking().SingleAsync(Ct);

        Assert.Contains(people, p => p.Marking == SecurityMarking.SkyddadFolkbokforing);
        Assert.Contains(people, p => p.AgeOn(today) == 15);
        Assert.Contains(people, p => p.AgeOn(today) == 17 && p.AgeOn(today.AddDays(62)) == 18);
        Assert.Equal([1, 2], custodies.GroupBy(c => c.Child).Select(g => g.Count()).Distinct().Order());
        Assert.NotEmpty(block.CaseNumber);
        Assert.All(
            custodies.Select(c => c.Child).Distinct(),
            child => Assert.True(
                RegisterFreshness.Usual.TrustsCustody(people.Single(p => p.Id == child).RelationsReadAt, City.Present.AddDays(80))));
    }

    [Fact]
    public async Task One_of_the_staff_of_the_protected_childs_case_is_cleared_and_one_is_not()
    {
        await using var db = City.NewContext();
        var child = await db.People.Where(p => p.Marking != SecurityMarking.None).Select(p => p.Id).SingleAsync(Ct);
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Child == child, Ct);

        var cleared = await db.ProtectedClearances.Where(c => c.EndedAt == null).Select(c => c.Staff).ToListAsync(Ct);

        Assert.Equal([false, true], @case.Assignments.Select(a => cleared.Contains(a.Staff)).Order());
    }

    [Fact]
    public async Task Requests_have_ended_in_every_way()
    {
        await using var db = City.NewContext();

        var decisions = await db.Decisions.AsNoTracking().ToListAsync(Ct);
        var deliveries = await db.Deliveries.AsNoTracking().ToListAsync(Ct);
        var assessments = await db.Assessments.AsNoTracking().ToListAsync(Ct);

        Assert.Empty(Enum.GetValues<DecisionKind>().Except(decisions.Select(d => d.Kind)));
        Assert.Contains(decisions, d => d.Codes.Contains("nothing-held"));
        Assert.Contains(deliveries, d => d.Delivered);
        Assert.Contains(deliveries, d => !d.Delivered);
        Assert.Contains(decisions, d => d.Kind == DecisionKind.Release && d.Record is not null && deliveries.All(x => x.Release != d.Id));
        Assert.Empty(Enum.GetValues<AssessmentOutcome>().Except(assessments.Select(a => a.Outcome)));
        Assert.Contains(assessments, a => a.RefusalCaseNumber is { Length: > 0 });
    }

    [Fact]
    public async Task Requests_are_pending_for_the_assessors_of_the_tour()
    {
        await using var db = City.NewContext();
        var decisions = await db.Decisions.AsNoTracking().ToListAsync(Ct);
        var waiting = decisions
            .GroupBy(d => (d.Request, d.RecordType))
            .Select(g => g.MaxBy(d => d.LogIndex)!)
            .Where(d => d.Kind == DecisionKind.Refer)
            .Select(d => d.Request)
            .ToHashSet();

        foreach (var key in new[] { "helena-astrom", "peter-wallgren", "birgitta-skold" })
        {
            var assessor = City.Persons.All.Single(p => p.Key == key).Staff!.Value;
            var member = (await db.Staff.AsNoTracking().ToListAsync(Ct)).Single(s => s.Id.Value == assessor);
            var branch = (await db.Units.AsNoTracking().SingleAsync(u => u.Id == member.Unit, Ct)).Branch;

            Assert.True(member.Assesses);
            Assert.NotEmpty(await db.Requests.AsNoTracking().Where(r => r.Holder == branch && waiting.Contains(r.Id)).ToListAsync(Ct));
        }
    }

    [Fact]
    public async Task Every_authority_but_one_has_adopted_the_policy_set()
    {
        await using var db = City.NewContext();

        var authorities = await db.Authorities.AsNoTracking().ToListAsync(Ct);
        var adopters = await db.PolicyAdoptions.Where(a => a.EndedAt == null).Select(a => a.Authority).ToListAsync(Ct);

        Assert.Equal(PartyKind.Region, Assert.Single(authorities, a => !adopters.Contains(a.Id)).Kind);
        Assert.Empty(Enum.GetValues<PartyKind>().Except(authorities.Select(a => a.Kind)));
    }

    [Fact]
    public async Task The_log_covers_eighty_days_and_never_goes_backwards()
    {
        await using var db = City.NewContext();

        var times = await db.Database.SqlQueryRaw<long>("SELECT at AS Value FROM log_entries ORDER BY idx").ToListAsync(Ct);

        Assert.Equal(times.Order(), times);
        Assert.True(DateTimeOffset.FromUnixTimeMilliseconds(times[0]) < City.Present.AddDays(-80));
        Assert.True(DateTimeOffset.FromUnixTimeMilliseconds(times[^1]) <= City.Present);
    }

    [Fact]
    public async Task A_newcomer_can_sign_with_the_keys_in_the_folder()
    {
        await using var db = City.NewContext();
        var clients = await db.Clients.AsNoTracking().ToListAsync(Ct);

        foreach (var file in new[] { DemoClients.SchoolKeyFile, DemoClients.SocialKeyFile })
        {
            using var key = SigningKey.FromPem(await File.ReadAllTextAsync(Path.Combine(City.Folder, file), Ct));

            Assert.Contains(clients, c => c.Keys.Any(k => k.KeyId == key.KeyId));
        }
    }

    [Fact]
    public async Task No_identity_number_is_readable_in_the_database_file()
    {
        await using (var db = City.NewContext())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(PASSIVE)", Ct);
        }

        var files = Directory.GetFiles(City.Folder, "hub.db*").Select(Read).ToList();
        var numbers = FictitiousNumbers.Pupils.Concat(FictitiousNumbers.Adults).ToList();

        Assert.NotEmpty(files);
        foreach (var digits in numbers)
        {
            string[] writings = [digits, $"{digits[..8]}-{digits[8..]}", digits[2..], $"{digits[2..8]}-{digits[8..]}"];
            Assert.DoesNotContain(writings, w => files.Any(f => f.AsSpan().IndexOf(Encoding.UTF8.GetBytes(w)) >= 0));
        }
    }

    [Fact]
    public async Task Two_builds_give_the_same_ids_on_any_day()
    {
        await using var again = await BuiltCity.BuildAsync(SharedCity.Present.AddDays(3));

        var (first, second) = (await IdsAsync(City), await IdsAsync(again));

        Assert.Equal(first, second);
        Assert.Equal(JsonSerializer.Serialize(City.Persons.All), JsonSerializer.Serialize(again.Persons.All));
    }

    [Fact]
    public void The_people_to_sign_in_as_have_stable_keys_and_sentences_in_both_languages()
    {
        var persons = City.Persons.All;

        Assert.Equal("anna-lindqvist", persons[0].Key);
        Assert.Equal(persons.Count, persons.Select(p => p.Key).Distinct().Count());
        Assert.All(persons, p => Assert.True(p.Swedish.EndsWith('.') && p.English.EndsWith('.') && p.Staff is null != p.Person is null));
    }

    private static async Task<List<string>> IdsAsync(BuiltCity city)
    {
        await using var db = city.NewContext();
        var people = (await db.People.AsNoTracking().ToListAsync(Ct)).Select(p => $"{p.Id} {p.Name}");
        var cases = (await db.Cases.AsNoTracking().ToListAsync(Ct)).Select(c => $"{c.Id} {c.CaseNumber}");
        return [.. people.Concat(cases).Order(StringComparer.Ordinal)];
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
