using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Tests.Notices;
using FsCheck;
using FsCheck.Fluent;
using static DelningsNav.Hub.Tests.Consents.CoverageSituations;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// Generated consents, on the day on which they were given and on the next day, when something has changed and the nightly run has not
/// acted on it yet: everything that shows whether a consent covers a record agrees with a release (<see cref="Coverage"/>).
/// </summary>
public sealed class CoverageAgreementTests
{
    [Theory]
    [InlineData(StorageEngine.Sqlite, 8)]
    [InlineData(StorageEngine.PostgreSql, 3)]
    public async Task Everything_that_shows_a_consent_agrees_with_a_release(StorageEngine engine, int consentsOfEach)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var world = new World(hub, await hub.ColleagueAsync(StaffRole.Enhetschef), await hub.SystemAsync(hub.Social));
        var samples = new Queue<Sample>(Samples().Sample(consentsOfEach * Enum.GetValues<Change>().Length, new Rnd(20261130), 10));
        var all = new List<(Change Change, Sample Sample, One One)>();
        foreach (var change in Enum.GetValues<Change>())
        {
            var family = await world.FamilyAsync(change);
            for (var i = 0; i < consentsOfEach; i++)
            {
                var sample = samples.Dequeue();
                all.Add((change, sample, await world.ConsentAsync(family, sample)));
            }
        }

        var disagreements = new List<string>();
        var covering = new HashSet<(Change, int Day)>();
        foreach (var day in new[] { 1, 2 })
        {
            foreach (var (change, sample, one) in all)
            {
                var said = await world.SaidAsync(one, askAnew: day == 2);
                covering.UnionWith(said.Release ? [(change, day)] : []);
                disagreements.AddRange(said.Disagreements().Select(text => $"{text}: day {day}, {change}, {sample}, {said}"));
            }

            hub.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(Enum.GetValues<Change>().Select(change => (change, 1)).Append((Change.Nothing, 2)).Order(), covering.Order());
        Assert.True(disagreements.Count == 0, string.Join('\n', disagreements));
    }

    private static Gen<Sample> Samples() =>
        from prevented in Gen.Frequency(
            (4, Gen.Constant(Prevented.Nobody)), (1, Gen.Constant(Prevented.SecondStated)), (3, Gen.Constant(Prevented.SecondConfirmed)))
        from first in Gen.Frequency((12, Gen.Constant(Reply.Yes)), (1, Gen.Elements(Reply.No, Reply.None)))
        from second in Gen.Frequency((8, Gen.Constant(Reply.Yes)), (1, Gen.Elements(Reply.No, Reply.None)))
        from ending in Gen.Frequency((8, Gen.Constant(Ending.None)), (1, Gen.Elements(Ending.Withdrawn, Ending.PurposeMet)))
        from window in Gen.Frequency((4, Gen.Constant(Window.AllOfTheRequest)), (3, Gen.Elements(Enum.GetValues<Window>())))
        from validity in Gen.Frequency((4, Gen.Constant(Validity.HalfAYear)), (1, Gen.Constant(Validity.ToTheSecondDay)))
        from uses in Gen.Elements(
            UseLimit.Any, UseLimit.Any, UseLimit.Once, UseLimit.Times(1, UsePeriod.Day), UseLimit.Times(2, UsePeriod.Week))
        from opened in Gen.Choose(0, 2)
        select new Sample(prevented, first, second, ending, window, validity, uses, opened);
}
