using System.Diagnostics;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Family;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// The response time does not reveal that a guardian is blocked either: every use case behind a family page sends the database the same
/// queries in the same order for a blocked guardian as for a stranger.
/// </summary>
public sealed class BlockedGuardianPathsTests
{
    private static readonly Dictionary<string, Func<TestHub, PersonId, ConsentId, DisclosureBlockId, Task>> Ways = new()
    {
        ["the first page"] = (hub, reader, _, _) => hub.Get<FamilyConsents>().ReadAsync(reader, Ct),
        ["a consent"] = (hub, reader, consent, _) => hub.Get<FamilyConsentDetails>().ReadAsync(consent, reader, "sv", Ct),
        ["a receipt"] = (hub, reader, consent, _) => hub.Get<ConsentReceipts>().ReadAsync(consent, reader, "", Ct),
        ["the readings"] = (hub, reader, _, _) => hub.Get<AccessReports>().ReadAsync(hub.Child, reader, AccessGroup.Readings, 1, Ct),
        ["the blocks"] = (hub, reader, _, _) => hub.Get<FamilyBlocks>().ReadAsync(hub.Child, reader, Ct),
        ["placing a block"] = (hub, reader, _, _) =>
            hub.Get<BlockDisclosure>()
                .HandleAsync(hub.Child, new BlockScope(TestTypes.Of("betyg"), null, null), null, new Caller.Family(reader), Ct),
        ["lifting a block"] = (hub, reader, _, block) =>
            hub.Get<LiftDisclosureBlock>().HandleAsync(block, FreeText.None, FreeText.None, new Caller.Family(reader), Ct),
        ["withdrawing a consent"] = (hub, reader, consent, _) =>
            hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(reader), Ct),
    };

    public static TheoryData<string> All { get; } = [.. Ways.Keys];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(All))]
    public async Task A_blocked_guardian_and_a_stranger_cause_the_same_queries_of_the_database(string way)
    {
        using var ear = new Ear();
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();
        var block = Assert.IsType<BlockOutcome.Blocked>(await hub.Get<BlockDisclosure>().HandleAsync(
            hub.Child, new BlockScope(TestTypes.Of("franvaro"), null, null), null, new Caller.Family(hub.Father), Ct)).Block;
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Beslut", "SN 2026/3", hub.Today, Actor.Hub, Ct);
        var stranger = await hub.PersonAsync(50, name: "Sam");

        var ofStranger = await ear.HearAsync(() => Ways[way](hub, stranger, consent, block));
        var ofBlocked = await ear.HearAsync(() => Ways[way](hub, hub.Father, consent, block));

        Assert.NotEmpty(ofStranger);
        Assert.Equal(ofStranger, ofBlocked);
    }

    // Collects every command that the mapping sends in this test's own flow, because other tests run at the same time. It subscribes before
    // there is a hub, because the mapping checks only now and then whether anybody is subscribed.
    private sealed class Ear : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private static readonly AsyncLocal<Ear?> Own = new();

        private readonly List<IDisposable> _listening = [];
        private readonly IDisposable _all;
        private readonly List<string> _heard = [];

        public Ear()
        {
            Own.Value = this;
            _all = DiagnosticListener.AllListeners.Subscribe(this);
        }

        public async Task<IReadOnlyList<string>> HearAsync(Func<Task> way)
        {
            _heard.Clear();
            await way();
            return [.. _heard];
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
            {
                _listening.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (Own.Value == this && value.Value is CommandEventData command && value.Key == RelationalEventId.CommandExecuting.Name)
            {
                _heard.Add(command.Command.CommandText);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            _all.Dispose();
            _listening.ForEach(one => one.Dispose());
            Own.Value = null;
        }
    }
}
