namespace DelningsNav.Signing;

/// <summary>What a request's signature fields say, before any key is known. The set is closed.</summary>
public abstract record SignatureReading
{
    private SignatureReading()
    {
    }

    /// <summary>There is one signature with our tag and it keeps the profile; nothing about it has been proven yet.</summary>
    /// <param name="Claim">Names the key to look up, and checks the rest with it.</param>
    public sealed record Claimed(SignatureClaim Claim) : SignatureReading;

    /// <summary>The request can be refused without looking up a key.</summary>
    /// <param name="Verdict">Either <see cref="RequestVerdict.Missing"/> or <see cref="RequestVerdict.Invalid"/>.</param>
    public sealed record Refused(RequestVerdict Verdict) : SignatureReading;
}
