using DelningsNav.Policies;

namespace DelningsNav.Hub.PolicySets;

/// <summary>The rules that decide at a moment, or the alarm with the reason why nothing is released. There is no other case.</summary>
public abstract record PoliciesNow
{
    private PoliciesNow() { }

    /// <summary>The version in force, for the log. It is empty when no set is in force.</summary>
    public abstract string Version { get; }

    /// <summary>Decides by the rules. When there are no valid rules, refuses with the alarm.</summary>
    public abstract Verdict Decide(ReleaseFacts facts);

    /// <summary>A sound set is in force, and its rules decide.</summary>
    public sealed record Sound(ReleasePolicies Policies) : PoliciesNow
    {
        /// <inheritdoc/>
        public override string Version => Policies.Version;

        /// <inheritdoc/>
        public override Verdict Decide(ReleaseFacts facts) => Policies.Decide(facts);
    }

    /// <summary>Nothing is released or referred, because no sound set is in force. Everything else continues.</summary>
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
