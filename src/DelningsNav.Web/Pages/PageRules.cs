using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DelningsNav.Web.Pages;

/// <summary>
/// The rules by whose record types and words a page speaks: one set from the first word to the last, read when the page is asked for.
/// </summary>
/// <remarks>Filled for the areas that <see cref="PageRulesFilter.Areas"/> names, before the page itself is made.</remarks>
public sealed class PageRules
{
    private SpokenPolicies? _spoken;

    /// <summary>The rules, with the cases that were signed with them.</summary>
    public SpokenPolicies Spoken
    {
        get => _spoken ?? throw new InvalidOperationException("the page lies outside the areas that speak of the rules");
        internal set => _spoken = value;
    }

    /// <summary>The rules.</summary>
    public ReleasePolicies Policies => Spoken.Policies;
}

/// <summary>Reads the rules for a page before anything of it is made, so that models, views and tags need not wait for them.</summary>
internal sealed class PageRulesFilter(PoliciesInForce inForce, PageRules rules) : IAsyncResourceFilter
{
    /// <summary>The folders of the pages that speak of record types and rules.</summary>
    public static IReadOnlyList<string> Areas { get; } = ["/Administration", "/Arbetsyta", "/Regel", "/Registratur"];

    /// <inheritdoc/>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        rules.Spoken = await inForce.SpokenAsync(context.HttpContext.RequestAborted);
        await next();
    }
}
