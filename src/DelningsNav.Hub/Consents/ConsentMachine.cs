namespace DelningsNav.Hub.Consents;

/// <summary>Where a consent is in its life. That it has expired is derived from the clock and never stored.</summary>
public enum ConsentState
{
    /// <summary>Asked for; nobody has answered.</summary>
    Requested,

    /// <summary>Somebody has answered yes, others have not answered.</summary>
    Signing,

    /// <summary>Everybody who must sign has signed.</summary>
    Active,

    /// <summary>Somebody has said no and nobody has said yes.</summary>
    Refused,

    /// <summary>Those who must sign disagree. Staff see "not granted", never who said what.</summary>
    Conflict,

    /// <summary>Taken back by one of those who signed.</summary>
    Withdrawn,

    /// <summary>What it was asked for is done: its purpose is met, or its case is closed.</summary>
    Ended,

    /// <summary>A later consent that covers all of it has taken its place.</summary>
    Superseded,

    /// <summary>Those who must sign are others now, or the child is protected now. It never opens again by itself.</summary>
    Lapsed,

    /// <summary>It was registered in error and should never have been asked for.</summary>
    Annulled,
}

/// <summary>What can happen to a consent.</summary>
public enum ConsentMove
{
    /// <summary>One of those who must sign says yes or no.</summary>
    Answer,

    /// <summary>One of those who were asked need not answer any more.</summary>
    Excuse,

    /// <summary>One of those who signed takes it back, or a party does on the family's word.</summary>
    Withdraw,

    /// <summary>Its purpose is met, or its case is closed.</summary>
    End,

    /// <summary>A later consent covers all of it.</summary>
    Supersede,

    /// <summary>Custody, a block, a birthday or a protected identity has changed what it stood on.</summary>
    Lapse,

    /// <summary>Staff find that it was registered in error.</summary>
    Annul,
}

/// <summary>How many of those who are asked have answered what. One who need not answer is not awaited.</summary>
public readonly record struct AnswerTally(int Yes, int No, int Awaited);

/// <summary>The life of a consent: every state, every move, and nothing else (docs/consent-life.md).</summary>
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
/// An answer to what is active comes from one who need not have answered: a yes changes nothing, and a no takes it back (FB 6 kap. 13 §). What is over stays over. Who may make a move, and that a consent has expired, is asked by the use case.
/// </remarks>
public static class ConsentMachine
{
    /// <summary>Whether a consent in this state has come to its end.</summary>
    public static bool IsOver(ConsentState state) => state switch
    {
        ConsentState.Withdrawn or ConsentState.Ended or ConsentState.Superseded or ConsentState.Lapsed or ConsentState.Annulled => true,
        ConsentState.Requested or ConsentState.Signing or ConsentState.Refused or ConsentState.Conflict or ConsentState.Active => false,
    };

    /// <summary>Whether answers are still awaited or may still be given in this state.</summary>
    public static bool TakesAnswers(ConsentState state) => state switch
    {
        ConsentState.Requested or ConsentState.Signing or ConsentState.Refused or ConsentState.Conflict => true,
        ConsentState.Active or ConsentState.Withdrawn or ConsentState.Ended or ConsentState.Superseded or ConsentState.Lapsed
            or ConsentState.Annulled => false,
    };

    /// <summary>The state after a move, or null when the move is not possible.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="move">The move.</param>
    /// <param name="tally">The answers, the one that is given now among them.</param>
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
