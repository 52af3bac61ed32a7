using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Family;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>Consents that the recipient's staff end: no longer needed, or registered in error.</summary>
public sealed class EndConsentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageEngine.Sqlite, ConsentEnding.PurposeMet, ConsentState.Ended, EntryKinds.ConsentEnded, FamilyConsentState.Ended)]
    [InlineData(
        StorageEngine.PostgreSql,
        ConsentEnding.RegisteredInError,
        ConsentState.Annulled,
        EntryKinds.ConsentAnnulled,
        FamilyConsentState.Annulled)]
    public async Task An_ended_consent_opens_nothing_more_and_the_family_sees_the_reason(
        StorageEngine engine, ConsentEnding ending, ConsentState state, string kind, FamilyConsentState seen)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var given = await family.GivenAsync();

        var outcome = await EndAsync(hub, given, ending);

        Assert.Equal(hub.Clock.GetUtcNow(), Assert.IsType<EndOutcome.Ended>(outcome).At);
        Assert.Equal(kind, (await hub.LogAsync())[^1].Kind);
        Assert.Equal(state, (await hub.ConsentAsync(given)).State);
        Assert.Equal(seen, (await hub.Get<FamilyConsentDetails>().ReadAsync(given, family.Guardians[1], "sv", Ct))!.Consent.State);
        Assert.False(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task Ending_a_consent_again_in_the_same_way_returns_the_first_time_and_in_another_way_that_it_has_ended()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var given = await family.GivenAsync();
        var first = Assert.IsType<EndOutcome.Ended>(await EndAsync(hub, given, ConsentEnding.PurposeMet));
        hub.Clock.Advance(TimeSpan.FromHours(1));

        var again = await EndAsync(hub, given, ConsentEnding.PurposeMet);
        var otherwise = await EndAsync(hub, given, ConsentEnding.RegisteredInError);
        var withdrawn = await hub.Get<WithdrawConsent>().HandleAsync(given, new Caller.Family(family.Guardians[0]), Ct);

        Assert.Equal(first, again);
        Assert.Equal(new EndOutcome.OverAlready(ConsentState.Ended), otherwise);
        Assert.Equal(new WithdrawOutcome.OverAlready(ConsentState.Ended), withdrawn);
        Assert.Single(
            await hub.LogAsync(), e => e.Kind is EntryKinds.ConsentEnded or EntryKinds.ConsentAnnulled or EntryKinds.ConsentWithdrawn);
    }

    [Fact]
    public async Task An_annulment_needs_a_reason_without_an_identity_number()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var given = await family.GivenAsync();

        var silent = Assert.IsType<EndOutcome.Invalid>(await EndAsync(hub, given, ConsentEnding.RegisteredInError, " "));
        var wordy = Assert.IsType<EndOutcome.Invalid>(
            await EndAsync(
                hub, given, ConsentEnding.RegisteredInError,
                $"Fel barn {TestIdentities.BornOn(hub.Today.AddYears(-9)).Reveal()} {new string('x', 500)}"));

        Assert.Equal(["reason-missing"], silent.Faults.Select(f => f.Code));
        Assert.Equal(["text-too-long", "identity-number"], wordy.Faults.Select(f => f.Code));
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(given)).State);
    }

    [Fact]
    public async Task Only_the_recipients_staff_who_are_assigned_to_the_case_end_a_consent()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var given = await family.GivenAsync();

        var holder = await hub.Get<EndConsent>()
            .HandleAsync(given, ConsentEnding.PurposeMet, EndConsent.Reason.Read(""), new Caller.Staff(hub.Rektor), Ct);
        var guardian = await hub.Get<EndConsent>()
            .HandleAsync(given, ConsentEnding.PurposeMet, EndConsent.Reason.Read(""), new Caller.Family(family.Guardians[0]), Ct);
        var never = await EndAsync(hub, new ConsentId(Guid.Empty), ConsentEnding.PurposeMet);
        await hub.Get<MaintainCases>().EndAssignmentAsync(family.Case, hub.Familjebehandlare, hub.Familjebehandlare, Ct);
        var noLonger = await EndAsync(hub, given, ConsentEnding.PurposeMet);

        Assert.All([holder, guardian, never, noLonger], outcome => Assert.IsType<EndOutcome.NoSuchConsent>(outcome));
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(given)).State);
    }

    private static Task<EndOutcome> EndAsync(TestHub hub, ConsentId consent, ConsentEnding ending, string reason = "Fel mottagare") =>
        hub.Get<EndConsent>().HandleAsync(consent, ending, EndConsent.Reason.Read(reason), new Caller.Staff(hub.Familjebehandlare), Ct);
}
