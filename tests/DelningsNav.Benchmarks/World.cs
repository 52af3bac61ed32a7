using System.Text.Json;
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
using DelningsNav.Hub.Tests;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Benchmarks;

/// <summary>
/// A hub with a number of children, each with guardians, a case, a record at the school, a signed consent and a request that it covers.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private World(TestHub hub, RequestId[] requests)
    {
        Hub = hub;
        Requests = requests;
        Release = hub.Get<ReleaseInformation>();
        Caller = new Caller.Staff(hub.Familjebehandlare);
    }

    public TestHub Hub { get; }

    /// <summary>One request for each child.</summary>
    public RequestId[] Requests { get; }

    public ReleaseInformation Release { get; }

    public Caller Caller { get; }

    /// <summary>A record's content of about two kilobytes.</summary>
    public static byte[] Content { get; } = JsonSerializer.SerializeToUtf8Bytes(new
    {
        format = "delningsnav.absence/1",
        school = "Järvaskolan",
        total = Array.Empty<object>(),
        months = Enumerable.Range(0, 12).Select(i => new
        {
            from = "2026-09-01",
            to = "2026-09-30",
            offeredMinutes = 1000,
            validAbsenceMinutes = 100,
            invalidAbsenceMinutes = i,
            reportedMinutes = 1000,
            absenceShare = i / 100.0,
            reportingCompleteness = 1,
        }),
    });

    public static async Task<World> StartAsync(StorageEngine engine, int children)
    {
        var hub = await TestHub.StartAsync(engine);
        await using var db = hub.Db();
        var team = (await db.Staff.SingleAsync(s => s.Id == hub.Familjebehandlare)).Unit;
        var requests = new RequestId[children];
        for (var i = 0; i < children; i++)
        {
            requests[i] = await ChildAsync(hub, team, i, CancellationToken.None);
        }

        return new World(hub, requests);
    }

    /// <summary>One whole release: decided, logged, opened, and its delivery confirmed.</summary>
    public async Task ReleaseAsync(int caller)
    {
        var outcome = await Release.HandleAsync(Requests[caller], Caller, Opening.Everything, CancellationToken.None);
        if (outcome is not ReleaseOutcome.Answered { Answers: [RecordAnswer.Released { Document: not null } released] })
        {
            throw new InvalidOperationException("a release that must be permitted was not");
        }

        await Release.ConfirmAsync(released.Release, delivered: true, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private static async Task<RequestId> ChildAsync(TestHub hub, UnitId team, int number, CancellationToken ct)
    {
        var register = hub.Get<MaintainRegister>();
        var child = await hub.PersonAsync(10, 31 + number);
        await register.RecordCustodyAsync(child, hub.Mother, CustodyKind.Guardian, hub.Today.AddYears(-10), Actor.Hub, ct);
        await register.RecordCustodyAsync(child, hub.Father, CustodyKind.Guardian, hub.Today.AddYears(-10), Actor.Hub, ct);
        var matter = await hub.Get<MaintainCases>()
            .OpenAsync(child, CaseKind.Sst, $"SST 2026/{number + 2}", team, hub.Familjebehandlare, ct);
        Assert.IsType<DepositOutcome.Deposited>(await hub.Get<DepositRecord>().HandleAsync(
            new RecordDeposit
            {
                Child = child,
                Type = RecordTypeCode.Parse("franvaro"),
                Title = DepositRecord.Title.Read("Frånvaro"),
                Reference = DepositRecord.Reference.Read($"barn-{number}"),
                PeriodFrom = hub.Today.AddDays(-100),
                PeriodTo = hub.Today.AddDays(-1),
                MediaType = "application/json",
                Mentions = Mentioned.Nobody,
                Content = Content,
            },
            new Caller.Staff(hub.Rektor),
            ct));
        var asked = await hub.Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = matter,
                Scopes = [new ConsentScope(hub.School, [RecordTypeCode.Parse("franvaro")])],
                DataFrom = hub.Today.AddDays(-400),
                DataTo = hub.Today.AddDays(100),
                ValidUntil = hub.Clock.GetUtcNow().AddDays(180),
            },
            new Caller.Staff(hub.Familjebehandlare),
            ct);
        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(asked).Consents);
        await hub.AnswerAsync(consent, hub.Mother);
        await hub.AnswerAsync(consent, hub.Father);
        var request = await hub.Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = matter,
                Holder = hub.School,
                RecordTypes = [RecordTypeCode.Parse("franvaro")],
                PeriodFrom = hub.Today.AddDays(-200),
                PeriodTo = hub.Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read("Kartläggning"),
            },
            new Caller.Staff(hub.Familjebehandlare),
            ct);
        return Assert.IsType<RequestOutcome.Requested>(request).Request;
    }
}
