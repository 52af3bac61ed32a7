using DelningsNav.Hub.Assessing;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Answering;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Casework;

namespace DelningsNav.Demo.City;

/// <summary>Calls the hub's use cases for the history, and stops when the result of a use case is not the expected result.</summary>
internal sealed class DemoTeller(IServiceProvider services, CancellationToken ct)
{
    private readonly HubDatabase _database = services.GetRequiredService<HubDatabase>();
    private readonly ConsentTexts _texts = services.GetRequiredService<ConsentTexts>();
    private readonly MaintainRegister _register = services.GetRequiredService<MaintainRegister>();
    private readonly MaintainCases _cases = services.GetRequiredService<MaintainCases>();
    private readonly DepositRecord _deposit = services.GetRequiredService<DepositRecord>();
    private readonly AskForConsent _ask = services.GetRequiredService<AskForConsent>();
    private readonly AnswerConsent _answer = services.GetRequiredService<AnswerConsent>();
    private readonly EndConsent _end = services.GetRequiredService<EndConsent>();
    private readonly WithdrawConsent _withdraw = services.GetRequiredService<WithdrawConsent>();
    private readonly CaseConsents _caseConsents = services.GetRequiredService<CaseConsents>();
    private readonly AcknowledgeNotice _acknowledge = services.GetRequiredService<AcknowledgeNotice>();
    private readonly RequestInformation _request = services.GetRequiredService<RequestInformation>();
    private readonly AssessRequest _assess = services.GetRequiredService<AssessRequest>();
    private readonly BlockDisclosure _close = services.GetRequiredService<BlockDisclosure>();
    private readonly DeclareEmergency _declare = services.GetRequiredService<DeclareEmergency>();
    private readonly ReleaseInformation _release = services.GetRequiredService<ReleaseInformation>();

    /// <summary>Blocks a guardian by a decision.</summary>
    public Task BlockAsync(DemoResident child, DemoResident guardian, DemoStaff by, string number, DateOnly from) =>
        _register.BlockGuardianAsync(
            child.Id, guardian.Id, "Det kan antas att barnet lider betydande men om vårdnadshavaren får del av uppgifterna.", number, from,
            new Actor(by.Id.Value, "staff", by.Name), ct);

    /// <summary>Ends a guardian's custody on a day.</summary>
    public Task EndCustodyAsync(DemoResident child, DemoResident guardian, DateOnly day) =>
        _register.EndCustodyAsync(child.Id, guardian.Custody, day, Actor.Hub, ct);

    /// <summary>Opens a case.</summary>
    public Task<CaseId> OpenAsync(PersonId child, CaseKind kind, string number, UnitId unit, DemoStaff by) =>
        _cases.OpenAsync(child, kind, number, unit, by.Id, ct);

    /// <summary>Assigns a member of staff to a case.</summary>
    public Task AssignAsync(CaseId id, DemoStaff staff, DemoStaff by) => _cases.AssignAsync(id, staff.Id, by.Id, ct);

    /// <summary>Moves a case to another phase.</summary>
    public Task MoveAsync(CaseId id, CasePhase phase, DemoStaff by) => _cases.MoveAsync(id, phase, by.Id, ct);

    /// <summary>Deposits a document.</summary>
    public async Task DepositAsync(RecordDeposit deposit, Caller by) =>
        Expect<DepositOutcome.Deposited>(await _deposit.HandleAsync(deposit, by, ct));

    /// <summary>Asks a family for consent.</summary>
    public async Task<IReadOnlyList<ConsentId>> AskAsync(ConsentAsk ask, DemoStaff by) =>
        Expect<AskOutcome.Asked>(await _ask.HandleAsync(ask, by.Caller, ct)).Consents;

    /// <summary>Answers a consent after reading its text.</summary>
    public async Task AnswerAsync(ConsentId id, PersonId person, ConsentAnswer answer)
    {
        await using var db = _database.NewContext();
        var consent = await db.Consents.FindAsync([id], ct);
        var text = await _texts.RenderAsync(db, consent!, "sv", ct);
        Expect<AnswerOutcome.Answered>(await _answer.HandleAsync(id, person, answer, text.Language, text.Hash, ct));
    }

