using System.Security.Cryptography;
using System.Text;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Signing.Notes;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>A tampered, expired, unsigned or missing set stops releases with an alarm, and stops nothing else.</summary>
public sealed class UnsoundPolicySetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static MatrixTheoryData<string, StorageEngine> Attacks { get; } = new(
        [
            "a rule is changed", "the expiry is changed", "the signature is removed", "the bundle is emptied",
            "another set's bundle replaces it",
        ],
        [StorageEngine.Sqlite, StorageEngine.PostgreSql]);

    [Theory, MemberData(nameof(Attacks))]
    public async Task A_set_that_was_changed_in_the_database_stops_releases_within_a_minute(string attack, StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));

        await hub.TamperAsync(hub.Start.Policies.Version, attack switch
        {
            "a rule is changed" => bytes => Changed(bytes, "context.staffAssigned", "!context.caseIsOpen &&"),
            "the expiry is changed" => bytes => Changed(bytes, "expires 2027", "expires 2037"),
            "the signature is removed" => bytes => [.. bytes.Where(b => b != 0xe2)],
            "the bundle is emptied" => _ => [],
            _ => _ => hub.Pack("2.0.0"),
        });
        hub.Clock.Advance(TimeSpan.FromMinutes(1));

        await Stopped.AssertAsync(hub, request, "policy-set-unsound");
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_set_that_was_changed_in_the_database_never_decides_not_even_before_it_is_noticed(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await hub.Get<AdoptPolicySet>()
            .TakeBackAsync(hub.SchoolBoard, hub.Start.Policies.Version, DecisionNumber.Field.Read("UTBN 2026/4"), Actor.Hub, Ct);
        var request = await hub.AskAsync();
        await hub.AnswerToAsync(request);

        await hub.TamperAsync(hub.Start.Policies.Version, bytes => Changed(bytes, "context.policySetAdopted", "true"));

        Assert.IsNotType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_set_decides_on_its_last_day_and_stops_releases_on_the_next(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await hub.Get<ReceivePolicySet>().HandleAsync(hub.Pack(hub.Start.Policies.Version, expires: hub.Today.AddDays(2)), Actor.Hub, Ct);

        hub.Clock.Advance(TimeSpan.FromDays(1));
        var last = await hub.AnswerToAsync(request);
        hub.Clock.Advance(TimeSpan.FromDays(1));

        Assert.IsType<RecordAnswer.Released>(last);
        await Stopped.AssertAsync(hub, request, "policy-set-expired");
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_set_that_no_trusted_key_has_signed_decides_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var city = new NoteSigner("stad.example/policies", ECDsa.Create(ECCurve.NamedCurves.nistP256));

        await using var start = await HubStart.OpenAsync(hub.Settings with { PolicySigners = [city.Verifier] }, hub.Clock, Ct);
        var release = new ReleaseInformation(
            start.Database, start.InForce, start.Log, new IdSource(hub.Clock), hub.Clock, RegisterFreshness.Usual);
        var outcome = await release.HandleAsync(request, new Caller.Staff(hub.Familjebehandlare), Opening.Everything, Ct);

        Assert.IsType<RecordAnswer.Refused>(Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(outcome).Answers));
        Assert.Contains("not signed by a key", (await Promises.LoggedPayload.LastDecisionAsync(hub))["alarms"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_without_any_set_releases_nothing_and_shows_it()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await using (var db = hub.Db())
        {
            await db.PolicySets.ExecuteDeleteAsync(Ct);
        }

        await Stopped.AssertAsync(hub, request, "policy-set-none");
        Assert.Equal("", await hub.SetOfLastEntryAsync());
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Families_and_registrators_continue_while_releases_are_stopped(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        await hub.TamperAsync(hub.Start.Policies.Version, _ => []);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var request = await hub.AskAsync();
        await Stopped.AssertAsync(hub, request, "policy-set-unsound");
        await hub.WithdrawAsync(consent);
        var other = await hub.GiveConsentAsync("betyg");
        await hub.DepositAsync("betyg", "{}", "betyg-1");
        var proofs = await hub.Get<LogProofs>().CheckpointAsync(Ct);

        await using var db = hub.Db();
        Assert.Equal(ConsentState.Withdrawn, (await db.Consents.SingleAsync(c => c.Id == consent, Ct)).State);
        Assert.Equal(ConsentState.Active, (await db.Consents.SingleAsync(c => c.Id == other, Ct)).State);
        Assert.NotNull(proofs);
    }

    [Fact]
    public async Task A_set_that_was_tampered_with_cannot_be_activated()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ReceiveAsync("2.0.0");
        await hub.TamperAsync("2.0.0", bytes => Changed(bytes, "context.staffAssigned", "context.staffAss1gned"));

        var outcome = await hub.ActivateAsync("2.0.0");

        Assert.Contains(
            "was changed after it was signed", Assert.Single(Assert.IsType<ActivateOutcome.Refused>(outcome).Reasons),
            StringComparison.Ordinal);
    }

    private static byte[] Changed(byte[] bundle, string part, string instead)
    {
        var text = Encoding.Latin1.GetString(bundle);
        Assert.Contains(part, text, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text.Replace(part, instead, StringComparison.Ordinal));
    }
}
