using System.Text.Encodings.Web;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DelningsNav.Web.Api.Signed;

/// <summary>The authentication of integrating systems: each call is signed (RFC 9421, ADR 0008).</summary>
internal static class SignedScheme
{
    /// <summary>The scheme's name.</summary>
    public const string Name = "Signed";

    /// <summary>The authorization policy for calls that any registered system may make.</summary>
    public const string AnySystem = "signed";

    private const string OperationClaim = "operation";

    /// <summary>Adds the scheme and a policy for each operation.</summary>
    public static void AddSignedScheme(this IServiceCollection services, string? publicOrigin)
    {
        services.AddSingleton(provider => new HubOrigin(publicOrigin, provider));
        services.AddSingleton<CallCheck>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, SignedHandler>(Name, configureOptions: null);
        var policies = services.AddAuthorizationBuilder();
        policies.AddPolicy(AnySystem, policy => policy.AddAuthenticationSchemes(Name).RequireAuthenticatedUser());
        foreach (var operation in Operations.All)
        {
            policies.AddPolicy(
                PolicyOf(operation), policy => policy.AddAuthenticationSchemes(Name).RequireClaim(OperationClaim, operation.Code));
        }
    }

    /// <summary>Opens endpoints to systems that are registered for an operation of <see cref="Operations"/>, and to nobody else.</summary>
    public static TBuilder ForSystems<TBuilder>(this TBuilder endpoints, OperationCode operation)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(PolicyOf(operation)).WithMetadata(new OperationOf(operation));

    /// <summary>Allows endpoints to every registered system.</summary>
    public static TBuilder ForSystems<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(AnySystem).WithMetadata(new OperationOf(null));

    /// <summary>The system as an authenticated user in ASP.NET.</summary>
    internal static AuthenticationTicket TicketOf(SignedCall call)
    {
        var identity = new System.Security.Claims.ClaimsIdentity(Name);
        foreach (var operation in call.Operations)
        {
            identity.AddClaim(new(OperationClaim, operation.Code));
        }

        return new AuthenticationTicket(new(identity), Name);
    }

    private static string PolicyOf(OperationCode operation) => $"signed:{operation}";
}

/// <summary>
/// The operation that an endpoint belongs to, in the endpoint's metadata. If it is null, the endpoint is open to every registered system.
/// </summary>
internal sealed record OperationOf(OperationCode? Operation);

/// <summary>
/// The handler of the scheme. A call that <see cref="CallCheck"/> accepts is authenticated. Any other call is answered with its problem.
/// </summary>
internal sealed class SignedHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, CallCheck check,
    Attempts attempts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private ApiProblem? _refusal;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (call, refusal) = await check.RunAsync(Context, Context.RequestAborted);
        if (call is null)
        {
            _refusal = refusal;
            attempts.CallRefused(Context, refusal!.Body.Type, Context.Features.Get<ClaimedKey>()?.KeyId);
            Context.Features.Set(refusal);
            return AuthenticateResult.Fail(refusal!.Body.Type);
        }

        Context.Features.Set(call);
        return AuthenticateResult.Success(SignedScheme.TicketOf(call));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        (_refusal ?? Problems.SignatureMissing.Say()).ExecuteAsync(Context);

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var operation = Context.GetEndpoint()?.Metadata.GetMetadata<OperationOf>()?.Operation;
        return Problems.OperationNotPermitted.Say($"your system is not registered for the operation `{operation}`").ExecuteAsync(Context);
    }
}