    /// <summary>Withdraws a consent.</summary>
    public async Task WithdrawAsync(ConsentId id, PersonId person) =>
        Expect<WithdrawOutcome.Withdrawn>(await _withdraw.HandleAsync(id, new Caller.Family(person), ct));

    /// <summary>Ends a consent on behalf of the recipient's staff.</summary>
    public async Task EndAsync(ConsentId id, ConsentEnding ending, string reason, DemoStaff by) =>
        Expect<EndOutcome.Ended>(await _end.HandleAsync(id, ending, EndConsent.Reason.Read(reason), by.Caller, ct));

    /// <summary>A member of the family blocks records.</summary>
    public async Task CloseAsync(DemoResident child, DemoResident by, BlockScope scope) =>
        Expect<BlockOutcome.Blocked>(await _close.HandleAsync(child.Id, scope, null, new Caller.Family(by.Id), ct));

    /// <summary>Declares an emergency in a request.</summary>
    public async Task DeclareAsync(RequestId id, string reason, TimeSpan length, DemoStaff by) =>
        Expect<EmergencyOutcome.Declared>(await _declare.HandleAsync(id, DeclareEmergency.Reason.Read(reason), length, by.Caller, ct));

    /// <summary>Staff of the recipient read that a consent has ended, and acknowledge it.</summary>
    public async Task AcknowledgeAsync(ConsentId id, DemoStaff by)
    {
        await using var db = _database.NewContext();
        var consent = await db.Consents.FindAsync([id], ct);
        var read = await _caseConsents.ReadAsync(consent!.Case, by.Id, ct);
        Expect<AcknowledgeOutcome.Acknowledged>(
            await _acknowledge.HandleAsync(read!.Consents.Single(c => c.Id == id).Notice!.LogIndex, by.Caller, ct));
    }

    /// <summary>Requests records.</summary>
    public async Task<RequestId> RequestAsync(InformationAsk ask, DemoStaff by) =>
        Expect<RequestOutcome.Requested>(await _request.HandleAsync(ask, by.Caller, ct)).Request;

    /// <summary>Has the hub decide a request, and opens no record.</summary>
    public async Task<IReadOnlyList<RecordAnswer>> DecideAsync(RequestId id, DemoStaff by) =>
        Expect<ReleaseOutcome.Answered>(await _release.HandleAsync(id, by.Caller, Opening.Nothing, ct)).Answers;

    /// <summary>
    /// Reads a released document in the same way as a page: the release is decided and logged again, and the delivery is confirmed.
    /// </summary>
    public async Task<RecordAnswer> ReadAsync(Release earlier, DemoStaff by)
    {
        var answers = Expect<ReleaseOutcome.Answered>(await _release.OpenAgainAsync(earlier.Id, earlier.Record, by.Caller, ct)).Answers;
        if (answers is [RecordAnswer.Released released])
        {
            await _release.ConfirmAsync(released.Release, released.Document is not null, ct);
        }

        return answers[0];
    }

    /// <summary>Records the assessor's judgement of a request.</summary>
    public async Task AssessAsync(RequestId id, Judgement judgement, DemoStaff by) =>
        Expect<AssessOutcome.Assessed>(await _assess.HandleAsync(id, judgement, by.Id, ct));

    /// <summary>Returns the outcome as the type that the history expects.</summary>
    /// <exception cref="InvalidOperationException">The outcome has another type. The history and the
    /// rules therefore no longer agree.</exception>
    public static T Expect<T>(object outcome) => outcome is T expected ? expected : throw Otherwise(typeof(T).Name, outcome);

    private static InvalidOperationException Otherwise(string expected, object outcome)
    {
        IReadOnlyList<Fault> faults = outcome switch
        {
            DepositOutcome.Invalid invalid => invalid.Faults,
            AskOutcome.Invalid invalid => invalid.Faults,
            RequestOutcome.Invalid invalid => invalid.Faults,
            AssessOutcome.Invalid invalid => invalid.Faults,
            BlockOutcome.Invalid invalid => invalid.Faults,
            EmergencyOutcome.Invalid invalid => invalid.Faults,
            _ => [],
        };
        var detail = string.Join("; ", faults.Select(f => $"{f.Field}: {f.Detail}"));
        return new InvalidOperationException(
            $"the demo city's history expects `{expected}`, but the hub answered `{outcome.GetType().Name}` {detail}");
    }
}
