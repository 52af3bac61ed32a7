using System.Diagnostics;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Mail;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages;

/// <summary>
/// The page where a reader turns on a link by e-mail. The reader first types the address, and then the code that was sent to it. The page
/// is the same for families and staff. If the city has no mail server, the page does not exist.
/// </summary>
public abstract class EmailPage : PageModel
{
    private ManageEmailLink _links = null!;
    private Mailer _mailer = null!;
    private IStringLocalizer<SharedTexts> _texts = null!;

    /// <summary>The state of the reader's link.</summary>
    public EmailLinkState State { get; private set; } = new EmailLinkState.None();

    /// <summary>The address as it was typed.</summary>
    [BindProperty]
    public string? Address { get; set; }

    /// <summary>The code as it was typed.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>What was done just now: <c>klart</c>, <c>borttagen</c> or <c>skickad</c>, or null.</summary>
    [BindProperty(SupportsGet = true, Name = "nyss")]
    public string? JustNow { get; set; }

    /// <summary>The address of this page.</summary>
    public abstract string Path { get; }

    /// <summary>The address of the reader's message box.</summary>
    public abstract string Messages { get; }

    /// <summary>The person to whom the link is sent.</summary>
    protected abstract Caller Reader { get; }

    /// <summary>Whether links are offered here at all.</summary>
    public static bool IsOffered(IServiceProvider services) => services.GetRequiredService<MailSetup>().Server is not null;

    /// <inheritdoc/>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var services = HttpContext.RequestServices;
        if (!IsOffered(services))
        {
            context.Result = NotFound();
            return;
        }

        (_links, _mailer, _texts) = (
            services.GetRequiredService<ManageEmailLink>(), services.GetRequiredService<Mailer>(),
            services.GetRequiredService<IStringLocalizer<SharedTexts>>());
        State = await _links.ReadAsync(Reader, HttpContext.RequestAborted);
        await next();
    }

    /// <summary>Shows the state.</summary>
    public void OnGet() { }

    /// <summary>
    /// Receives an address and sends a code to it. If the letter cannot be sent, the address is erased at once.
    /// </summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct) =>
        await SentAsync(await _links.GiveAsync(Address, Language.Tag, Reader, ct), nameof(Address), ct);

    /// <summary>Sends another code.</summary>
    public async Task<IActionResult> OnPostNewCodeAsync(CancellationToken ct) =>
        await SentAsync(await _links.SendAgainAsync(Language.Tag, Reader, ct), nameof(Code), ct);

    /// <summary>Receives the code. If the code is sent twice, the same page follows.</summary>
    public async Task<IActionResult> OnPostCodeAsync(CancellationToken ct)
    {
        switch (await _links.ConfirmAsync(Code, Reader, ct))
        {
            case ConfirmEmailOutcome.Confirmed:
                return Redirect($"{Path}?nyss=klart");
            case ConfirmEmailOutcome.Unreadable:
                ModelState.AddModelError(nameof(Code), _texts["EmailCodeUnreadable"]);
                return Page();
            case ConfirmEmailOutcome.Wrong wrong:
                ModelState.AddModelError(
                    nameof(Code), wrong.Left == 1 ? _texts["EmailCodeWrongOne"] : _texts["EmailCodeWrong", wrong.Left]);
                return Page();
            case ConfirmEmailOutcome.Over:
                ModelState.AddModelError(nameof(Code), _texts["EmailCodeOver"]);
                return Page();
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Erases the address.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct)
    {
        await _links.RemoveAsync(Reader, ct);
        return Redirect($"{Path}?nyss=borttagen");
    }

    private async Task<IActionResult> SentAsync(GiveEmailOutcome given, string field, CancellationToken ct)
    {
        switch (given)
        {
            case GiveEmailOutcome.Invalid:
                ModelState.AddModelError(field, _texts["EmailInvalid"]);
                return Page();
            case GiveEmailOutcome.TooMany:
                ModelState.AddModelError(field, _texts["EmailTooMany"]);
                return Page();
            case GiveEmailOutcome.NotOffered:
                return Redirect(Path);
            case GiveEmailOutcome.SendCode send:
                var outcome = await _mailer.SendCodeAsync(send.Address, send.Code, Language.Tag, ct);
                if (outcome == MailOutcome.Sent)
                {
                    return Redirect($"{Path}?nyss=skickad");
                }

                await _links.RemoveAsync(Reader, ct);
                State = new EmailLinkState.None();
                Address ??= send.Address.Reveal();
                ModelState.AddModelError(nameof(Address), _texts[outcome == MailOutcome.AddressRefused ? "EmailRefused" : "EmailNotSent"]);
                return Page();
            default:
                throw new UnreachableException();
        }
    }
}
