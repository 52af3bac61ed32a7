using DelningsNav.Hub.Drafts;
using DelningsNav.Hub.Foundation;
using DelningsNav.Web.Languages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Forms;

/// <summary>
/// A page with a form. Each fault in a sent form is shown at its field, in the reader's language. A reader can leave the fields marked with
/// <see cref="TypedAttribute"/> and return to them: a draft saves what was typed (ADR 0032).
/// </summary>
public abstract class FormPage : PageModel
{
    private IStringLocalizer? _texts;

    /// <summary>Whether the page shows what was typed, so that the reader can check it before it is sent.</summary>
    public bool IsChecking { get; protected set; }

    /// <summary>
    /// The address to which the form is sent. It is the page's own address, with the draft that the form was filled in from.
    /// </summary>
    public string FormAddress => Draft is { } draft ? OpenDraft.AddressOf(Request, draft.Id) : Request.Path;

    /// <summary>The address to which the form is sent for another handler of the page.</summary>
    public string AddressFor(string handler) => $"{FormAddress}{(HasDraft ? '&' : '?')}handler={handler}";

    /// <summary>The address of the check page, which also sends the form to this address.</summary>
    public string CheckAddress => FormAddress + OpenDraft.CheckStep;

    /// <summary>Whether the page is filled in from a draft.</summary>
    protected bool HasDraft => Draft is not null;

    /// <summary>Whether the current address is that of the check page.</summary>
    protected bool IsAtCheck => HasDraft && Request.Query["steg"] == "kontroll";

    private FormDrafts Drafts => HttpContext.RequestServices.GetRequiredService<FormDrafts>();

    private OpenDraft? Draft => HttpContext.Features.Get<OpenDraft>();

    /// <summary>The texts of the page's area.</summary>
    protected IStringLocalizer Texts => _texts ??=
        HttpContext.RequestServices.GetRequiredService<IStringLocalizerFactory>().Create(AreaTexts.Of(GetType()));

    /// <summary>The prefix that turns a fault's code into the name of its text.</summary>
    protected virtual string FaultPrefix => "Fault_";

    /// <summary>Shows the text <paramref name="key"/> at a field, unless <paramref name="isRight"/> is true.</summary>
    protected void Check(bool isRight, string field, string key)
    {
        if (!isRight)
        {
            ModelState.AddModelError(field, Texts[key]);
        }
    }

    /// <summary>Shows the page again, with one fault at its field.</summary>
    protected PageResult Wrong(string field, string key)
    {
        Check(false, field, key);
        return Page();
    }

    /// <summary>Shows the page again, with every fault that a use case has found, each at its field.</summary>
    protected PageResult Faulty(IEnumerable<Fault> faults)
    {
        Say(faults);
        return Page();
    }

    /// <summary>Shows every fault that a use case has found, each at its field (<see cref="FaultsAtAttribute"/>).</summary>
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

    /// <summary>The fault in words, in the reader's language.</summary>
    protected virtual string TextOf(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Texts[FaultPrefix + fault.Code];
    }

    /// <summary>Saves what was typed, and redirects to the check page.</summary>
    protected async Task<IActionResult> ToCheckAsync(CancellationToken ct)
    {
        var typed = TypedFields.Of(GetType(), await Request.ReadFormAsync(ct));
        var id = await Drafts.SaveAsync(Draft?.Id, OpenDraft.PageOf(Request), typed, OpenDraft.OwnerOf(HttpContext), ct);
        return LocalRedirect("~" + OpenDraft.AddressOf(Request, id) + OpenDraft.CheckStep);
    }

    /// <summary>Redirects from the check page back to the form.</summary>
    protected IActionResult ToForm() => HasDraft ? LocalRedirect("~" + FormAddress) : Page();

    /// <summary>
    /// Erases the draft, since the form was sent, and redirects to an address of this site. If the form is sent again, the draft
    /// redirects to the same address.
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
