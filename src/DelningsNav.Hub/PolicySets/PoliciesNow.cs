using DelningsNav.Policies;

namespace DelningsNav.Hub.PolicySets;

/// <summary>What decides at a moment. The set of cases is closed.</summary>
public abstract record PoliciesNow
{
    private PoliciesNow() { }

    /// <summary>The version in force, for the log; empty when none is.</summary>
    public abstract string Version { get; }

    /// <summary>Decides by the rules, or refuses with the alarm when there are none to decide by.</summary>
    public abstract Verdict Decide(ReleaseFacts facts);

    /// <summary>The rules decide.</summary>
    public sealed record Sound(ReleasePolicies Policies) : PoliciesNow
    {
        /// <inheritdoc/>
        public override string Version => Policies.Version;

        /// <inheritdoc/>
        public override Verdict Decide(ReleaseFacts facts) => Policies.Decide(facts);
    }

    /// <summary>Nothing is released or referred: no sound set is in force. Everything else continues.</summary>
    public sealed record Stopped(string InForce, Alarm Alarm) : PoliciesNow
    {
        private static readonly Sentence Words = new(
            "Det finns inga giltiga regler att besluta efter.", "There are no valid rules to decide by.");

        /// <inheritdoc/>
        public override string Version => InForce;

        /// <inheritdoc/>
        public override Verdict Decide(ReleaseFacts facts) =>
            new Verdict.Refuse([Missing.NotGranted], [new Bar(Alarm.PolicyName, "", Words)]) { Alarms = [Alarm] };
    }
}
