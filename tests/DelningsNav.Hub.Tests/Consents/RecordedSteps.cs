using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Tests.Files;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>Steps with answers on paper and oral answers, and the colleagues who are the second persons.</summary>
internal static class RecordedSteps
{
    public static readonly byte[] Pdf = TinyPdf.Of("a signed paper");

    /// <summary>One more member of the social services' team, or of the named unit.</summary>
    public static async Task<StaffMemberId> ColleagueAsync(
        this TestHub hub, StaffRole role = StaffRole.Familjebehandlare, BranchId? branch = null)
    {
        await using var db = hub.Db();
        var at = branch ?? hub.Social;
        var unit = (await db.Units.FirstAsync(u => u.Branch == at)).Id;
        return await hub.Get<MaintainParties>()
            .AddStaffAsync(unit, "Kim Kollega", role, assesses: false, assessesProtectedIdentities: false, default);
    }

    /// <summary>What a member of staff would record: a yes on paper to the current text.</summary>
    public static async Task<AnswerToRecord> PaperAsync(
        this TestHub hub, ConsentId consent, PersonId signer, ConsentAnswer answer = ConsentAnswer.Yes, string language = "sv")
    {
        // Somebody else at the unit can confirm it.
        await using var db = hub.Db();
        var unit = await db.Staff.Where(s => s.Id == hub.Familjebehandlare).Select(s => s.Unit).SingleAsync();
        if (await db.Staff.CountAsync(s => s.Unit == unit) == 1)
        {
            await hub.ColleagueAsync();
        }

        return new()
        {
            Signer = signer,
            Answer = answer,
            Form = AnswerForm.Paper,
            GivenAt = hub.Clock.GetUtcNow(),
            Language = language,
            TextHash = (await hub.TextAsync(consent, language)).Hash,
            Identified = AnswerToRecord.IdentifiedField.Read("Visade pass"),
            Reason = AnswerToRecord.ReasonField.Read("Har ingen e-legitimation"),
            Scan = Pdf,
        };
    }

    public static async Task<AnswerToRecord> OralAsync(
        this TestHub hub, ConsentId consent, PersonId signer, ConsentAnswer answer = ConsentAnswer.Yes) =>
        await hub.PaperAsync(consent, signer, answer) with { Form = AnswerForm.Oral, Scan = default };

    public static async Task<ShownText> TextAsync(this TestHub hub, ConsentId consent, string language = "sv")
    {
        await using var db = hub.Db();
        return await hub.Start.Texts.RenderAsync(db, await db.Consents.SingleAsync(c => c.Id == consent), language, default);
    }

    public static Task<RecordConsentAnswerOutcome> TakeDownAsync(
        this TestHub hub, ConsentId consent, AnswerToRecord record, StaffMemberId? by = null) =>
        hub.Get<RecordConsentAnswer>().HandleAsync(consent, record, new Caller.Staff(by ?? hub.Familjebehandlare), default);

    /// <summary>An answer on paper that a second person has not decided yet.</summary>
    public static async Task<RecordedAnswerId> TakenDownAsync(
        this TestHub hub, ConsentId consent, PersonId signer, ConsentAnswer answer = ConsentAnswer.Yes) =>
        Assert.IsType<RecordConsentAnswerOutcome.Recorded>(
            await hub.TakeDownAsync(consent, await hub.PaperAsync(consent, signer, answer))).Id;

    public static Task<ConfirmOutcome> ConfirmAsync(this TestHub hub, RecordedAnswerId recorded, StaffMemberId by) =>
        hub.Get<ConfirmRecordedAnswer>().ConfirmAsync(recorded, new Caller.Staff(by), default);

    public static async Task<RecordedAnswer> RecordedAsync(this TestHub hub, RecordedAnswerId id)
    {
        await using var db = hub.Db();
        return await db.RecordedAnswers.AsNoTracking().SingleAsync(r => r.Id == id);
    }
}
