using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// A child with guardians, a case and an investigation of which the school is the holder; the hub's own family, or one more.
/// </summary>
internal sealed class TestFamily(
    TestHub hub, PersonId child, CaseId @case, IReadOnlyList<PersonId> guardians, IReadOnlyList<CustodyId> custodies)
{
    public static readonly RecordTypeCode Type = RecordTypeCode.Parse("utredning-sarskilt-stod");

    private static int _families;

    public PersonId Child => child;

    public CaseId Case => @case;

    public IReadOnlyList<PersonId> Guardians => guardians;

    public IReadOnlyList<CustodyId> Custodies => custodies;

    /// <summary>One more family, the child born on a day, with this many guardians.</summary>
    public static async Task<TestFamily> SettleAsync(TestHub hub, DateOnly born, int guardians = 2)
    {
        var number = Interlocked.Increment(ref _families);
        var register = hub.Get<MaintainRegister>();
        var child = await register.RegisterAsync(TestIdentities.BornOn(born), "Alex", "Testsson", SecurityMarking.None, Actor.Hub, default);
        var (persons, custodies) = (new List<PersonId>(), new List<CustodyId>());
        for (var i = 0; i < guardians; i++)
        {
            var guardian = await hub.PersonAsync(45, (3 * number) + i + 100, name: $"Guardian {i}");
            persons.Add(guardian);
            custodies.Add(await register.RecordCustodyAsync(child, guardian, CustodyKind.Guardian, born, Actor.Hub, default));
        }

        await using var db = hub.Db();
        var team = (await db.Staff.SingleAsync(s => s.Id == hub.Familjebehandlare)).Unit;
        var @case = await hub.Get<MaintainCases>()
            .OpenAsync(child, CaseKind.Sst, $"SST 2026/{number + 1000}", team, hub.Familjebehandlare, default);
        var family = new TestFamily(hub, child, @case, persons, custodies);
        await family.DepositAsync();
        return family;
    }

    /// <summary>The same child and guardians in one more case.</summary>
    public async Task<TestFamily> InAnotherCaseAsync()
    {
        await using var db = hub.Db();
        var team = (await db.Cases.SingleAsync(c => c.Id == @case)).Unit;
        var another = await hub.Get<MaintainCases>().OpenAsync(
            child, CaseKind.Sst, $"SST 2026/{Interlocked.Increment(ref _families) + 1000}", team, hub.Familjebehandlare, default);
        return new TestFamily(hub, child, another, guardians, custodies);
    }

    public Task<DepositOutcome> DepositAsync(
        string content = "{}", string reference = "utredning", Mentioned? mentions = null) => hub.Get<DepositRecord>().HandleAsync(
        new RecordDeposit
        {
            Child = child,
            Type = Type,
            Title = DepositRecord.Title.Read("Utredning"),
            Reference = DepositRecord.Reference.Read($"{reference}-{child}"),
            PeriodFrom = hub.Today.AddDays(-100),
            PeriodTo = hub.Today.AddDays(-1),
            MediaType = "application/json",
            Mentions = mentions ?? Mentioned.Nobody,
            Content = System.Text.Encoding.UTF8.GetBytes(content),
        },
        new Caller.Staff(hub.Rektor),
        default);

    public ConsentAsk Ask(string childsView = "Vill gärna ha hjälp.", RecordTypeCode? type = null) => new()
    {
        Case = @case,
        Scopes = [new ConsentScope(hub.School, [type ?? Type])],
        DataFrom = hub.Today.AddDays(-400),
        DataTo = hub.Today.AddDays(100),
        ValidUntil = hub.Clock.GetUtcNow().AddDays(180),
        ChildsView = AskForConsent.ChildsView.Read(childsView),
    };

    public Task<AskOutcome> AskAsync(ConsentAsk ask) =>
        hub.Get<AskForConsent>().HandleAsync(ask, new Caller.Staff(hub.Familjebehandlare), default);

    public async Task<ConsentId> AskedAsync(RecordTypeCode? type = null) =>
        Assert.Single(Assert.IsType<AskOutcome.Asked>(await AskAsync(Ask(type: type))).Consents);

    /// <summary>A consent that all signers have signed.</summary>
    public Task<ConsentId> GivenAsync(RecordTypeCode? type = null) => GivenAsync(Ask(type: type));

    public async Task<ConsentId> GivenAsync(ConsentAsk ask)
    {
        var consent = Assert.Single(Assert.IsType<AskOutcome.Asked>(await AskAsync(ask)).Consents);
        foreach (var (person, _) in await SignersAsync(consent))
        {
            Assert.IsType<AnswerOutcome.Answered>(await hub.AnswerAsync(consent, person));
        }

        return consent;
    }

    public async Task<IReadOnlyList<(PersonId Person, SignerCapacity Capacity)>> SignersAsync(ConsentId consent)
    {
        await using var db = hub.Db();
        var found = await db.Consents.AsNoTracking().SingleAsync(c => c.Id == consent);
        return [.. found.Signatures.Select(s => (s.Person, s.Capacity))];
    }

    public async Task<ReleaseOutcome> RequestAndReleaseAsync() => await hub.ReleaseAsync(await RequestAsync());

    public async Task<RequestId> RequestAsync()
    {
        var asked = await hub.Get<RequestInformation>().HandleAsync(
            new InformationAsk
            {
                Case = @case,
                Holder = hub.School,
                RecordTypes = [Type],
                PeriodFrom = hub.Today.AddDays(-300),
                PeriodTo = hub.Today,
                Purpose = PurposeCode.Parse("sst"),
                Reason = RequestInformation.Reason.Read("Kartläggning"),
            },
            new Caller.Staff(hub.Familjebehandlare),
            default);
        return Assert.IsType<RequestOutcome.Requested>(asked).Request;
    }

    /// <summary>Whether a new request for the investigation is answered with its content.</summary>
    public async Task<bool> IsReleasedAsync() =>
        await RequestAndReleaseAsync() is ReleaseOutcome.Answered answered
        && answered.Answers.Any(a => a is RecordAnswer.Released { Document: not null });
}

internal static class ConsentSteps
{
    public static async Task<Consent> ConsentAsync(this TestHub hub, ConsentId id)
    {
        await using var db = hub.Db();
        return await db.Consents.AsNoTracking().SingleAsync(c => c.Id == id);
    }
}
