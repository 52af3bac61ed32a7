namespace DelningsNav.Signing;

/// <summary>
/// The content of a request's signature fields, before any key is looked up. There are no other results than the types below.
/// </summary>
public abstract record SignatureReading
{
    private SignatureReading()
    {
    }

    /// <summary>There is one signature with our tag, and it follows the profile. Nothing is proved yet.</summary>
    /// <param name="Claim">The signature. It names the key to look up, and the remaining checks are made with that key.</param>
    public sealed record Claimed(SignatureClaim Claim) : SignatureReading;

    /// <summary>The request can be refused without looking up a key.</summary>
    /// <param name="Verdict">Either <see cref="RequestVerdict.Missing"/> or <see cref="RequestVerdict.Invalid"/>.</param>
    public sealed record Refused(RequestVerdict Verdict) : SignatureReading;
}
