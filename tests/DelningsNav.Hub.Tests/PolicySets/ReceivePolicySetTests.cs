using System.Text;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>The requirements on a signed bundle, and codes with which a page can name each fault in the reader's language.</summary>
public sealed class ReceivePolicySetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_properly_signed_bundle_one_of_whose_cases_fails_here_is_refused(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var before = await hub.LogAsync();
        var bundle = hub.Resign(hub.Pack("2.0.0"), "cases/90-bars.json", cases => Flipped(cases));

        var outcome = await ReceiveAsync(hub, bundle);

        var fault = Assert.Single(Assert.IsType<ReceiveOutcome.Unfit>(outcome).Faults);
        Assert.Equal(("bundle", "case-failed"), (fault.Field, fault.Code));
        Assert.Contains("90-bars: ", fault.Detail, StringComparison.Ordinal);
        Assert.Equal(before, await hub.LogAsync());
    }

    [Fact]
    public async Task A_bundle_that_was_signed_again_without_a_change_is_received()
    {
        await using var hub = await TestHub.StartAsync();

        var outcome = await ReceiveAsync(hub, hub.Resign(hub.Pack("2.0.0"), "cases/90-bars.json", cases => cases));

        Assert.IsType<ReceiveOutcome.Received>(outcome);
    }

    [Fact]
    public async Task Each_fault_of_a_bundle_has_a_code_of_its_own()
    {
        await using var hub = await TestHub.StartAsync();
        var sound = hub.Pack("2.0.0");
        var changed = sound.ToArray();
        changed[^1]++;

        Assert.Equal(["no-bundle"], await CodesAsync(hub, "En helt annan fil"u8.ToArray()));
        Assert.Equal(["not-trusted"], await CodesAsync(hub, Replace(sound, "\nversion 2.0.0\n", "\nversion 3.0.0\n")));
        Assert.Equal(["files-unsound"], await CodesAsync(hub, changed));
        Assert.Equal(
            ["set-unsound"],
            await CodesAsync(
                hub, hub.Resign(sound, "90-bars.cedar", text => text.Replace("@law", "@lag", StringComparison.Ordinal)), distinct: true));
        Assert.Equal(["expired"], await CodesAsync(hub, hub.Pack("2.0.0", expires: hub.Today)));
    }

    private static string Flipped(string cases)
    {
        var at = cases.IndexOf("\"refuse\"", StringComparison.Ordinal);
        return $"{cases[..at]}\"refer\"{cases[(at + 8)..]}";
    }

    private static byte[] Replace(byte[] bundle, string before, string after) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bundle).Replace(before, after, StringComparison.Ordinal));

    private static async Task<IEnumerable<string>> CodesAsync(TestHub hub, byte[] bundle, bool distinct = false)
    {
        var codes = Assert.IsType<ReceiveOutcome.Unfit>(await ReceiveAsync(hub, bundle)).Faults.Select(fault => fault.Code);
        return distinct ? codes.Distinct() : codes;
    }

    private static Task<ReceiveOutcome> ReceiveAsync(TestHub hub, byte[] bundle) =>
        hub.Get<ReceivePolicySet>().HandleAsync(bundle, Actor.Hub, Ct);
}
