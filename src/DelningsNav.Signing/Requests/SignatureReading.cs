namespace DelningsNav.Signing;

/// <summary>What a request's signature fields say, before any key is known. The set is closed.</summary>
public abstract record SignatureReading
{
    private SignatureReading()
    {
    }

    /// <summary>There is one signature with our tag and it follows the profile; nothing is proved yet.</summary>
    /// <param name="Claim">Names the key to look up, and checks the rest with that key.</param>
    public sealed record Claimed(SignatureClaim Claim) : SignatureReading;

    /// <summary>The request can be refused without looking up a key.</summary>
    /// <param name="Verdict">Either <see cref="RequestVerdict.Missing"/> or <see cref="RequestVerdict.Invalid"/>.</param>
    public sealed record Refused(RequestVerdict Verdict) : SignatureReading;
}
