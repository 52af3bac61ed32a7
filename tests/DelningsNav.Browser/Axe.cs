using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>axe, run in the page itself. It is loaded once into each document that is looked at.</summary>
internal static class Axe
{
    /// <summary>The rules whose answer depends on a colour.</summary>
    /// <remarks>They are enough in the dark, where the style sheet changes nothing but colours (<see cref="StyleSheetTests"/>).</remarks>
    public static readonly string[] RulesOfColour = ["color-contrast", "link-in-text-block"];

    /// <summary>A script for every document of a visitor. It only defines a function; axe is compiled when that is first called.</summary>
    public static readonly string Loader =
        $"window.loadAxe = () => {{ {new BundledAxeScriptProvider().GetScript()} }};";

    /// <summary>What axe finds wrong with the page.</summary>
    /// <param name="page">The page, which may be looked at again afterwards.</param>
    /// <param name="onlyRules">The rules to apply; without it, every rule that axe applies by itself, best practice included.</param>
    public static async Task<string[]> FaultsAsync(IPage page, string[]? onlyRules = null)
    {
        // axe cannot see into a frame that it is not loaded in; no page has one.
        Assert.Single(page.Frames);

        // Without resultTypes, axe writes a selector for each element that passed, which takes longer than finding the faults.
        return await page.EvaluateAsync<string[]>(
            """
            async rules => {
              if (!window.axe) window.loadAxe();
              const options = { resultTypes: ['violations'] };
              if (rules) options.runOnly = { type: 'rule', values: rules };
              const { violations } = await axe.run(document, options);
              return violations.map(v => `${v.id}: ${v.help} at ${v.nodes.map(n => n.html).join(' | ')}`);
            }
            """,
            onlyRules);
    }
}
