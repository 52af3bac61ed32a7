using System.Text;
using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Promises;

/// <summary>
/// Promise 7: no personal identity number in the database, a leaf, a payload or an exception. <see cref="People.IdentityNumberTests"/>
/// tests that a number never prints itself; DelningsNav.Web.Tests searches URLs and the server's own log lines.
/// </summary>
public sealed class Promise07_NoIdentityNumberLeaksTests
{
    private readonly List<string> _exceptions = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_every_use_case_no_number_is_in_the_files_the_leaves_the_payloads_or_an_exception()
    {
        await using var hub = await TestHub.StartAsync();
        await LiveAsync(hub);
        var numbers = await NumbersAsync(hub);

        var files = Directory.GetFiles(hub.Folder, "hub.db*").ToDictionary(file => Path.GetFileName(file), Read);
        var entries = await LoggedPayload.AllAsync(hub);

        Assert.True(numbers.Count >= 5);
        Assert.Contains("hub.db-wal", files.Keys);
        Assert.NotEmpty(_exceptions);
        foreach (var written in numbers.SelectMany(WaysToWrite))
        {
            Assert.All(files, file => Assert.False(Holds(file.Value, written), $"an identity number is in {file.Key}"));
            Assert.All(
                entries,
                e =>
                    Assert.False(
                        Holds(e.Leaf, written) || Holds(e.Payload.ToBytes(), written), $"an identity number is in entry {e.Index}"));
            Assert.All(_exceptions, text => Assert.DoesNotContain(written, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_search_finds_a_number_that_is_there()
    {
        await using var hub = await TestHub.StartAsync();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE staff_members SET name = '20121212-2383' WHERE id = {hub.Rektor.Value}", Ct);
        }

        Assert.Contains(Directory.GetFiles(hub.Folder, "hub.db*"), file => Holds(Read(file), "20121212-2383"));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_index_that_finds_a_number_is_keyed_and_reveals_nothing_to_an_attacker_who_hashes_all_numbers(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await using var db = hub.Db();
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == hub.Child, Ct);
        var number = person.Identity.Reveal();

        var plainHashes = new[] { number, "identity:" + number }.Select(
            text => System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        Assert.DoesNotContain(plainHashes, hash => hash.SequenceEqual(person.IdentityIndex));
        Assert.NotEqual(
            person.IdentityIndex,
            new Hub.Storage.Keys.HubKeys(Hub.Storage.Keys.RootKeys.Create(), hub.Clock)
                .IndexOf(person.Identity));
    }

    // One life of a case with every use case in it, and every free text once with a number in it, which must be refused.
    private async Task LiveAsync(TestHub hub)
    {
        var (staff, rektor) = ((Caller)new Caller.Staff(hub.Familjebehandlare), new Caller.Staff(hub.Rektor));
        var number = TestIdentities.BornOn(hub.Today.AddYears(-10).AddDays(-30));
        var text = $"{number.Reveal()[..8]}-{number.Reveal()[8..]}";
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-16));
        await hub.Get<LookUpPerson>().HandleAsync(number, rektor, LookUpPerson.Purpose.Read("sst"), Ct);
        await hub.Get<LookUpPerson>()
            .HandleAsync(TestIdentities.BornOn(new DateOnly(1950, 1, 1)), rektor, LookUpPerson.Purpose.Read("sst"), Ct);
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(family.Child, family.Guardians[0], "Beslut", "SN 2026/3", hub.Today.AddDays(9), Actor.Hub, Ct);
        await hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[1], hub.Today.AddDays(9), Actor.Hub, Ct);
        var client = await hub.Get<MaintainParties>()
            .AddClientAsync(hub.Social, "System", Operations.All, [ClientRole.Caseworker], "key", "pem", Ct);
        await hub.Get<MaintainParties>().RevokeKeyAsync(client, "key", Ct);
        await family.AskAsync(family.Ask() with { Message = AskForConsent.Message.Read(text) });
        await family.AskAsync(family.Ask(childsView: text));
        await family.GivenAsync();
        await family.RequestAndReleaseAsync();
        await hub.AnswerAsync(await hub.AskForConsentAsync("iup"), hub.Mother, ConsentAnswer.No);
        var request = await hub.AskAsync();
        await hub.AnswerToAsync(request);
        var judgement = new Judgement
        {
            RecordType = TestTypes.Of("franvaro"),
            Outcome = AssessmentOutcome.ReleaseWithConditions,
            Reasoning = AssessRequest.Reasoning.Read("Skäl"),
            Conditions = AssessRequest.Conditions.Read(text),
        };
        await hub.Get<AssessRequest>().HandleAsync(request, judgement, hub.Rektor, Ct);
        await hub.Get<AssessRequest>()
            .HandleAsync(request, judgement with { Conditions = AssessRequest.Conditions.Read("Bara i teamet.") }, hub.Rektor, Ct);
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        await hub.Get<ReleaseInformation>().ConfirmAsync(released.Release, delivered: true, Ct);
        await hub.Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = hub.Case,
                Holder = hub.School,
                RecordTypes = [TestTypes.Of("franvaro")],
                PeriodFrom = hub.Today,
                PeriodTo = hub.Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read(text),
            },
            staff,
            Ct);
        await hub.Get<DepositRecord>().HandleAsync(
            new RecordDeposit
            {
                Child = hub.Child,
                Type = TestTypes.Of("betyg"),
                Title = DepositRecord.Title.Read(text),
                Reference = DepositRecord.Reference.Read(text),
                PeriodFrom = hub.Today,
                PeriodTo = hub.Today,
                MediaType = "text/plain",
                Mentions = Mentioned.Nobody,
                Content = Encoding.UTF8.GetBytes($"Betyg för {text}"),
            },
            rektor,
            Ct);
        await hub.DepositAsync("betyg", $$"""{"pnr":"{{text}}"}""");
        await hub.WithdrawAsync(await hub.GiveConsentAsync("betyg"));
        await FailAsync(hub, number);
        await hub.Get<MaintainCases>().MoveAsync(hub.Case, CasePhase.Closed, hub.Familjebehandlare, Ct);
    }

    private async Task FailAsync(TestHub hub, IdentityNumber number)
    {
        _exceptions.Add((await Assert.ThrowsAnyAsync<Exception>(() =>
            hub.Get<LookUpPerson>().HandleAsync(number, new Caller.Family(hub.Mother), LookUpPerson.Purpose.Read("sst"), Ct))).ToString());
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TRIGGER broken BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END", Ct);
        _exceptions.Add((await Assert.ThrowsAnyAsync<Exception>(() =>
            hub.Get<LookUpPerson>().HandleAsync(number, new Caller.Staff(hub.Rektor), LookUpPerson.Purpose.Read("sst"), Ct))).ToString());
        _exceptions.Add((await Assert.ThrowsAnyAsync<Exception>(() =>
            hub.Get<MaintainRegister>().RegisterAsync(number, "Nora", "Testsson", SecurityMarking.None, Actor.Hub, Ct))).ToString());
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER broken", Ct);
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TRIGGER broken BEFORE INSERT ON persons BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END", Ct);
        _exceptions.Add((await Assert.ThrowsAnyAsync<Exception>(() => hub.Get<MaintainRegister>().RegisterAsync(
            TestIdentities.BornOn(new DateOnly(1950, 1, 1)), "Nora", "Testsson", SecurityMarking.None, Actor.Hub, Ct))).ToString());
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER broken", Ct);
    }

    private static async Task<IReadOnlyList<string>> NumbersAsync(TestHub hub)
    {
        await using var db = hub.Db();
        var kept = (await db.People.AsNoTracking().ToListAsync(Ct)).Select(p => p.Identity.Reveal());
        return [.. kept, TestIdentities.BornOn(new DateOnly(1950, 1, 1)).Reveal()];
    }

    private static IEnumerable<string> WaysToWrite(string twelve) =>
        [twelve, $"{twelve[..8]}-{twelve[8..]}", twelve[2..], $"{twelve[2..8]}-{twelve[8..]}"];

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
