namespace DelningsNav.Policies.Bundles;

/// <summary>The result of reading a bundle. The set is closed.</summary>
public abstract record BundleReading
{
    private BundleReading() { }

    /// <summary>
    /// A trusted key signed it, and everything in it is unchanged. The caller, who has a clock, checks whether it has expired.
    /// </summary>
    public sealed record Sound(PolicyBundle Bundle) : BundleReading;

    /// <summary>Nothing in it may be used.</summary>
    /// <param name="Step">The step of the reading that it failed at.</param>
    /// <param name="Reasons">Every fault that could be found. Never empty.</param>
    public sealed record Unsound(BundleStep Step, IReadOnlyList<string> Reasons) : BundleReading
    {
        internal static Unsound Because(BundleStep step, string reason) => new(step, [reason]);
    }
}

/// <summary>The steps in which <see cref="PolicyBundle.Read"/> reads a bundle.</summary>
public enum BundleStep
{
    /// <summary>A note, an empty line and the rest, within the limits.</summary>
    Frame,

    /// <summary>A trusted key signed it.</summary>
    Trust,

    /// <summary>The signed text is written as the format says.</summary>
    Text,

    /// <summary>The files are those that were signed.</summary>
    Files,

    /// <summary>The rules and cases are without fault and match what was signed.</summary>
    Set,
}
