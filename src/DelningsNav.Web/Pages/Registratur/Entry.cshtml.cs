using System.Globalization;
using System.Text;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Arbetsyta.Nedteckna;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>
/// One entry of the log with everything that belongs to it, laid out for printing. Its proof and its leaf can be downloaded as files.
/// </summary>
[Authorize(Policy = SignInSetup.RegistratorPolicy)]
public sealed class EntryPage(
    ReadLogEntry read, LogProofs proofs, IStringLocalizer<RegistraturTexts> texts, IStringLocalizer<SharedTexts> shared) : PageModel
{
    /// <summary>The entry's place in the log.</summary>
    [BindProperty(SupportsGet = true, Name = "index")]
    public long Index { get; set; }

    /// <summary>The entry.</summary>
    public LogEntryView Entry { get; private set; } = null!;

    /// <summary>The words for the codes of the log.</summary>
    public LogWords Words => new(texts, shared, Entry.TypeNamed);

    /// <summary>
    /// Shows the entry, and logs the reading. A missing entry and an entry that the reader may not see give the same page.
    /// </summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await read.HandleAsync(Index, new Caller.Staff(User.StaffId()), ct) is not ReadEntryOutcome.Found { Entry: var entry })
        {
            return NotFound();
        }

        Entry = entry;
        return Page();
    }

    /// <summary>The proof with the signed head and the leaf. The file is a receipt that can be checked without any other file.</summary>
    public async Task<IActionResult> OnGetBevisAsync(CancellationToken ct) =>
        await proofs.ProofFileAsync(Index, ct) is { } proof
            ? File(Encoding.UTF8.GetBytes(proof.ToString()), "text/plain; charset=utf-8", FileName("tlog-proof"))
            : NotFound();

    /// <summary>The leaf as it is in the log's tree. It identifies nobody.</summary>
    public async Task<IActionResult> OnGetLovAsync(CancellationToken ct) =>
        await proofs.LeafAsync(Index, ct) is { } leaf ? File(leaf, "application/octet-stream", FileName("leaf")) : NotFound();

    /// <summary>The scan of an answer on paper, for the registrators of the party that recorded it. Its opening is logged first.</summary>
    public async Task<IActionResult> OnGetUnderlagAsync([FromServices] ReadRecordedAnswer recorded, CancellationToken ct)
    {
        var me = new Caller.Staff(User.StaffId());
        if (await read.HandleAsync(Index, me, ct) is not ReadEntryOutcome.Found { Entry: var entry })
        {
            return NotFound();
        }

        Entry = entry;
        if (!Guid.TryParse(Value("recorded-answer"), out var id)
            || await recorded.OpenScanAsync(new RecordedAnswerId(id), me, ct) is not { } scan)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "no-store";
        return File(scan.Content.ToArray(), scan.MediaType, ConfirmationPage.FileNameOf(scan));
    }

    /// <summary>The fields of an entry about a policy set, with their values in words. Empty for every other entry.</summary>
    public IEnumerable<(string Name, string Value)> PolicySetRows => !LogWords.IsOfPolicySet(Entry.Line.Kind)
        ? []
        : ((string[])["policy-set", "decision", "decided-on", "from", "law-as-of", "expires", "signed-by"])
            .Select(name => (Words.Field(name, Entry.Line.Kind), InWords(Value(name))))
            .Where(row => row.Item2.Length > 0);

    /// <summary>A field's value in words, or empty.</summary>
    public string Value(params string[] names)
    {
        var field = names.Select(name => Entry.Fields.FirstOrDefault(f => f.Name == name)).FirstOrDefault(f => f is { Value.Length: > 0 });
        return field is null ? "" : field.Meaning.Length > 0 ? field.Meaning : field.Value;
    }

    // Days and moments are in the log in the forms that machines use. No other value has those forms.
    private static string InWords(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? PageDates.Day(day)
        : DateTimeOffset.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? PageDates.Moment(moment)
        : value;

    private string FileName(string extension) => string.Create(CultureInfo.InvariantCulture, $"loggpost-{Index}.{extension}");
}
