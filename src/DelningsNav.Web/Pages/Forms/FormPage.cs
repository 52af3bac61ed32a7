using DelningsNav.Hub.Drafts;
using DelningsNav.Hub.Foundation;
using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Forms;

/// <summary>
/// A page with a form. What is wrong with what was sent is said at its field, in the reader's language. What was typed in its
/// <see cref="TypedAttribute"/> fields can be left and come back to: a draft saves it (ADR 0032).
/// </summary>
public abstract class FormPage : PageModel
{
    private IStringLocalizer? _texts;

    /// <summary>Whether what was typed is shown for a last look before it is sent.</summary>
    public bool IsChecking { get; protected set; }

    /// <summary>Where the form is sent: the page's own address, with the draft that it was filled in from.</summary>
    public string FormAddress => Draft is { } draft ? OpenDraft.AddressOf(Request, draft.Id) : Request.Path;

    /// <summary>Where the form is sent for a handler of its own.</summary>
    public string AddressFor(string handler) => $"{FormAddress}{(HasDraft ? '&' : '?')}handler={handler}";

    /// <summary>Where the last look is, and where the form is sent from there.</summary>
    public string CheckAddress => FormAddress + OpenDraft.CheckStep;

    /// <summary>Whether the page is filled in from a draft.</summary>
    protected bool HasDraft => Draft is not null;

    /// <summary>Whether the address is that of the last look.</summary>
    protected bool IsAtCheck => HasDraft && Request.Query["steg"] == "kontroll";

    private FormDrafts Drafts => HttpContext.RequestServices.GetRequiredService<FormDrafts>();

    private OpenDraft? Draft => HttpContext.Features.Get<OpenDraft>();

    /// <summary>The texts of the page's area.</summary>
    protected IStringLocalizer Texts => _texts ??=
        HttpContext.RequestServices.GetRequiredService<IStringLocalizerFactory>().Create(AreaTexts.Of(GetType()));

    /// <summary>What precedes a fault's code in the name of its text.</summary>
    protected virtual string FaultPrefix => "Fault_";

    /// <summary>Says the text <paramref name="key"/> at a field unless it is right.</summary>
    protected void Check(bool isRight, string field, string key)
    {
        if (!isRight)
        {
            ModelState.AddModelError(field, Texts[key]);
        }
    }

    /// <summary>Says one thing that is wrong at a field, and shows the page again.</summary>
    protected PageResult Wrong(string field, string key)
    {
        Check(false, field, key);
        return Page();
    }

    /// <summary>Says every fault that a use case has found, each at its field, and shows the page again.</summary>
    protected PageResult Faulty(IEnumerable<Fault> faults)
    {
        Say(faults);
        return Page();
    }

    /// <summary>Says every fault that a use case has found, each at its field (<see cref="FaultsAtAttribute"/>).</summary>
    protected void Say(IEnumerable<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        foreach (var fault in faults)
        {
            ModelState.AddModelError(FieldOf(fault), TextOf(fault));
        }
    }

    /// <summary>The field of the form that a fault belongs to.</summary>
    protected virtual string FieldOf(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return FaultFields.Of(GetType(), fault.Field);
    }

    /// <summary>What a fault is called in the reader's language.</summary>
    protected virtual string TextOf(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Texts[FaultPrefix + fault.Code];
    }

    /// <summary>Saves what was typed, and leads to the last look before it is sent.</summary>
    protected async Task<IActionResult> ToCheckAsync(CancellationToken ct)
    {
        var typed = TypedFields.Of(GetType(), await Request.ReadFormAsync(ct));
        var id = await Drafts.SaveAsync(Draft?.Id, OpenDraft.PageOf(Request), typed, OpenDraft.OwnerOf(HttpContext), ct);
        return LocalRedirect("~" + OpenDraft.AddressOf(Request, id) + OpenDraft.CheckStep);
    }

    /// <summary>Leads from the last look back to the form.</summary>
    protected IActionResult ToForm() => HasDraft ? LocalRedirect("~" + FormAddress) : Page();

    /// <summary>
    /// Erases the draft, since the form was sent, and leads to an address of this site. Sent again, the draft leads there too.
    /// </summary>
    protected async Task<IActionResult> SentAsync(string address, CancellationToken ct)
    {
        if (Draft is { } draft)
        {
            await Drafts.SendAsync(draft.Id, OpenDraft.PageOf(Request), address, OpenDraft.OwnerOf(HttpContext), ct);
        }

        return LocalRedirect("~" + address);
    }
}
