using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Policies;

namespace DelningsNav.Demo.City;

/// <summary>One case of the history, written as a list of events. Each event has the number of days since it happened.</summary>
internal sealed class DemoMatter(DemoStory story, DemoTeller teller, DemoFamily family, CaseKind kind, UnitId unit, DemoStaff lead)
{
    private CaseId _id;

    /// <summary>The case was opened, with its case number.</summary>
    public DemoMatter Opened(int daysAgo, string number)
    {
        story.At(daysAgo, 9, 5, async () => _id = await teller.OpenAsync(family.Child.Id, kind, number, unit, lead));
        return this;
    }

    /// <summary>Another member of staff was assigned to the case.</summary>
    public DemoMatter Assigned(int daysAgo, DemoStaff staff)
    {
        story.At(daysAgo, 9, 20, () => teller.AssignAsync(_id, staff, lead));
        return this;
    }

    /// <summary>The case took its steps, each on its own day.</summary>
    public DemoMatter Moved(params (int DaysAgo, CasePhase Phase)[] steps)
    {
        foreach (var (daysAgo, phase) in steps)
        {
            story.At(daysAgo, 14, 10, () => teller.MoveAsync(_id, phase, lead));
        }

        return this;
    }

    /// <summary>A document was deposited by its holder.</summary>
    public DemoMatter Deposited(int daysAgo, Func<Caller> by, DemoDocument document)
    {
        story.At(daysAgo, 11, 0, () => teller.DepositAsync(document.For(family), by()));
        return this;
    }

    /// <summary>The family was asked for consent in the morning.</summary>
    public DemoAsk Asked(int daysAgo, DemoStaff by, string message, string childsView, int heldForDays, params ConsentScope[] scopes)
    {
        var ask = new DemoAsk(story, teller);
        story.At(daysAgo, 9, 40, () => AskAsync(ask, by, message, childsView, story.Present.AddDays(heldForDays - daysAgo), scopes));
        return ask;
    }

    /// <summary>The family was asked for consent some minutes ago.</summary>
    public DemoAsk AskedJustNow(int minutesAgo, DemoStaff by, string message, string childsView, params ConsentScope[] scopes)
    {
        var ask = new DemoAsk(story, teller);
        story.MinutesAgo(minutesAgo, () => AskAsync(ask, by, message, childsView, story.Present.AddDays(180), scopes));
        return ask;
    }

    /// <summary>Records were requested, and the hub decided at once.</summary>
    public DemoRequest Requested(int daysAgo, DemoStaff by, BranchId holder, string reason, params string[] types)
    {
        var request = new DemoRequest(story, teller, by);
        story.At(daysAgo, 13, 15, async () => await request.AskAsync(new InformationAsk
        {
            Case = _id,
            Holder = holder,
            RecordTypes = [.. types.Select(RecordTypeCode.Parse)],
            PeriodFrom = story.Today.AddYears(-1),
            PeriodTo = story.Day(daysAgo),
            Purpose = Case.PurposeOf(kind),
            Reason = RequestInformation.Reason.Read(reason),
        }));
        return request;
    }

    private async Task AskAsync(
        DemoAsk ask, DemoStaff by, string message, string childsView, DateTimeOffset until, ConsentScope[] scopes) =>
        ask.Consents = await teller.AskAsync(
            new ConsentAsk
            {
                Case = _id,
                Scopes = scopes,
                DataFrom = story.Today.AddYears(-1),
                DataTo = story.Today.AddMonths(3),
                ValidUntil = until,
                Message = AskForConsent.Message.Read(message),
                ChildsView = AskForConsent.ChildsView.Read(childsView),
            },
            by);
}

/// <summary>One occasion on which a family is asked for consent, and the answers.</summary>
internal sealed class DemoAsk(DemoStory story, DemoTeller teller)
{
    /// <summary>The consents, one for each holder.</summary>
    public IReadOnlyList<ConsentId> Consents { get; set; } = [];

