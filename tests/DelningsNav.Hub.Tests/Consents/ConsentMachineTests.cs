using DelningsNav.Hub.Consents;
using FsCheck;
using FsCheck.Fluent;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>Every state and every move, compared with the table of docs/consent-life.md, which is repeated here by hand.</summary>
public sealed class ConsentMachineTests
{
    private static readonly ConsentState[] Live =
        [ConsentState.Requested, ConsentState.Signing, ConsentState.Active, ConsentState.Refused, ConsentState.Conflict];

    public static TheoryData<ConsentState, ConsentMove> All()
    {
        var all = new TheoryData<ConsentState, ConsentMove>();
        foreach (var state in Enum.GetValues<ConsentState>())
        {
            foreach (var move in Enum.GetValues<ConsentMove>())
            {
                all.Add(state, move);
            }
        }

        return all;
    }

    [Fact]
    public void The_live_states_are_those_that_no_move_has_ended() => Assert.Equivalent(Live, ConsentMachine.Live, strict: true);

    /// <summary>Another such state must also come into the query of due expiries and its index (<c>consents_to_tell</c>).</summary>
    [Fact]
    public void The_expiry_of_an_active_consent_is_notified_and_of_no_other() =>
        Assert.Equal([ConsentState.Active], Enum.GetValues<ConsentState>().Where(ConsentMachine.ExpiryIsNotified));

    [Theory]
    [MemberData(nameof(All))]
    public void Each_move_leads_to_the_state_in_the_table_or_is_impossible(ConsentState state, ConsentMove move)
    {
        ConsentState? expected = (Live.Contains(state), move) switch
        {
            (false, _) => null,
            (_, ConsentMove.Answer) => state == ConsentState.Active ? ConsentState.Active : ConsentState.Signing,
            (_, ConsentMove.Excuse) => state == ConsentState.Active ? null : ConsentState.Signing,
            (_, ConsentMove.Withdraw) => ConsentState.Withdrawn,
            (_, ConsentMove.End) => ConsentState.Ended,
            (_, ConsentMove.Supersede) => ConsentState.Superseded,
            (_, ConsentMove.Lapse) => ConsentState.Lapsed,
            (_, ConsentMove.Annul) => ConsentState.Annulled,
            _ => throw new InvalidOperationException("the table has no such move"),
        };

        Assert.Equal(expected, ConsentMachine.After(state, move, new AnswerTally(1, 0, 1)));
    }

    [Theory]
    [InlineData(0, 0, 2, ConsentState.Requested)]
    [InlineData(1, 0, 1, ConsentState.Signing)]
    [InlineData(2, 0, 0, ConsentState.Active)]
    [InlineData(0, 1, 1, ConsentState.Refused)]
    [InlineData(0, 2, 0, ConsentState.Refused)]
    [InlineData(1, 1, 0, ConsentState.Conflict)]
    [InlineData(1, 1, 1, ConsentState.Conflict)]
    public void The_answers_alone_determine_the_state_after_an_answer(int yes, int no, int awaited, ConsentState state) =>
        Assert.Equal(state, ConsentMachine.After(ConsentState.Requested, ConsentMove.Answer, new AnswerTally(yes, no, awaited)));

    [Theory]
    [InlineData(2, 0, ConsentState.Active)]
    [InlineData(1, 1, ConsentState.Withdrawn)]
    public void An_excused_signers_answer_to_an_active_consent_changes_nothing_or_withdraws_it(int yes, int no, ConsentState state) =>
        Assert.Equal(state, ConsentMachine.After(ConsentState.Active, ConsentMove.Answer, new AnswerTally(yes, no, 0)));

    [Fact]
    public void No_move_leads_out_of_an_ended_state_and_no_consent_is_active_without_every_needed_yes()
    {
        var moves = Gen.Elements(Enum.GetValues<ConsentMove>()).ArrayOf(8).Sample(500, new Rnd(20261126), 8);

        foreach (var history in moves)
        {
            var (state, yes) = (ConsentState.Requested, 0);
            foreach (var move in history)
            {
                var given = Math.Min(yes + 1, 3);
                if (ConsentMachine.After(state, move, new AnswerTally(given, 0, 3 - given)) is not { } next)
                {
                    Assert.True(ConsentMachine.IsOver(state) || (state == ConsentState.Active && move == ConsentMove.Excuse));
                    continue;
                }

                Assert.False(ConsentMachine.IsOver(state));
                yes = move is ConsentMove.Answer or ConsentMove.Excuse ? given : yes;
                Assert.Equal(yes == 3 && !ConsentMachine.IsOver(next), next == ConsentState.Active);
                state = next;
            }
        }
    }
}
