namespace DelningsNav.Policies.Bundles;

/// <summary>What reading a bundle came to. The set is closed.</summary>
public abstract record BundleReading
{
    private BundleReading() { }

    /// <summary>A trusted key signed it, and everything in it is as it was when it was signed. Whether it has expired is for its caller, who has a clock.</summary>
    public sealed record Sound(PolicyBundle Bundle) : BundleReading;

    /// <summary>Nothing in it may be used.</summary>
    /// <param name="Step">The step of the reading that it failed at.</param>
    /// <param name="Reasons">Everything that is wrong, as far as it could be read. Never empty.</param>
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

    /// <summary>The rules and cases are without fault, and say of themselves what was signed.</summary>
    Set,
}
