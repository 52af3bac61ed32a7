using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>The result of a search of the log.</summary>
[Authorize(Policy = SignInSetup.RegistratorPolicy)]
public sealed class LogPageModel(
    SearchLog search, ReadLogFigures figures, PageRules rules,
    IStringLocalizer<RegistraturTexts> texts, IStringLocalizer<SharedTexts> shared) : PageModel
{
    /// <summary>The search, from the address.</summary>
    [BindProperty(SupportsGet = true)]
    public LogQuery Query { get; set; } = new();

    /// <summary>What was found, or null when the address was refused and nothing was searched.</summary>
    public LogPage? Found { get; private set; }

    /// <summary>The search form.</summary>
    public LogSearchForm Form { get; private set; } = null!;

    /// <summary>The words for the codes of the log.</summary>
    public LogWords Words { get; } = new(texts, shared, code => rules.Policies.RecordTypes.TryFind(code, out var type) ? type : null);

    /// <summary>The terms that narrow the search, in words. Each term has the address of the same search without that term.</summary>
    public IReadOnlyList<Narrowing> Narrowings { get; private set; } = [];

    /// <summary>The number of entries found, in words.</summary>
    public string Count => Found?.Count switch
    {
        > SearchLog.CountedTo =>
            texts["CountMoreThan", SearchLog.CountedTo.ToString("N0", System.Globalization.CultureInfo.CurrentCulture)],
        1 => texts["CountOne"],
        { } count => texts["CountMany", count.ToString("N0", System.Globalization.CultureInfo.CurrentCulture)],
        null => "",
    };

    /// <summary>Searches the log. The search is logged.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        // A form also sends its empty fields. They are removed, so that a shared address contains only what was chosen.
        var empty = Request.Query.Where(pair => pair.Value.All(string.IsNullOrEmpty)).Select(pair => (pair.Key, (string?)null)).ToArray();
        if (empty.Length > 0)
        {
            return LocalRedirect(Request.With(empty));
        }

        // An identity number does not belong in a search by case, because neither the log nor the next address may contain it.
        if (IdentityNumber.TryParse(Query.Arende?.Trim(), out _))
        {
            return RedirectToPage("/Registratur/Index");
        }

        var caller = new Caller.Staff(User.StaffId());
        if (await figures.ReadAsync(caller, ct) is not { Units: var units })
        {
            return NotFound();
        }

        Form = new LogSearchForm(Query, units);
        if (!IsChosenFromTheLists())
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        if (await search.HandleAsync(Query.ToFilter(), Query.ToPlace(), caller, ct) is not SearchOutcome.Found { Page: var page })
        {
            return NotFound();
        }

        Found = page;
        Narrowings = [.. NarrowingsOf(page.Named)];
        return Page();
    }

    /// <summary>The address of another page of the same search.</summary>
    public string AddressOf(LogPlace place) => Request.With(("sida", LogQuery.PageName(place)));

    // A word that is not on its list would otherwise show every entry, as if they were what was searched for. The fault has the name of the
    // form's field, to which the summary links.
    private bool IsChosenFromTheLists()
    {
        ModelState.Clear();
        Check("handelse", LogQuery.IsKind, "UnknownKind");
        Check("utfall", LogQuery.Verdicts.Contains, "UnknownVerdict");
        return ModelState.IsValid;

        void Check(string field, Func<string, bool> isOnItsList, string fault)
        {
            if (Request.Query[field] is { Count: > 0 } words && !(words is [{ } word] && (word.Length == 0 || isOnItsList(word))))
            {
                ModelState.AddModelError(field, texts[fault]);
            }
        }
    }

    private IEnumerable<Narrowing> NarrowingsOf(FilterNames named)
    {
        if (Query.Person is not null)
        {
            yield return Of("About", named.Person is { } person ? Words.About(person) : texts["PersonUnnamed"], "person");
        }

        if (Query.Vem is not null)
        {
            yield return Of("Who", named.Actor.Length > 0 ? named.Actor : texts["PersonUnnamed"], "vem");
        }

        if (Query.Fran is { } from)
        {
            yield return Of("From", PageDates.Day(from), "fran");
        }

        if (Query.Till is { } to)
        {
            yield return Of("To", PageDates.Day(to), "till");
        }

        if (Query.Handelse is { Length: > 0 } kind)
        {
            yield return Of("Kind", kind == LogQuery.AllButReadings ? texts["KindAllButReadings"] : Words.Kind(kind), "handelse");
        }

        if (Query.Utfall is { Length: > 0 } verdict)
        {
            yield return Of("Verdict", Words.Verdict(verdict), "utfall");
        }

        if (named.Unit.Length > 0)
        {
            yield return Of("Unit", named.Unit, "enhet");
        }

        if (Query.Arende is { Length: > 0 } number)
        {
            yield return Of("CaseNumber", number, "arende");
        }
    }

    private Narrowing Of(string name, string value, string field) => new(texts[name], value, Request.With((field, null), ("sida", null)));
}

/// <summary>One term that narrows a search.</summary>
/// <param name="Name">The name of the term.</param>
/// <param name="Value">The value of the term, in words.</param>
/// <param name="Without">The address of the same search without this term.</param>
public sealed record Narrowing(string Name, string Value, string Without);
