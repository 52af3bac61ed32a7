using System.Text;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Hub.Tests.Oversight;

public sealed class ExportLogTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_export_verifies_without_the_hub_and_contains_its_own_entry(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await hub.AnswerToAsync(await hub.AskAsync());
        await hub.GrowToAsync(700);
        var registrator = await hub.RegistratorAsync(hub.School);

        var file = await ExportAsync(hub, registrator);

        var sound = Assert.IsType<LogExportVerdict.Sound>(await VerifyAsync(hub, file));
        Assert.Equal((await hub.LogAsync()).Count, sound.Count.Entries);
        Assert.False(sound.Count.SelfAsserted);
        Assert.Equal((EntryKinds.LogRead, sound.Count.Entries - 1), ((await hub.LogAsync())[^1].Kind, (await hub.LogAsync())[^1].Index));
    }

    [Fact]
    public async Task One_changed_byte_anywhere_in_the_export_is_found()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.AnswerToAsync(await hub.AskAsync());
        var file = await ExportAsync(hub, await hub.RegistratorAsync(hub.School));

        for (var place = 40; place < file.Length; place += 997)
        {
            var changed = file.ToArray();
            changed[place] = changed[place] == (byte)'x' ? (byte)'y' : (byte)'x';

            Assert.IsNotType<LogExportVerdict.Sound>(await VerifyAsync(hub, changed));
        }
    }

    [Fact]
    public async Task An_export_contains_no_payload_of_another_authority_and_none_that_is_the_holders_alone()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.DepositAsync("utredning-sarskilt-stod", "{}");
        await hub.AnswerToAsync(await hub.AskAsync("utredning-sarskilt-stod"));
        var social = Encoding.UTF8.GetString(await ExportAsync(hub, await hub.RegistratorAsync(hub.Social)));
        var school = Encoding.UTF8.GetString(await ExportAsync(hub, await hub.RegistratorAsync(hub.School)));

        Assert.DoesNotContain("\"media-type\"", social);
        Assert.DoesNotContain("\"assessor-may-consider\"", social);
        Assert.Contains("\"case-number\"", social);
        Assert.Contains("\"media-type\"", school);
        Assert.Contains("\"assessor-may-consider\"", school);
    }

    [Fact]
    public async Task Nobody_but_a_registrator_gets_an_export()
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await hub.Get<ExportLog>().HandleAsync(new Caller.Staff(hub.Rektor), Ct);

        Assert.IsType<ExportOutcome.NotARegistrator>(outcome);
    }

    private static async Task<byte[]> ExportAsync(TestHub hub, Caller registrator)
    {
        var ready = Assert.IsType<ExportOutcome.Ready>(await hub.Get<ExportLog>().HandleAsync(registrator, Ct));
        using var file = new MemoryStream();
        await ready.WriteAsync(file, Ct);
        return file.ToArray();
    }

    private static Task<LogExportVerdict> VerifyAsync(TestHub hub, byte[] file)
    {
        Assert.True(NoteVerifier.TryParse(hub.Get<LogProofs>().VerifierKey, out var key));
        return LogExportVerifier.VerifyAsync(new MemoryStream(file), new LogTrust { Keys = [key] }, null, Ct);
    }
}
