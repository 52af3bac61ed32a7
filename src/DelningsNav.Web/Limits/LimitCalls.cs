using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using DelningsNav.Web.Api;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.RateLimiting;

namespace DelningsNav.Web.Limits;

/// <summary>
/// Refuses the requests of a caller that makes too many: by address before anything else is done, and by system or person once it is
/// known who calls.
/// </summary>
internal static partial class LimitCalls
{
    private const string SignInPath = "/logga-in";

    /// <summary>Limits the requests of each address. It comes before signatures and sessions are checked, and costs little.</summary>
    public static void UseLimitOfAddress(this WebApplication app, CallLimits limits) =>
        Use(app, http => IsUncounted(http) ? null
            : IsSignIn(http.Request) ? ("sign-in", AddressOf(http), limits.SignInsOfAddress)
            : ("address", AddressOf(http), limits.OfAddress));

    /// <summary>Limits the calls of each system for each operation, and the pages of each person. It comes after authorization.</summary>
    public static void UseLimitOfCaller(this WebApplication app, CallLimits limits) =>
        Use(app, http => IsUncounted(http) ? null
            : http.Features.Get<SignedCall>() is { } call ? ("client", $"{call.Client} {OperationOf(http)}", limits.OfClient)
            : PersonOf(http) is { } person ? ("person", person, limits.OfPerson)
            : null);

    private static void Use(
        WebApplication app, Func<HttpContext, (string Policy, string Caller, int Quota)?> limitOf)
    {
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(LimitCalls).FullName!);
        app.UseRateLimiter(new RateLimiterOptions
        {
            RejectionStatusCode = StatusCodes.Status429TooManyRequests,
            OnRejected = (refused, _) => RefuseAsync(refused, log),
            GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => limitOf(http) is var (policy, caller, quota)
                ? RateLimitPartition.Get($"{policy} {caller}", _ => new MinuteLimiter(policy, quota, clock))
                : RateLimitPartition.GetNoLimiter("")),
        });
    }

    // The fields are those of the draft standard (draft-ietf-httpapi-ratelimit-headers-10).
    private static async ValueTask RefuseAsync(OnRejectedContext refused, ILogger log)
    {
        var http = refused.HttpContext;
        if (!refused.Lease.TryGetMetadata(MinuteLimiter.Reached, out var reached) || reached is null)
        {
            return;
        }

        var seconds = ((long)Math.Ceiling(reached.ResetsIn.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.RetryAfter = seconds;
        http.Response.Headers["RateLimit-Policy"] = $"\"{reached.Policy}\";q={reached.Quota};w={MinuteLimiter.Minute.TotalSeconds}";
        http.Response.Headers["RateLimit"] = $"\"{reached.Policy}\";r=0;t={seconds}";
        if (reached.IsFirst)
        {
            // An address is personal data and is not logged. A system is named by its id.
            Reached(log, reached.Policy, reached.Quota, http.Features.Get<SignedCall>()?.Client.Value);
        }

        if (ApiShell.IsForMachines(http))
        {
            await Problems.TooManyCalls.Say().ExecuteAsync(http);
        }
    }

    // Health checks are the operators' own. The page of an error is shown in place of an answer that has been counted.
    private static bool IsUncounted(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase)
        || http.Features.Get<IStatusCodeReExecuteFeature>() is not null
        || http.Features.Get<IExceptionHandlerFeature>() is not null;

    private static bool IsSignIn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments(SignInPath, StringComparison.OrdinalIgnoreCase);

    private static string OperationOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<OperationOf>()?.Operation?.Code ?? "";

    private static string? PersonOf(HttpContext http) =>
        http.User.FindFirstValue(SignInSetup.StaffClaim) ?? http.User.FindFirstValue(SignInSetup.PersonClaim);

    // One subscriber has a whole network of IPv6 addresses, so they are counted together.
    private static string AddressOf(HttpContext http)
    {
        const int NetworkBytes = 8;
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }

    [LoggerMessage(
        41, LogLevel.Warning,
        "The limit `{Policy}` of {Quota} requests a minute was reached (system {Client}); further requests get 429 until the minute ends")]
    private static partial void Reached(ILogger logger, string policy, int quota, Guid? client);
}
