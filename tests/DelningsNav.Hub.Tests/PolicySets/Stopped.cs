using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.PolicySets;

/// <summary>What callers see when there are no sound rules to decide by.</summary>
internal static class Stopped
{
    /// <summary>The request is refused in the same words as any other refusal; the log and the operators get the cause.</summary>
    public static async Task AssertAsync(TestHub hub, RequestId request, string alarm)
    {
        var refused = Assert.IsType<RecordAnswer.Refused>(await hub.AnswerToAsync(request));
        var logged = await Promises.LoggedPayload.LastDecisionAsync(hub);

        Assert.Equal([Missing.NotGranted], refused.Missing);
        Assert.Equal("refuse", logged.Verdict);
        Assert.StartsWith(alarm + ":", logged["alarms"], StringComparison.Ordinal);
        Assert.True(await hub.Get<Readiness>().IsReadyAsync(default));
        Assert.Equal(alarm, (await hub.Get<Readiness>().WhyNothingIsReleasedAsync(default))?.PolicyName);
    }
}
