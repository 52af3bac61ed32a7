namespace DelningsNav.Policies.Bundles;

/// <summary>The result of reading a bundle. There are no other results than the types below.</summary>
public abstract record BundleReading
{
    private BundleReading() { }

    /// <summary>
    /// A trusted key signed the bundle, and its content is unchanged. The caller has a clock and must check whether the bundle has expired.
    /// </summary>
    public sealed record Sound(PolicyBundle Bundle) : BundleReading;

    /// <summary>Nothing in the bundle may be used.</summary>
    /// <param name="Step">The step at which the reading failed.</param>
    /// <param name="Reasons">Every fault that could be found. Never empty.</param>
    public sealed record Unsound(BundleStep Step, IReadOnlyList<string> Reasons) : BundleReading
    {
        internal static Unsound Because(BundleStep step, string reason) => new(step, [reason]);
    }
}

/// <summary>The steps in which <see cref="PolicyBundle.Read"/> reads a bundle.</summary>
public enum BundleStep
{
    /// <summary>The bundle is divided into a note, an empty line and the files, and is within the limits.</summary>
    Frame,

    /// <summary>A trusted key signed the bundle.</summary>
    Trust,

    /// <summary>The signed text is in the format.</summary>
    Text,

    /// <summary>The files are exactly the files that were signed.</summary>
    Files,

    /// <summary>The rules and cases are without fault and match what was signed.</summary>
    Set,
}
