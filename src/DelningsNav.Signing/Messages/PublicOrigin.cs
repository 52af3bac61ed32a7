using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DelningsNav.Signing;

/// <summary>
/// The scheme, host and port under which the outside world reaches the hub. They are configured and never read from a request.
/// </summary>
public sealed record PublicOrigin
{
    // The characters of a path and query (RFC 3986 section 3.3). Percent signs are checked separately.
    private static readonly SearchValues<char> TargetCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?%");

    private readonly string _text;

    private PublicOrigin(string text) => _text = text;

    /// <summary>
    /// Reads an origin, for example <c>https://hub.example</c>. It is http or https in lower case, without a default port and with
    /// nothing after it.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PublicOrigin? origin)
    {
        origin = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && $"{uri.Scheme}://{uri.Authority}" == text && uri.UserInfo.Length == 0
            ? new PublicOrigin(text)
            : null;
        return origin is not null;
    }

    /// <summary>
    /// Makes the signed target from a request line's raw target. It returns false, with the reason, for a target that the server or a
    /// proxy could read as another target, because the signed target must be the target that is routed.
    /// </summary>
    public bool TryTarget(string rawTarget, [NotNullWhen(true)] out string? targetUri, [NotNullWhen(false)] out string? why)
    {
        ArgumentNullException.ThrowIfNull(rawTarget);
        why = Ambiguity(rawTarget);
        targetUri = why is null ? _text + rawTarget : null;
        return why is null;
    }

    /// <summary>The origin, without a slash at the end.</summary>
    public override string ToString() => _text;

    private static string? Ambiguity(string target)
    {
        var queryStart = target.IndexOf('?', StringComparison.Ordinal) is var at && at < 0 ? target.Length : at;
        var path = target.AsSpan(0, queryStart);
        return !target.StartsWith('/') ? "the request target must start with a slash"
            : target.AsSpan().ContainsAnyExcept(TargetCharacters) ? "the request target holds characters that must be percent-encoded"
            : path.IndexOf("//") >= 0 ? "the path holds two slashes in a row"
            : HasDotSegment(path) ? "the path holds a segment `.` or `..`"
            : EncodingProblem(target.AsSpan(), queryStart);
    }

    private static bool HasDotSegment(ReadOnlySpan<char> path)
    {
        foreach (var range in path.Split('/'))
        {
            if (path[range] is "." or "..")
            {
                return true;
            }
        }

        return false;
    }

    private static string? EncodingProblem(ReadOnlySpan<char> target, int queryStart)
    {
        for (var i = 0; i < target.Length; i++)
        {
            if (target[i] != '%')
            {
                continue;
            }

            if (i + 2 >= target.Length || !char.IsAsciiHexDigit(target[i + 1]) || !char.IsAsciiHexDigit(target[i + 2]))
            {
                return "the request target holds a percent sign without two hexadecimal digits";
            }

            if (i > queryStart)
            {
                continue;
            }

            var decoded = (char)byte.Parse(target.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (char.IsAsciiLetterOrDigit(decoded) || decoded is '-' or '.' or '_' or '~')
            {
                return $"the path encodes `{decoded}`, which is written as itself";
            }

            if (decoded is '/' or '\\' or < ' ' or '\x7f')
            {
                return "the path encodes a slash or a control character";
            }

            if (char.IsAsciiLetterLower(target[i + 1]) || char.IsAsciiLetterLower(target[i + 2]))
            {
                return "the path has a percent-encoding in lower case";
            }
        }

        return null;
    }
}