    /// <summary>A signer said yes, in the evening.</summary>
    public DemoAsk Signed(int daysAgo, DemoResident person) => Answered(daysAgo, person, ConsentAnswer.Yes);

    /// <summary>A signer said no, in the evening.</summary>
    public DemoAsk Declined(int daysAgo, DemoResident person) => Answered(daysAgo, person, ConsentAnswer.No);

    /// <summary>A signer withdrew every consent, at noon.</summary>
    public DemoAsk Withdrawn(int daysAgo, DemoResident person)
    {
        story.At(daysAgo, 12, 0, () => ForEachAsync(consent => teller.WithdrawAsync(consent, person.Id)));
        return this;
    }

    /// <summary>Staff of the recipient acknowledged in the morning that the consent has ended.</summary>
    public DemoAsk Acknowledged(int daysAgo, DemoStaff by)
    {
        story.At(daysAgo, 8, 45, () => ForEachAsync(consent => teller.AcknowledgeAsync(consent, by)));
        return this;
    }

    /// <summary>Staff found before noon that the consent was registered in error.</summary>
    public DemoAsk FoundInError(int daysAgo, DemoStaff by, string reason)
    {
        story.At(daysAgo, 11, 30, () => ForEachAsync(consent => teller.EndAsync(consent, ConsentEnding.RegisteredInError, reason, by)));
        return this;
    }

    private DemoAsk Answered(int daysAgo, DemoResident person, ConsentAnswer answer)
    {
        story.At(daysAgo, 19, 30, () => ForEachAsync(consent => teller.AnswerAsync(consent, person.Id, answer)));
        return this;
    }

    private async Task ForEachAsync(Func<ConsentId, Task> act)
    {
        foreach (var consent in Consents)
        {
            await act(consent);
        }
    }
}

/// <summary>A request for records, and its result.</summary>
internal sealed class DemoRequest(DemoStory story, DemoTeller teller, DemoStaff by)
{
    private RequestId _id;
    private IReadOnlyList<RecordAnswer> _answers = [];

    /// <summary>Requests the records and has the hub decide.</summary>
    public async Task AskAsync(InformationAsk ask)
    {
        _id = await teller.RequestAsync(ask, by);
        _answers = await teller.DecideAsync(_id, by);
    }

    /// <summary>The holder's assessor judged, and the hub decided again.</summary>
    public DemoRequest Assessed(int daysAgo, DemoStaff assessor, Judgement judgement)
    {
        story.At(daysAgo, 10, 30, async () =>
        {
            await teller.AssessAsync(_id, judgement, assessor);
            _answers = await teller.DecideAsync(_id, by);
        });
        return this;
    }

    /// <summary>The requester declared an emergency in the morning, and the hub decided again. Nobody has reviewed it yet.</summary>
    public DemoRequest OpenedInEmergency(int daysAgo, string reason)
    {
        story.At(daysAgo, 8, 20, async () =>
        {
            await teller.DeclareAsync(_id, reason, EmergencyAccess.Longest, by);
            _answers = await teller.DecideAsync(_id, by);
        });
        return this;
    }

    /// <summary>The requester read the released documents of these types, or of all types when none is given.</summary>
    public DemoRequest Read(int daysAgo, params string[] types)
    {
        story.At(daysAgo, 15, 25, async () =>
        {
            foreach (var released in _answers.OfType<RecordAnswer.Released>()
                .Where(a => types.Length == 0 || types.Contains(a.RecordType.Code)))
            {
                await teller.ReadAsync(released.Release, by);
            }
        });
        return this;
    }

    /// <summary>Checks that the hub's last decision is of one kind for every requested type.</summary>
    public DemoRequest Is<TAnswer>(int daysAgo)
        where TAnswer : RecordAnswer
    {
        story.At(daysAgo, 15, 0, () =>
        {
            foreach (var answer in _answers)
            {
                DemoTeller.Expect<TAnswer>(answer);
            }

            return Task.CompletedTask;
        });
        return this;
    }
}
