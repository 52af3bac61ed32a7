using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>Runs axe in the page. It is loaded once into each tested document.</summary>
internal static class Axe
{
    /// <summary>The rules whose result depends on a colour.</summary>
    /// <remarks>They are enough in dark mode, where the style sheet changes nothing but colours (<see cref="StyleSheetTests"/>).</remarks>
    public static readonly string[] RulesOfColour = ["color-contrast", "link-in-text-block"];

    /// <summary>A script for every document of a visitor. It only defines a function; axe is compiled at the first call of it.</summary>
    public static readonly string Loader =
        $"window.loadAxe = () => {{ {new BundledAxeScriptProvider().GetScript()} }};";

    /// <summary>The faults that axe finds in the page.</summary>
    /// <param name="page">The page, which may be tested again afterwards.</param>
    /// <param name="onlyRules">The rules to apply; if left out, every rule that axe applies by default, and best practice.</param>
    public static async Task<string[]> FaultsAsync(IPage page, string[]? onlyRules = null)
    {
        // axe cannot see into a frame into which it is not loaded; no page has one.
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
