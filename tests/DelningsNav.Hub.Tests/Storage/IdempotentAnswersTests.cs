using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.Storage;

public sealed class IdempotentAnswersTests
{
    private static readonly ClientId Client = new(new Guid("0199d2a2-0000-7e31-8a11-6b1c0c7be004"));
    private static readonly ClientId Another = new(new Guid("0199d2a2-0000-7e31-8a11-6b1c0c7be005"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_key_is_reserved_once_and_then_gives_the_stored_answer_to_the_same_call_only(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var answers = hub.Get<IdempotentAnswers>();
        var reserved = await answers.ReserveAsync(Client, "key", "hash", Ct);
        var meanwhile = await answers.ReserveAsync(Client, "key", "hash", Ct);
        await answers.KeepAsync(Client, "key", new StoredAnswer(201, [1, 2], "/there"), Ct);

        var again = await answers.ReserveAsync(Client, "key", "hash", Ct);
        var other = await answers.ReserveAsync(Client, "key", "other-hash", Ct);
        var others = await answers.ReserveAsync(Another, "key", "hash", Ct);

        Assert.IsType<KeyReservation.Reserved>(reserved);
        Assert.IsType<KeyReservation.InProgress>(meanwhile);
        var kept = Assert.IsType<KeyReservation.Answered>(again).Answer;
        Assert.Equal((201, "/there"), (kept.Status, kept.Location));
        Assert.Equal([1, 2], kept.Body);
        Assert.IsType<KeyReservation.OfAnotherCall>(other);
        Assert.IsType<KeyReservation.Reserved>(others);
    }

    [Theory]
    [MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_key_is_free_again_when_it_is_released_or_its_answer_is_too_old(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var answers = hub.Get<IdempotentAnswers>();
        await answers.ReserveAsync(Client, "key", "hash", Ct);
        await answers.GiveBackAsync(Client, "key", Ct);
        var givenBack = await answers.ReserveAsync(Client, "key", "other-hash", Ct);
        await answers.KeepAsync(Client, "key", new StoredAnswer(200, [], ""), Ct);
        hub.Clock.Advance(IdempotentAnswers.StoredFor);
        var lastMoment = await answers.ReserveAsync(Client, "key", "hash", Ct);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var after = await answers.ReserveAsync(Client, "key", "hash", Ct);

        Assert.IsType<KeyReservation.Reserved>(givenBack);
        Assert.IsType<KeyReservation.OfAnotherCall>(lastMoment);
        Assert.IsType<KeyReservation.Reserved>(after);
    }
}
