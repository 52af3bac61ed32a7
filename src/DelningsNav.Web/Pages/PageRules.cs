using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DelningsNav.Web.Pages;

/// <summary>
/// The rules whose record types and words a page uses. The whole page uses one set, which is read when the page is requested.
/// </summary>
/// <remarks>The rules are set before the page itself is made, for the areas that <see cref="PageRulesFilter.Areas"/> names.</remarks>
public sealed class PageRules
{
    private PoliciesForDisplay? _spoken;

    /// <summary>The rules, with the cases that were signed with them.</summary>
    public PoliciesForDisplay Spoken
    {
        get => _spoken ?? throw new InvalidOperationException("the page is outside the areas whose pages read the rules");
        internal set => _spoken = value;
    }

    /// <summary>The rules.</summary>
    public ReleasePolicies Policies => Spoken.Policies;
}

/// <summary>Reads the rules before any part of a page is made, so that models, views and tags need not wait for them.</summary>
internal sealed class PageRulesFilter(PoliciesInForce inForce, PageRules rules) : IAsyncResourceFilter
{
    /// <summary>The folders of the pages that name record types and rules.</summary>
    public static IReadOnlyList<string> Areas { get; } = ["/Administration", "/Arbetsyta", "/Regel", "/Registratur"];

    /// <inheritdoc/>
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        rules.Spoken = await inForce.ForDisplayAsync(context.HttpContext.RequestAborted);
        await next();
    }
}
