namespace DelningsNav.Policies.Bundles;

/// <summary>What reading a bundle came to. The set is closed.</summary>
public abstract record BundleReading
{
    private BundleReading() { }

    /// <summary>A trusted key signed it, and everything in it is as it was when it was signed. Whether it has expired is for its caller, who has a clock.</summary>
    public sealed record Sound(PolicyBundle Bundle) : BundleReading;

    /// <summary>Nothing in it may be used.</summary>
    /// <param name="Reasons">Everything that is wrong, as far as it could be read. Never empty.</param>
    public sealed record Unsound(IReadOnlyList<string> Reasons) : BundleReading
    {
        internal static Unsound Because(string reason) => new([reason]);
    }
}
