using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Consents;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Signing;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Oversight;

/// <summary>Every entry of a reading says the number of records shown and the oldest day that they are about (ADR 0045).</summary>
public sealed class ReachOfReadingsTests
{
    // A reading is a kind that says so by its name, and the delivery of a record.
    private static readonly string[] Readings =
    [
        .. EntryKinds.All.Where(kind => kind.EndsWith("-read", StringComparison.Ordinal)), EntryKinds.DeliveryReported,
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_entry_of_a_reading_says_the_number_of_records_and_the_oldest_day()
    {
        await using var hub = await TestHub.StartAsync();
        await ReadEverythingAsync(hub);

        var readings = await ReadingsAsync(hub);

        Assert.Equal(Readings.Order(), readings.Select(r => r.Kind).Distinct().Order());
        Assert.All(readings, reading => Assert.True(
            int.TryParse(reading.Entry["records"], out _) && reading.Entry["oldest-day"].Length > 0,
            $"{reading.Kind} {reading.Entry.Row.Index}"));
    }

    [Fact]
    public async Task The_reading_of_an_answer_says_how_far_back_its_documents_go_and_that_of_a_board_that_it_shows_none()
    {
        await using var hub = await TestHub.StartAsync();
        await ReadEverythingAsync(hub);

        var views = (await ReadingsAsync(hub)).Where(r => r.Kind == EntryKinds.CaseRead)
            .ToDictionary(r => r.Entry["view"], r => (r.Entry["records"], r.Entry["oldest-day"]));
        var delivered = (await ReadingsAsync(hub)).Single(r => r.Kind == EntryKinds.DeliveryReported).Entry;

        var oldest = $"{hub.Today.AddDays(-100):yyyy-MM-dd}";
        Assert.Equal(("1", oldest), views["answer"]);
        Assert.Equal(("0", "none"), views["board"]);
        Assert.Equal(("1", oldest), (delivered["records"], delivered["oldest-day"]));
    }

    private static async Task ReadEverythingAsync(TestHub hub)
    {
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);
        var second = await hub.ColleagueAsync();
        await hub.Get<ReadRecordedAnswer>().ReadAsync(recorded, new Caller.Staff(second), Ct);
        await hub.ConfirmAsync(recorded, second);
        await hub.AnswerAsync(consent, hub.Father);
        var request = await hub.AskAsync();
        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        await hub.Get<ReleaseInformation>().ConfirmAsync(released.Release, delivered: true, Ct);
        await hub.Get<CaseBoard>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct);
        await hub.Get<CaseConsents>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct);
        await hub.Get<WhomToAsk>().ReadAsync(hub.Case, hub.Familjebehandlare, Ct);
        await hub.Get<RequestAnswers>().ReadAsync(request, hub.Familjebehandlare, Ct);
        await hub.Get<ReadRequest>().ReadAsync(request, new Caller.Staff(hub.Familjebehandlare), Ct);
        await hub.Get<ReadConsent>().ReadAsync(consent, new Caller.Staff(hub.Familjebehandlare), Ct);
        await hub.Get<ConsentToRecord>().ReadAsync(consent, new Caller.Staff(hub.Familjebehandlare), "sv", Ct);
        await hub.Get<AccessReports>().ReadAsync(hub.Child, hub.Mother, AccessGroup.Other, 1, Ct);
        var registrator = await hub.RegistratorAsync(hub.School);
        await hub.SearchAsync(registrator, new());
        await hub.Get<ReadLogEntry>().HandleAsync(0, registrator, Ct);
        await hub.Get<WaitingNotices>().ReadAsync(1, registrator, Ct);
        await hub.Get<VerifyLog>().HandleAsync(registrator, null, Ct);
        await ReadPreventionAsync(hub);
        await ReadNoticeAsync(hub, consent);
    }

    private static async Task ReadPreventionAsync(TestHub hub)
    {
        var decider = await hub.ColleagueAsync(StaffRole.Enhetschef);
        Assert.IsType<AskOutcome.Asked>(await hub.Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = hub.Case,
                Scopes = [new ConsentScope(hub.School, [TestTypes.Of("disciplinarende")])],
                DataFrom = hub.Today.AddDays(-400),
                DataTo = hub.Today.AddDays(100),
                ValidUntil = hub.Clock.GetUtcNow().AddDays(180),
                Prevented = new PreventionAsk
                {
                    Guardian = hub.Father,
                    Cause = PreventionCause.Away,
                    Reason = PreventionAsk.ReasonField.Read("Till sjöss"),
                    Urgency = PreventionAsk.UrgencyField.Read("Mötet är i morgon"),
                },
            },
            new Caller.Staff(hub.Familjebehandlare), Ct));
        var waiting = Assert.Single(await hub.Get<PreventionsToDecide>().ReadAsync(decider, Ct));
        Assert.NotNull(await hub.Get<PreventionsToDecide>().OpenAsync(waiting.Id, decider, Ct));
    }

    private static async Task ReadNoticeAsync(TestHub hub, ConsentId consent)
    {
        using var key = SigningKey.Create();
        var client = await hub.Get<MaintainParties>().AddClientAsync(
            hub.Social, "Social", Operations.All, Enum.GetValues<ClientRole>(), key.KeyId, key.PublicKey.ToPem(), Ct);
        await hub.WithdrawAsync(consent);
        Assert.NotEmpty((await hub.Get<ReadNotices>().ReadAsync(0, 10, new Caller.System(client, null), Ct))!.Notices);
    }

    private static async Task<IReadOnlyList<(string Kind, OpenedEntry Entry)>> ReadingsAsync(TestHub hub)
    {
        await using var db = hub.Db();
        var rows = await db.Log.AsNoTracking().Where(e => Readings.Contains(e.Kind)).ToListAsync(Ct);
        var opened = new List<(string, OpenedEntry)>();
        foreach (var row in rows)
        {
            opened.Add((row.Kind, await LogReaders.OpenAsync(hub.Start.Log, row, Ct)));
        }

        return opened;
    }
}
