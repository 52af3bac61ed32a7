using DelningsNav.Web.Pages.Regel;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DelningsNav.Web.Pages.Components;

/// <summary>
/// Makes the name of a rule or its law a link to the rule's own page. A name that the rules in force do not have becomes plain text.
/// </summary>
/// <remarks>The link only repeats a rule that the page already names. A page that must not reveal a bar does not name the bar.</remarks>
/// <example><code><![CDATA[<rule-link policy="@ground.PolicyName">@ground.Law</rule-link>]]></code></example>
[HtmlTargetElement("rule-link", Attributes = "policy")]
public sealed class RuleLink(PageRules rules) : TagHelper
{
    /// <summary>The name of the rule.</summary>
    public string Policy { get; set; } = "";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var isKnown = rules.Policies.Rules.Any(rule => rule.Name == Policy);
        output.Become(isKnown ? "a" : "span", null);
        if (isKnown)
        {
            output.Attributes.SetAttribute("href", RuleAddress.Rule(Policy));
        }
    }
}
