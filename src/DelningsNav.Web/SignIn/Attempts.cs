using DelningsNav.Hub.Sessions;

namespace DelningsNav.Web.SignIn;

/// <summary>
/// Notes attempts that failed: each is counted, and has a line in the technical log. Nothing that the stranger wrote is repeated, but for a
/// key id that has the form of one (ADR 0045).
/// </summary>
/// <remarks>
/// The address of a system that calls is logged, because somebody must be able to find the machine. The address of a person who signs in is
/// personal data and is not.
/// </remarks>
public sealed partial class Attempts(AttemptCounts counts, ILogger<Attempts> log)
{
    /// <summary>A way to sign in calls this when a sign-in fails.</summary>
    /// <param name="way">The way, a word of the program such as <c>oidc</c>.</param>
    public void SignInFailed(string way)
    {
        counts.Count(AttemptKind.SignIn);
        SignInFailed(log, way);
    }

    /// <summary>A signed call was refused: nobody was authenticated, or the system may not make it.</summary>
    internal void CallRefused(HttpContext http, string problem, string? keyId)
    {
        counts.Count(AttemptKind.SignedCall);
        CallRefused(log, problem, keyId ?? "none", $"{http.Connection.RemoteIpAddress}");
    }

    /// <summary>A member of staff was refused a page while the hub is fenced, so that the audit log has no entry of it.</summary>
    /// <param name="place">The pattern of the address, without what was asked for.</param>
    internal void FencedOpeningRefused(string place)
    {
        counts.Count(AttemptKind.FencedOpening);
        FencedOpeningRefused(log, place);
    }

    [LoggerMessage(51, LogLevel.Warning, "A sign-in by {Way} failed")]
    private static partial void SignInFailed(ILogger logger, string way);

    [LoggerMessage(52, LogLevel.Warning, "A signed call was refused: {Problem}, key {KeyId}, from {Address}")]
    private static partial void CallRefused(ILogger logger, string problem, string keyId, string address);

    [LoggerMessage(53, LogLevel.Warning, "Staff were refused {Place} while the hub is fenced; the audit log has no entry of it")]
    private static partial void FencedOpeningRefused(ILogger logger, string place);
}

/// <summary>
/// The key that a call claims to be signed with, as a feature of the request. It has the form of a key id, but nothing has proved it.
/// </summary>
internal sealed record ClaimedKey(string KeyId);
