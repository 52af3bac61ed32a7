namespace DelningsNav.Signing;

/// <summary>An absolute http or https URI split into its parts, without decoding.</summary>
internal readonly ref struct TargetParts
{
    private TargetParts(ReadOnlySpan<char> scheme, ReadOnlySpan<char> authority, ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        Scheme = scheme;
        Authority = authority;
        Path = path;
        Query = query;
    }

    public ReadOnlySpan<char> Scheme { get; }

    public ReadOnlySpan<char> Authority { get; }

    /// <summary>The path, from its first slash on; empty when the URI has no path.</summary>
    public ReadOnlySpan<char> Path { get; }

    /// <summary>The query with its question mark; empty when the URI has no query.</summary>
    public ReadOnlySpan<char> Query { get; }

    public static TargetParts Of(ReadOnlySpan<char> uri)
    {
        var schemeEnd = uri.IndexOf("://");
        var rest = schemeEnd < 0 ? [] : uri[(schemeEnd + 3)..];
        var pathStart = rest.IndexOfAny("/?#") is var p and >= 0 ? p : rest.Length;
        var tail = rest[pathStart..];
        tail = tail.IndexOf('#') is var hash and >= 0 ? tail[..hash] : tail;
        var queryStart = tail.IndexOf('?') is var q and >= 0 ? q : tail.Length;
        return new TargetParts(schemeEnd < 0 ? [] : uri[..schemeEnd], rest[..pathStart], tail[..queryStart], tail[queryStart..]);
    }

    /// <summary>The authority in lower case, without the user and without the scheme's default port (RFC 9421 section 2.2.3).</summary>
    public string NormalAuthority()
    {
        var host = Authority[(Authority.LastIndexOf('@') + 1)..].ToString().ToLowerInvariant();
        var ownPort = Scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        return host.EndsWith(ownPort, StringComparison.Ordinal) ? host[..^ownPort.Length] : host;
    }
}
