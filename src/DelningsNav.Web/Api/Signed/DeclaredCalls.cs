using System.Globalization;
using System.Reflection;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.Api.Wire;
using Microsoft.AspNetCore.Http.Features;

namespace DelningsNav.Web.Api.Signed;

/// <summary>Whom the calls to an endpoint are about to act for.</summary>
/// <param name="Roles">
/// The roles, of which the system needs at least one. Empty for calls that a system makes by itself: the log names the system and no
/// person.
/// </param>
internal sealed record ActsFor(IReadOnlyList<ClientRole> Roles)
{
    /// <summary>Whether the calls name a member of staff, for whom the system acts.</summary>
    public bool Staff => Roles.Count > 0;

    /// <summary>The roles as callers read them.</summary>
    public string RolesInWords => string.Join(" or ", Roles.Select(role => $"`{WireNames.Of(role)}`"));
}

/// <summary>A query parameter that an endpoint takes.</summary>
internal sealed record QueryParameter(string Name, Type Type, bool IsRequired);

/// <summary>Every query parameter that an endpoint takes, read from its handler's own parameters.</summary>
internal sealed record DeclaredQuery(IReadOnlyList<QueryParameter> Parameters)
{
    /// <summary>The parameters of a handler that are simple values and not part of the path.</summary>
    public static DeclaredQuery Of(MethodInfo handler, IReadOnlyCollection<string> inPath) => new(
    [
        .. handler.GetParameters()
            .Where(p => p.Name is { } name && !inPath.Contains(name))
            .Select(p => new QueryParameter(
                p.Name!,
                Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType,
                !p.HasDefaultValue && Nullable.GetUnderlyingType(p.ParameterType) is null))
            .Where(p => DeclaredCalls.FaultOf(p.Type) is not null),
    ]);
}

/// <summary>
/// Refuses a signed call that its endpoint does not declare: in a role that the system was not given, or with a query parameter that is
/// unknown, doubled, missing or malformed.
/// </summary>
/// <remarks>
/// An ignored parameter is dangerous here: a misspelt <c>staff</c> would be a reading without a reader. The check comes after the signature
/// and before the endpoint binds anything. The use cases check the role again, inside their transaction (<see cref="KnownStaff"/>).
/// </remarks>
internal static class DeclaredCalls
{
    private const int LongestName = 40;

    /// <summary>Declares that a system makes these calls for the staff whom they name, in one of these roles.</summary>
    public static TBuilder ForStaff<TBuilder>(this TBuilder endpoint, params ClientRole[] roles)
        where TBuilder : IEndpointConventionBuilder => endpoint.Declare(new ActsFor(roles));

    /// <summary>Declares that a system makes these calls by itself and names nobody.</summary>
    public static TBuilder ByItself<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.Declare(new ActsFor([]));

    /// <summary>Adds the check. It belongs after authorization and before the endpoints.</summary>
    public static void UseDeclaredCalls(this IApplicationBuilder app) =>
        app.Use((http, next) => RefusalOf(http) is { } refusal ? refusal.ExecuteAsync(http) : next(http));

    /// <summary>The fault of a value of a type, or null when the type is no query parameter.</summary>
    internal static Func<string, string?>? FaultOf(Type type) =>
        type == typeof(Guid) ? text => Guid.TryParse(text, out _) ? null : "must be an id (UUID)"
        : type == typeof(int) ? text => int.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : "must be a whole number"
        : type == typeof(long) ? text => long.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : "must be a whole number"
        : type == typeof(string) ? _ => null
        : null;

    private static TBuilder Declare<TBuilder>(this TBuilder endpoint, ActsFor actsFor)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Finally(built => built.Metadata.Add(DeclaredQuery.Of(
            built.Metadata.OfType<MethodInfo>().Single(),
            [.. ((RouteEndpointBuilder)built).RoutePattern.Parameters.Select(p => p.Name)])));
        return endpoint.WithMetadata(actsFor);
    }

    private static ApiProblem? RefusalOf(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata is not { } endpoint || endpoint.GetMetadata<OperationOf>() is null)
        {
            return null;
        }

        var actsFor = endpoint.GetRequiredMetadata<ActsFor>();
        var call = http.Features.GetRequiredFeature<SignedCall>();
        if (actsFor.Staff && !actsFor.Roles.Any(call.Roles.Contains))
        {
            return Problems.RoleNotPermitted.Say($"your system may not act for staff in the role {actsFor.RolesInWords}");
        }

        var faults = FaultsOf(http.Request.Query, endpoint.GetRequiredMetadata<DeclaredQuery>().Parameters);
        return faults.None ? null : Problems.InvalidQuery.Say().With(body => body with { Errors = faults.ByPlace() });
    }

    private static BodyFaults FaultsOf(IQueryCollection query, IReadOnlyList<QueryParameter> declared)
    {
        var faults = new BodyFaults();
        foreach (var (name, values) in query)
        {
            if (declared.FirstOrDefault(p => p.Name == name) is not { } parameter)
            {
                // An unknown name may contain anything, even an identity number. The answer repeats it only if it is a word.
                var isWord = name.Length is > 0 and <= LongestName && name.All(char.IsAsciiLetter);
                faults.Add(
                    isWord ? $"?{name}" : "?", isWord ? "is no parameter of this call" : "has a parameter that this call does not take");
            }
            else if (values is not [{ } value])
            {
                faults.Add($"?{name}", "occurs twice");
            }
            else if (FaultOf(parameter.Type)!(value) is { } fault)
            {
                faults.Add($"?{name}", fault);
            }
        }

        foreach (var parameter in declared.Where(p => p.IsRequired && !query.Any(sent => sent.Key == p.Name)))
        {
            faults.Add($"?{parameter.Name}", "is missing");
        }

        return faults;
    }
}
