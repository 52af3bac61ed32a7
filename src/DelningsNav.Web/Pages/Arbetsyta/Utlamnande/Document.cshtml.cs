using System.Diagnostics;
using System.Text;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Arbetsyta.Utlamnande;

/// <summary>
/// Opens a released document: text and data on the page, anything else as a file. Each opening is decided and logged again.
/// </summary>
[Authorize(Policy = SignInSetup.StaffPolicy)]
[DeliveryConfirmation]
public sealed class DocumentPage(RequestBehind requests, ReleaseInformation release) : PageModel
{
    /// <summary>The case and the request that the document belongs to.</summary>
    public ReleasePlace Place { get; private set; } = null!;

    /// <summary>The release under which the document is opened this time, or null when the document may not be opened.</summary>
    public Release? Handed { get; private set; }

    /// <summary>The assessor's conditions for the reader, or empty.</summary>
    public string Conditions { get; private set; } = "";

    /// <summary>
    /// Why a released document cannot be opened: the code of an obligation (a condition of the release) that the hub could not carry out,
    /// or a code that says that the document is unavailable. Null when it can be opened.
    /// </summary>
    public string? Failure { get; private set; }

    /// <summary>Why it may no longer be read, or null when it may.</summary>
    public RecordAnswer? Denied { get; private set; }

    /// <summary>The document as data, or null when it is text.</summary>
    public ReadableContent? Readable { get; private set; }

    /// <summary>The document as paragraphs of text.</summary>
    public IReadOnlyList<string> Paragraphs { get; private set; } = [];

    /// <summary>The part of the data's long tables that is shown, from 1.</summary>
    public int Shown { get; private set; } = 1;

    /// <summary>Whether the hub removed something from the document before it showed the document.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Opens the document, on the page or as a file.</summary>
    public async Task<IActionResult> OnGetAsync(
        Guid release, Guid record, [FromQuery(Name = "hamta")] bool download, [FromQuery(Name = "sida")] int page, CancellationToken ct)
    {
        Shown = Math.Max(1, page);
        if (await requests.FindAsync(new DecisionId(release), User.StaffId(), ct) is not { } place)
        {
            return NotFound();
        }

        Place = place;
        var outcome = await OpenAsync(new DecisionId(release), new RecordId(record), ct);
        return outcome switch
        {
            ReleaseOutcome.Answered { Answers: [RecordAnswer.Released released] } => Show(released, download),
            ReleaseOutcome.Answered { Answers: [var denied, ..] } => Deny(denied),
            ReleaseOutcome.FactsKeptChanging => LocalRedirect($"~/arbetsyta/begaran/{place.Request}?upptaget=true"),
            ReleaseOutcome.NoSuchRequest => NotFound(),
            _ => throw new UnreachableException(),
        };
    }

    private Task<ReleaseOutcome> OpenAsync(DecisionId id, RecordId record, CancellationToken ct) =>
        release.OpenAgainAsync(id, record, new Caller.Staff(User.StaffId()), ct);

    private IActionResult Show(RecordAnswer.Released released, bool download)
    {
        Handed = released.Release;
        Conditions = released.Conditions;
        Failure = released.Failure;
        if (released.Document is not { } document)
        {
            return Page();
        }

        IsCut = document.Applied.Any(one => one.How == AppliedHow.Cut);
        if (download || !Words.IsReadOnPage(document.MediaType))
        {
            // With a file name it is an attachment: the browser saves it and never runs it.
            var name = FileName(released.Release.Title, document.MediaType);
            return File(document.Content.ToArray(), MediaTypes.Header(document.MediaType), name);
        }

        Readable = document.MediaType == "application/json" ? ReadableContent.Read(document.Content) : null;
        Shown = Math.Min(Shown, Readable?.Pages ?? 1);
        Paragraphs = Readable is null ? Split(Encoding.UTF8.GetString(document.Content.Span)) : [];
        return Page();
    }

    private PageResult Deny(RecordAnswer denied)
    {
        Denied = denied;
        return Page();
    }

    private static string[] Split(string text) =>
        text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string FileName(string title, string mediaType)
    {
        var name = string.Concat(title.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Trim();
        return (name.Length == 0 ? "handling" : name) + MediaTypes.Ending(mediaType);
    }
}
