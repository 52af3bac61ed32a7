using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>
/// Asks what to block, with one question on each page: what, who may not show it, and who may not see it. Nothing is blocked yet.
/// </summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class BlockNewPage(FamilyBlocks blocks, IStringLocalizer<MinSidaTexts> texts) : NewBlockPage(blocks)
{
    private static readonly string[] Steps = ["vad", "hos", "till"];

    /// <summary>The question: <c>vad</c>, <c>hos</c> or <c>till</c>.</summary>
    [BindProperty(SupportsGet = true, Name = "steg")]
    public string Step { get; set; } = "vad";

    /// <summary>The number of the question among the three.</summary>
    public int StepNumber => Array.IndexOf(Steps, Step) + 1;

    /// <summary>The address of the next page.</summary>
    public string NextPath => $"/min-sida/sparrar/{List.Child}/{(StepNumber < Steps.Length ? Steps[StepNumber] : "kontroll")}";

    /// <summary>The types, sorted by their names in the reader's language.</summary>
    public IReadOnlyList<RecordTypeName> Types => [.. List.Types.OrderBy(FamilyWords.NameOf, StringComparer.CurrentCulture)];

    /// <summary>Asks the question. A reader who may not place blocks gets the same page as at an unknown address.</summary>
    public async Task<IActionResult> OnGetAsync(Guid child, [FromQuery(Name = "inget")] bool nothing, CancellationToken ct)
    {
        if (!await ReadAsync(child, ct) || !List.MayPlace)
        {
            return NotFound();
        }

        if (nothing)
        {
            ModelState.AddModelError(nameof(Recipient), texts["BlockNamesNothing"]);
        }

        return Page();
    }
}
