namespace DelningsNav.Hub.Consents;

/// <summary>The state of a consent. Whether it has expired is derived from the clock and never stored.</summary>
public enum ConsentState
{
    /// <summary>Asked for; nobody has answered.</summary>
    Requested,

    /// <summary>At least one signer has said yes, nobody has said no, and answers are outstanding.</summary>
    Signing,

    /// <summary>Every signer has signed, except excused signers.</summary>
    Active,

    /// <summary>At least one signer has said no, and nobody has said yes.</summary>
    Refused,

    /// <summary>The signers disagree. Staff see only "not granted"; they never see who said what.</summary>
    Conflict,

    /// <summary>A signer withdrew the consent, or a party withdrew it on the family's word.</summary>
    Withdrawn,

    /// <summary>Its purpose is met, or its case is closed.</summary>
    Ended,

    /// <summary>A later consent that covers all of it has replaced it.</summary>
    Superseded,

    /// <summary>
    /// The signers have changed, or the child's identity has become protected. The consent never becomes active again by itself.
    /// </summary>
    Lapsed,

    /// <summary>It was registered in error and should never have been asked for.</summary>
    Annulled,
}

/// <summary>What can happen to a consent.</summary>
public enum ConsentMove
{
    /// <summary>A signer says yes or no.</summary>
    Answer,

    /// <summary>A signer is excused from answering.</summary>
    Excuse,

    /// <summary>A signer withdraws the consent, or a party withdraws it on the family's word.</summary>
    Withdraw,

    /// <summary>Its purpose is met, or its case is closed.</summary>
    End,

    /// <summary>A later consent covers all of it.</summary>
    Supersede,

    /// <summary>Custody, a block, a birthday or a protected identity has changed the facts that the consent rested on.</summary>
    Lapse,

    /// <summary>Staff find that it was registered in error.</summary>
    Annul,
}

/// <summary>
/// The number of signers who have said yes, the number who have said no, and the number of answers that are still needed. An excused
/// signer's answer is not needed.
/// </summary>
public readonly record struct AnswerTally(int Yes, int No, int Awaited);

/// <summary>The life of a consent, with every state and every move (docs/consent-life.md).</summary>
/// <remarks>
/// <code>
///                 Answer                        Excuse              Withdraw   End    Supersede   Lapse   Annul
///   Requested     Signing, Active or Refused    Requested           Withdrawn  Ended  Superseded  Lapsed  Annulled
///   Signing       Signing, Active or Conflict   Signing or Active   Withdrawn  Ended  Superseded  Lapsed  Annulled
///   Refused       Refused or Conflict           Refused             Withdrawn  Ended  Superseded  Lapsed  Annulled
///   Conflict      Conflict                      Conflict            Withdrawn  Ended  Superseded  Lapsed  Annulled
///   Active        Active or Withdrawn           -                   Withdrawn  Ended  Superseded  Lapsed  Annulled
///   the others    -                             -                   -          -      -           -       -
/// </code>
/// An answer to an active consent comes from an excused signer: a yes changes nothing, and a no withdraws it (FB 6 kap. 13 §). An ended
/// consent remains ended. The use case, not this class, checks who may make a move and whether the consent has expired.
/// </remarks>
public static class ConsentMachine
{
    /// <summary>Whether a consent in this state has ended.</summary>
    public static bool IsOver(ConsentState state) => state switch
    {
        ConsentState.Withdrawn or ConsentState.Ended or ConsentState.Superseded or ConsentState.Lapsed or ConsentState.Annulled => true,
        ConsentState.Requested or ConsentState.Signing or ConsentState.Refused or ConsentState.Conflict or ConsentState.Active => false,
    };

    /// <summary>The states of a consent that has not ended, for queries.</summary>
    internal static IReadOnlyList<ConsentState> Live { get; } = [.. Enum.GetValues<ConsentState>().Where(state => !IsOver(state))];

    /// <summary>
    /// Whether the parties are notified when a consent in this state expires. They are notified only if they can have relied on the
    /// consent.
    /// </summary>
    public static bool ExpiryIsNotified(ConsentState state) => state switch
    {
        ConsentState.Active => true,
        ConsentState.Requested or ConsentState.Signing or ConsentState.Refused or ConsentState.Conflict
            or ConsentState.Withdrawn or ConsentState.Ended or ConsentState.Superseded or ConsentState.Lapsed
            or ConsentState.Annulled => false,
    };

    /// <summary>
    /// Whether an excused signer who has not answered can still answer a consent in this state. A no to an active consent withdraws it
    /// (FB 6 kap. 13 §).
    /// </summary>
    public static bool TakesAnswersOfExcused(ConsentState state) => state switch
    {
        ConsentState.Requested or ConsentState.Signing or ConsentState.Refused or ConsentState.Conflict or ConsentState.Active => true,
        ConsentState.Withdrawn or ConsentState.Ended or ConsentState.Superseded or ConsentState.Lapsed or ConsentState.Annulled => false,
    };

    /// <summary>Whether every signer who has not answered can still answer a consent in this state.</summary>
    public static bool TakesAnswers(ConsentState state) => state switch
    {
        ConsentState.Requested or ConsentState.Signing or ConsentState.Refused or ConsentState.Conflict => true,
        ConsentState.Active or ConsentState.Withdrawn or ConsentState.Ended or ConsentState.Superseded or ConsentState.Lapsed
            or ConsentState.Annulled => false,
    };

    /// <summary>The state after a move, or null when the move is not possible.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="move">The move.</param>
    /// <param name="tally">The answers, including the one that is given now.</param>
    public static ConsentState? After(ConsentState state, ConsentMove move, AnswerTally tally) => IsOver(state) ? null : move switch
    {
        ConsentMove.Answer when state == ConsentState.Active => tally.No > 0 ? ConsentState.Withdrawn : ConsentState.Active,
        ConsentMove.Answer or ConsentMove.Excuse => TakesAnswers(state) ? Answered(tally) : null,
        ConsentMove.Withdraw => ConsentState.Withdrawn,
        ConsentMove.End => ConsentState.Ended,
        ConsentMove.Supersede => ConsentState.Superseded,
        ConsentMove.Lapse => ConsentState.Lapsed,
        ConsentMove.Annul => ConsentState.Annulled,
    };

    private static ConsentState Answered(AnswerTally tally) => tally switch
    {
        { Yes: 0, No: 0 } => ConsentState.Requested,
        { Yes: > 0, No: > 0 } => ConsentState.Conflict,
        { No: > 0 } => ConsentState.Refused,
        { Awaited: 0 } => ConsentState.Active,
        _ => ConsentState.Signing,
    };
}
