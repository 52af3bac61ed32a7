using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing;

/// <summary>The components that the profile requires a request's signature to cover. It must cover exactly these, in any order.</summary>
internal static class CoveredComponents
{
    private static readonly string[] Always = ["@method", "@target-uri"];
    private static readonly string[] WithBody = [ContentDigest.FieldName, "content-type"];
    private static readonly string[] WhenPresent = ["authorization", "idempotency-key"];

    public static List<string> DemandedOf(HttpMessage request)
    {
        var demanded = new List<string>(6);
        demanded.AddRange(Always);
        if (request.HasBody)
        {
            demanded.AddRange(WithBody);
        }

        foreach (var field in WhenPresent)
        {
            if (request.Fields.Contains(field))
            {
                demanded.Add(field);
            }
        }

        return demanded;
    }

    /// <summary>Null when exactly the required components are covered, each once and without parameters; otherwise what is wrong.</summary>
    public static string? ProblemOf(HttpMessage request, InnerList covered)
    {
        var open = DemandedOf(request);
        foreach (var item in covered.Items)
        {
            if (item.Value is not BareItem.String name || item.Parameters.Count > 0 || !open.Remove(name.Value))
            {
                return $"the signature covers a component that the profile does not ask for, or one twice; it must cover "
                    + $"{Written(DemandedOf(request))}";
            }
        }

        return open.Count == 0 ? null : $"the signature does not cover {Written(open)}; it must cover {Written(DemandedOf(request))}";
    }

    private static string Written(List<string> components) => string.Join(", ", components.Select(component => $"`{component}`"));
}
