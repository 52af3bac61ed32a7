using System.Diagnostics;
using System.Globalization;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.Arbetsyta.Nedteckna;

/// <summary>Records an answer that was given on paper or orally. The recorded answer then waits for a colleague to confirm it.</summary>
/// <remarks>
/// The limit is a little above the largest permitted scan, so that a scan that is a little too large is refused with a message.
/// </remarks>
[Authorize(Policy = SignInSetup.StaffPolicy)]
[RequestSizeLimit(LongestRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = LongestRequest)]
public sealed class TakeDownPage(ConsentToRecord consents, RecordConsentAnswer takeDown) : FormPage
{
    private const int LongestRequest = 2 * Scan.Largest;

    /// <summary>The consent with its text.</summary>
    public RecordableConsent Found { get; private set; } = null!;

    /// <summary>How the answer was given: <c>papper</c> or <c>muntligt</c>.</summary>
    [BindProperty(Name = "form", SupportsGet = true)]
    public string Way { get; set; } = "papper";

    /// <summary>The language of the text that is answered.</summary>
    [Typed(Name = "text", SupportsGet = true)]
    public string? TextLanguage { get; set; }

    /// <summary>The person who has answered.</summary>
    [Typed]
    public Guid? Signer { get; set; }

    /// <summary>The answer.</summary>
    [Typed]
    [FaultsAt]
    public ConsentAnswer? Answer { get; set; }

    /// <summary>The day of the answer, as typed.</summary>
    [Typed]
    [FaultsAt("givenAt")]
    public string? Day { get; set; }

    /// <summary>The time of an oral answer, as typed.</summary>
    [Typed]
    public string? Time { get; set; }

    /// <summary>
    /// The number of the text. For an answer on paper, it is typed from the form. For an oral answer, it is the number on the page that was
    /// read aloud.
    /// </summary>
    [Typed]
    [FaultsAt("textHash")]
    public string? Code { get; set; }

    /// <summary>How the person was identified.</summary>
    [Typed]
    public string? Identified { get; set; }

    /// <summary>Why the person does not sign in to answer.</summary>
    [Typed]
    public string? Reason { get; set; }

    /// <summary>The colleague who is to confirm it, or empty for anybody at the own unit.</summary>
    [Typed]
    public Guid? SecondPerson { get; set; }

    /// <summary>The signed form.</summary>
    [BindProperty]
    [FaultsAt("scan")]
    public IFormFile? Upload { get; set; }

    /// <summary>Whether the answer was given orally.</summary>
    public bool IsOral => Way == "muntligt";

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, Guid consent, CancellationToken ct) =>
        await ReadAsync(id, consent, ct) ? Page() : NotFound();

    /// <summary>
    /// Records the answer. If the form is sent twice, the second attempt finds that the answer is already recorded and waits.
    /// </summary>
    public async Task<IActionResult> OnPostAsync(Guid id, Guid consent, CancellationToken ct)
    {
        if (!await ReadAsync(id, consent, ct))
        {
            return NotFound();
        }

        if (await ReadAnswerAsync(ct) is not { } record)
        {
            return Page();
        }

        return await takeDown.HandleAsync(Found.Consent, record, new Caller.Staff(User.StaffId()), ct) switch
        {
            RecordConsentAnswerOutcome.Recorded => await SentAsync($"/arbetsyta/arenden/{id}/samtycken?nedtecknat=true", ct),
            RecordConsentAnswerOutcome.TakenAsWithdrawal => await SentAsync($"/arbetsyta/arenden/{id}/samtycken?aterkallat=true", ct),
            RecordConsentAnswerOutcome.Invalid invalid => Faulty(invalid.Faults),
            RecordConsentAnswerOutcome.WaitsAlready => Wrong(nameof(Signer), "Fault_record-waits-already"),
            RecordConsentAnswerOutcome.NoLongerAsked => Redirect($"/arbetsyta/arenden/{id}/samtycken"),
            RecordConsentAnswerOutcome.NoSuchConsent => NotFound(),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<AnswerToRecord?> ReadAnswerAsync(CancellationToken ct)
    {
        var typed = TypedDay.Read(ModelState, Texts["Fault_date"], nameof(Day), Day);
        var isTime = TimeOnly.TryParseExact(Time, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        var moments = typed is not { } day ? [] : IsOral ? SwedishTime.MomentsOf(day, time) : [SwedishTime.StartOf(day)];
        Check(Signer is not null, nameof(Signer), "Fault_record-signer");
        Check(Answer is not null, nameof(Answer), "Fault_record-answer");
        Check(!IsOral || (isTime && (moments.Count > 0 || typed is null)), nameof(Time), "Fault_record-time");
        Check(!string.IsNullOrWhiteSpace(Identified), nameof(Identified), "Fault_record-identified-missing");
        Check(!string.IsNullOrWhiteSpace(Reason), nameof(Reason), "Fault_record-reason-missing");
        Check(IsOral || Upload is { Length: > 0 and <= Scan.Largest }, nameof(Upload), "Fault_record-scan-not-taken");
        Check(IsOral || Code?.Length > 0, nameof(Code), "Fault_record-text-not-current");
        return !ModelState.IsValid
            ? null
            : new AnswerToRecord
            {
                Signer = new PersonId(Signer!.Value),
                Answer = Answer!.Value,
                Form = IsOral ? AnswerForm.Oral : AnswerForm.Paper,
                GivenAt = moments[0],
                Language = Found.Text.Language,
                TextHash = string.Concat((Code ?? "").Where(letter => !char.IsWhiteSpace(letter))).ToLowerInvariant(),
                Identified = AnswerToRecord.IdentifiedField.Read(Identified),
                Reason = AnswerToRecord.ReasonField.Read(Reason),
                SecondPerson = SecondPerson is { } named ? new StaffMemberId(named) : null,
                Scan = IsOral ? default(ReadOnlyMemory<byte>) : await BytesAsync(Upload!, ct),
            };
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(IFormFile file, CancellationToken ct)
    {
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    /// <inheritdoc/>
    protected override string FieldOf(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);

        // The number of a text that was read from the page is not a field of the form.
        return IsOral && fault.Field == "textHash" ? nameof(Answer) : base.FieldOf(fault);
    }

    /// <inheritdoc/>
    protected override string TextOf(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Texts["Fault_" + fault.Field switch
        {
            "signer" => "record-signer",
            "givenAt" => "record-" + fault.Code,
            "textHash" => IsOral ? "record-oral-text-not-current" : "record-text-not-current",
            "scan" => "record-scan-not-taken",
            "secondPerson" => fault.Code,
            "identified" or "reason" => "ending-" + fault.Code,
            _ => "record-answer",
        }];
    }


    private async Task<bool> ReadAsync(Guid id, Guid consent, CancellationToken ct)
    {
        if (await consents.ReadAsync(new ConsentId(consent), new Caller.Staff(User.StaffId()), TextLanguage ?? "sv", ct) is not { } found
            || found.Case.Id != new CaseId(id))
        {
            return false;
        }

        Found = found;
        return true;
    }
}
