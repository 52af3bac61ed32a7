using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

public sealed class AskForConsentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Each_discloser_gets_a_consent_of_its_own_and_an_entry_of_its_own(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var outcome = await AskAsync(hub, Ask(hub) with
        {
            Scopes = [new ConsentScope(hub.School, ["franvaro", "betyg"]), new ConsentScope(hub.Elevhalsa, ["psykologiskt-underlag"])],
        });

        var asked = Assert.IsType<AskOutcome.Asked>(outcome);
        var consents = await Task.WhenAll(asked.Consents.Select(hub.ConsentAsync));
        Assert.Equal(new[] { hub.School, hub.Elevhalsa }, consents.Select(c => c.Discloser));
        Assert.All(consents, c => Assert.Equal(ConsentState.Requested, c.State));
        Assert.Equal([EntryKinds.ConsentRequested, EntryKinds.ConsentRequested], (await hub.LogAsync()).TakeLast(2).Select(e => e.Kind));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_to_one_discloser_is_no_yes_to_another(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var asked = Assert.IsType<AskOutcome.Asked>(await AskAsync(hub, Ask(hub) with
        {
            Scopes = [new ConsentScope(hub.School, ["franvaro"]), new ConsentScope(hub.Elevhalsa, ["psykologiskt-underlag"])],
        }));

        await hub.AnswerAsync(asked.Consents[0], hub.Mother);
        await hub.AnswerAsync(asked.Consents[0], hub.Father);

        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(asked.Consents[0])).State);
        Assert.Equal(ConsentState.Requested, (await hub.ConsentAsync(asked.Consents[1])).State);
    }

    [Fact]
    public async Task Every_fault_of_an_ask_is_named_at_once_and_nobody_is_asked()
    {
        await using var hub = await TestHub.StartAsync();
        var before = await hub.LogAsync();

        var outcome = await AskAsync(hub, Ask(hub) with
        {
            Scopes = [new ConsentScope(hub.School, ["finns-inte"]), new ConsentScope(hub.School, []), new ConsentScope(new BranchId(Guid.Empty), ["betyg"])],
            DataFrom = hub.Today,
            DataTo = hub.Today.AddDays(-1),
            ValidUntil = hub.Clock.GetUtcNow(),
            Message = new string('a', 1001),
            ChildsView = TestIdentities.BornOn(new DateOnly(2012, 12, 12)).Reveal(),
        });

        var codes = Assert.IsType<AskOutcome.Invalid>(outcome).Faults.Select(f => f.Code).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "unknown-record-type", "no-record-types", "unknown-discloser", "discloser-twice", "window-reversed", "validity-passed",
                "text-too-long", "identity-number",
            },
            codes);
        Assert.Equal(before, await hub.LogAsync());
        await using var db = hub.Db();
        Assert.Empty(await db.ConsentRequests.ToListAsync(Ct));
    }

    [Fact]
    public async Task No_fault_repeats_the_number_that_was_written()
    {
        await using var hub = await TestHub.StartAsync();
        var number = TestIdentities.BornOn(new DateOnly(2012, 12, 12)).Reveal();

        var outcome = await AskAsync(hub, Ask(hub) with { Message = $"Gäller {number}" });

        Assert.DoesNotContain(number, Assert.Single(Assert.IsType<AskOutcome.Invalid>(outcome).Faults).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "validity-passed")]
    [InlineData(0, 1, null)]
    [InlineData(366, 0, null)]
    [InlineData(366, 1, "validity-too-long")]
    public async Task A_consent_holds_from_a_moment_to_a_year(int days, int milliseconds, string? fault)
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await AskAsync(hub, Ask(hub) with { ValidUntil = hub.Clock.GetUtcNow().AddDays(days).AddMilliseconds(milliseconds) });

        Assert.Equal(fault, outcome is AskOutcome.Invalid invalid ? Assert.Single(invalid.Faults).Code : null);
    }

    [Fact]
    public async Task A_message_may_have_a_thousand_characters_and_not_one_more()
    {
        await using var hub = await TestHub.StartAsync();

        var inside = await AskAsync(hub, Ask(hub) with { Message = new string('a', AskForConsent.LongestText) });
        var outside = await AskAsync(hub, Ask(hub) with { Message = new string('a', AskForConsent.LongestText + 1) });

        Assert.IsType<AskOutcome.Asked>(inside);
        Assert.Equal("text-too-long", Assert.Single(Assert.IsType<AskOutcome.Invalid>(outside).Faults).Code);
    }

    [Fact]
    public async Task A_consent_to_everything_that_a_discloser_holds_is_refused_but_all_of_it_save_one_is_not()
    {
        await using var hub = await TestHub.StartAsync();
        var all = hub.Start.Policies.RecordTypes.All
            .Where(t => t.Holders.Contains(BranchKind.School)).Select(t => t.Code).ToList();

        var blanket = await AskAsync(hub, Ask(hub) with { Scopes = [new ConsentScope(hub.School, all)] });
        var particular = await AskAsync(hub, Ask(hub) with { Scopes = [new ConsentScope(hub.School, [.. all.Skip(1)])] });

        Assert.Equal("blanket-consent", Assert.Single(Assert.IsType<AskOutcome.Invalid>(blanket).Faults).Code);
        Assert.IsType<AskOutcome.Asked>(particular);
    }

    [Fact]
    public async Task Nobody_asks_to_see_what_is_their_own()
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await AskAsync(hub, Ask(hub) with { Scopes = [new ConsentScope(hub.Social, ["genomforandeplan"])] });

        Assert.Contains("unknown-discloser", Assert.IsType<AskOutcome.Invalid>(outcome).Faults.Select(f => f.Code));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task What_is_consented_to_already_is_not_asked_again(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync("franvaro");

        var same = await AskAsync(hub, Ask(hub));
        var more = await AskAsync(hub, Ask(hub) with { Scopes = [new ConsentScope(hub.School, ["franvaro", "betyg", "betyg"])] });
        var wider = await AskAsync(hub, Ask(hub) with { DataTo = hub.Today.AddDays(101) });

        Assert.IsType<AskOutcome.ConsentedAlready>(same);
        Assert.Equal(["betyg"], (await hub.ConsentAsync(Assert.Single(Assert.IsType<AskOutcome.Asked>(more).Consents))).RecordTypes);
        Assert.Equal(["franvaro"], (await hub.ConsentAsync(Assert.Single(Assert.IsType<AskOutcome.Asked>(wider).Consents))).RecordTypes);
    }

    [Fact]
    public async Task What_has_run_out_or_was_withdrawn_is_asked_again()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();
        await hub.WithdrawAsync(consent);
        var afterWithdrawal = await AskAsync(hub, Ask(hub));
        await hub.GiveConsentAsync();
        hub.Clock.Advance(TimeSpan.FromDays(180));

        var afterExpiry = await AskAsync(hub, Ask(hub) with { DataTo = hub.Today.AddDays(-100) });

        Assert.IsType<AskOutcome.Asked>(afterWithdrawal);
        Assert.IsType<AskOutcome.Asked>(afterExpiry);
    }

    [Theory]
    [InlineData("unassigned")]
    [InlineData("other-staff")]
    [InlineData("closed")]
    [InlineData("unknown-case")]
    [InlineData("family")]
    public async Task Only_those_assigned_to_the_open_case_ask_and_all_others_get_one_answer(string who)
    {
        await using var hub = await TestHub.StartAsync();
        var cases = hub.Get<KeepCases>();
        var (ask, caller) = (Ask(hub), (Caller)new Caller.Staff(hub.Familjebehandlare));
        switch (who)
        {
            case "unassigned":
                await cases.EndAssignmentAsync(hub.Case, hub.Familjebehandlare, hub.Familjebehandlare, Ct);
                break;
            case "other-staff":
                caller = new Caller.Staff(hub.Rektor);
                break;
            case "closed":
                await cases.MoveAsync(hub.Case, CasePhase.Closed, hub.Familjebehandlare, Ct);
                break;
            case "unknown-case":
                ask = ask with { Case = new CaseId(Guid.Empty) };
                break;
            default:
                caller = new Caller.Family(hub.Mother);
                break;
        }

        var outcome = await hub.Get<AskForConsent>().HandleAsync(ask, caller, Ct);

        Assert.IsType<AskOutcome.NotYourCase>(outcome);
    }

    private static ConsentAsk Ask(TestHub hub) => new()
    {
        Case = hub.Case,
        Scopes = [new ConsentScope(hub.School, ["franvaro"])],
        DataFrom = hub.Today.AddDays(-400),
        DataTo = hub.Today.AddDays(100),
        ValidUntil = hub.Clock.GetUtcNow().AddDays(180),
    };

    private static Task<AskOutcome> AskAsync(TestHub hub, ConsentAsk ask) =>
        hub.Get<AskForConsent>().HandleAsync(ask, new Caller.Staff(hub.Familjebehandlare), Ct);
}
