namespace DelningsNav.Web.SignIn;

/// <summary>The names and the protection of the hub's cookies (ADR 0034).</summary>
/// <remarks>
/// Outside the demo every cookie is <c>Secure</c>, and its name begins with <c>__Host-</c>, so that a browser accepts it only from this
/// host, over TLS, for every path (RFC 6265bis section 4.1.3.2). The demo is reached over http on this machine, where that cannot be.
/// </remarks>
/// <param name="AreSecure">Whether the hub is reached over TLS. Only a program that listens on this machine alone says no.</param>
internal sealed record HubCookies(bool AreSecure)
{
    /// <summary>The cookie with the secret of the session.</summary>
    public string Session => NameOf("delningsnav-session");

    /// <summary>The cookie with the browser's half of the form tokens.</summary>
    public string FormToken => NameOf("delningsnav-skydd");

    /// <summary>Whether the cookies are sent over TLS only.</summary>
    public CookieSecurePolicy Policy => AreSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;

    /// <summary>The name that a cookie has in the browser.</summary>
    public string NameOf(string name) => AreSecure ? "__Host-" + name : name;

    /// <summary>The options of a cookie that no script reads, and that ends with the browser unless an age is set.</summary>
    public CookieOptions Options() => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = AreSecure,
    };
}
