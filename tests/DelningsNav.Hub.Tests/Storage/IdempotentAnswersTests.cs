using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Storage;

public sealed class IdempotentAnswersTests
{
    private static readonly ClientId Client = new(new Guid("0199d2a2-0000-7e31-8a11-6b1c0c7be004"));
    private static readonly ClientId Another = new(new Guid("0199d2a2-0000-7e31-8a11-6b1c0c7be005"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_key_has_one_answer_which_the_same_call_of_the_same_client_gets(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var answers = hub.Get<IdempotentAnswers>();
        var call = new KeyedCall(Client, "key", "hash");
        var before = await answers.FindAsync(call, Ct);
        var kept = await answers.KeepAsync(call, new StoredAnswer(201, [1, 2], "/there"), Ct);
        var keptAgain = await answers.KeepAsync(call, new StoredAnswer(201, [3], "/elsewhere"), Ct);

        var again = await answers.FindAsync(new KeyedCall(Client, "key", "hash"), Ct);
        var other = await answers.FindAsync(new KeyedCall(Client, "key", "other-hash"), Ct);
        var others = await answers.FindAsync(new KeyedCall(Another, "key", "hash"), Ct);

        Assert.IsType<EarlierAnswer.None>(before);
        Assert.Equal((true, false), (kept, keptAgain));
        var answer = Assert.IsType<EarlierAnswer.Answered>(again).Answer;
        Assert.Equal((201, "/there"), (answer.Status, answer.Location));
        Assert.Equal([1, 2], answer.Body);
        Assert.IsType<EarlierAnswer.OfAnotherCall>(other);
        Assert.IsType<EarlierAnswer.None>(others);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_answer_that_is_too_old_is_not_repeated_and_gives_way_to_a_new_one(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var answers = hub.Get<IdempotentAnswers>();
        var call = new KeyedCall(Client, "key", "hash");
        await answers.KeepAsync(call, new StoredAnswer(200, [1], ""), Ct);
        await answers.KeepAsync(new KeyedCall(Client, "another key", "hash"), new StoredAnswer(200, [], ""), Ct);
        hub.Clock.Advance(IdempotentAnswers.StoredFor);
        var lastMoment = await answers.FindAsync(call, Ct);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var after = await answers.FindAsync(call, Ct);
        var kept = await answers.KeepAsync(call, new StoredAnswer(200, [2], ""), Ct);
        await answers.ForgetOldAsync(Ct);

        Assert.IsType<EarlierAnswer.Answered>(lastMoment);
        Assert.IsType<EarlierAnswer.None>(after);
        Assert.True(kept);
        await using var db = hub.Db();
        Assert.Single(db.IdempotentAnswers);
        Assert.Equal([2], Assert.IsType<EarlierAnswer.Answered>(await answers.FindAsync(call, Ct)).Answer.Body);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_change_stores_its_answer_and_none_is_made_under_a_key_that_has_an_answer(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (first, second) = (Keyed(), Keyed());

        var made = Assert.IsType<RequestOutcome.Requested>(await AskAsync(hub, first));
        var size = (await hub.LogAsync()).Count;
        await Assert.ThrowsAsync<AnsweredMeanwhileException>(() => AskAsync(hub, second));

        Assert.Equal(made.Request.Value.ToByteArray(), first.Committed!.Body);
        Assert.Equal($"/{made.LogIndex}", first.Committed.Location);
        Assert.Null(second.Committed);
        Assert.Equal(size, (await hub.LogAsync()).Count);
        await using var db = hub.Db();
        Assert.Single(db.Requests);

        static KeyedCall Keyed()
        {
            var call = new KeyedCall(Client, "key", "hash");
            call.AnswerWith<RequestOutcome>(outcome => outcome is RequestOutcome.Requested done
                ? new StoredAnswer(201, done.Request.Value.ToByteArray(), $"/{done.LogIndex}")
                : new StoredAnswer(400, [], ""));
            return call;
        }
    }

    [Fact]
    public async Task A_keyed_change_whose_answer_nobody_makes_is_not_made()
    {
        await using var hub = await TestHub.StartAsync();
        var size = (await hub.LogAsync()).Count;

        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(hub, new KeyedCall(Client, "key", "hash")));

        Assert.Equal(size, (await hub.LogAsync()).Count);
    }

    private static Task<RequestOutcome> AskAsync(TestHub hub, KeyedCall call) => hub.Get<RequestInformation>().HandleAsync(
        new InformationAsk
        {
            Case = hub.Case,
            Holder = hub.School,
            RecordTypes = [RecordTypeCode.Parse("franvaro")],
            PeriodFrom = hub.Today.AddDays(-200),
            PeriodTo = hub.Today,
            Purpose = PurposeCode.Parse("sst"),
            Reason = RequestInformation.Reason.Read("Kartläggning"),
        },
        new Caller.Staff(hub.Familjebehandlare) { Call = call },
        Ct);
}
