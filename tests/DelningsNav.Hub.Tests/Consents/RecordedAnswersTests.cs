using DelningsNav.AuditLog;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Signing.Notes;
using DelningsNav.Tests.Files;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// Answers on paper and oral answers: recorded by one member of staff, confirmed by another, and then like any other answer.
/// </summary>
public sealed class RecordedAnswersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_recorded_answer_counts_only_once_a_second_person_confirms_it_and_is_then_the_signers_answer(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);

        var recorded = await hub.TakenDownAsync(consent, hub.Father);
        var before = (await hub.ConsentAsync(consent)).State;
        var outcome = await hub.ConfirmAsync(recorded, second);

        var found = await hub.ConsentAsync(consent);
        var fathers = found.Signatures.Single(s => s.Person == hub.Father);
        Assert.Equal(ConsentState.Signing, before);
        Assert.IsType<ConfirmOutcome.Confirmed>(outcome);
        Assert.Equal((ConsentState.Active, ConsentAnswer.Yes, AnswerForm.Paper), (found.State, fathers.Answer, fathers.Form));
        Assert.Equal(AnswerForm.SignedIn, found.Signatures.Single(s => s.Person == hub.Mother).Form);
        Assert.Equal(found.Key.Key.DigestOf((await hub.TextAsync(consent)).Hash), fathers.TextDigest);
        Assert.Equal(
            [EntryKinds.ConsentAnswerRecorded, EntryKinds.ConsentAnswerDecided, EntryKinds.ConsentAnswerStated, EntryKinds.ConsentAnswered],
            (await hub.LogAsync()).TakeLast(4).Select(e => e.Kind));
        Assert.Equal(
            (RecordedOutcome.Confirmed, second),
            ((await hub.RecordedAsync(recorded)).Outcome, (await hub.RecordedAsync(recorded)).DecidedBy));
        Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(await hub.AskAsync()));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_same_person_cannot_record_and_confirm_and_the_database_refuses_it_too(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);
        var before = await hub.LogAsync();

        var outcome = await hub.ConfirmAsync(recorded, hub.Familjebehandlare);
        var rejected = await hub.Get<ConfirmRecordedAnswer>()
            .RejectAsync(recorded, ConfirmRecordedAnswer.Reason.Read("Fel"), new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.IsType<ConfirmOutcome.SamePerson>(outcome);
        Assert.IsType<ConfirmOutcome.SamePerson>(rejected);
        Assert.Equal(before, await hub.LogAsync());
        Assert.Null((await hub.RecordedAsync(recorded)).Outcome);
        await using var db = hub.Db();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(
            "UPDATE recorded_answers SET decided_by = recorded_by, decided_at = 1, outcome = 'Confirmed'", Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Of_two_colleagues_who_confirm_at_once_one_does_and_it_is_answered_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (second, third) = (await hub.ColleagueAsync(), await hub.ColleagueAsync(StaffRole.Enhetschef));
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);

        var outcomes = await Task.WhenAll(
            Task.Run(() => hub.ConfirmAsync(recorded, second), Ct), Task.Run(() => hub.ConfirmAsync(recorded, third), Ct));

        Assert.Single(outcomes, o => o is ConfirmOutcome.Confirmed);
        Assert.Single(outcomes, o => o is ConfirmOutcome.DecidedAlready);
        Assert.Single(await hub.LogAsync(), e => e.Kind == EntryKinds.ConsentAnswered);
    }

    [Fact]
    public async Task A_second_person_who_rejects_gives_a_reason_and_the_answer_can_be_recorded_anew()
    {
        await using var hub = await TestHub.StartAsync();
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);

        var silent = await hub.Get<ConfirmRecordedAnswer>()
            .RejectAsync(recorded, ConfirmRecordedAnswer.Reason.Read(" "), new Caller.Staff(second), Ct);
        var rejected = await hub.Get<ConfirmRecordedAnswer>()
            .RejectAsync(recorded, ConfirmRecordedAnswer.Reason.Read("Namnteckningen saknas"), new Caller.Staff(second), Ct);
        var later = await hub.ConfirmAsync(recorded, second);

        Assert.Equal(["reason-missing"], Assert.IsType<ConfirmOutcome.Invalid>(silent).Faults.Select(f => f.Code));
        Assert.IsType<ConfirmOutcome.Rejected>(rejected);
        Assert.IsType<ConfirmOutcome.DecidedAlready>(later);
        Assert.Equal(EntryKinds.ConsentAnswerDecided, (await hub.LogAsync())[^1].Kind);
        Assert.Equal(ConsentState.Requested, (await hub.ConsentAsync(consent)).State);
        Assert.NotEqual(recorded, await hub.TakenDownAsync(consent, hub.Mother));
    }

    [Theory]
    [InlineData(ConsentAnswer.Yes)]
    [InlineData(ConsentAnswer.No)]
    public async Task The_signers_own_answer_takes_precedence_and_the_second_person_cannot_see_the_difference(ConsentAnswer own)
    {
        await using var hub = await TestHub.StartAsync();
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother, own == ConsentAnswer.Yes ? ConsentAnswer.No : ConsentAnswer.Yes);
        await hub.AnswerAsync(consent, hub.Mother, own);

        var outcome = await hub.ConfirmAsync(recorded, second);

        var mothers = (await hub.ConsentAsync(consent)).Signatures.Single(s => s.Person == hub.Mother);
        Assert.IsType<ConfirmOutcome.Confirmed>(outcome);
        Assert.Equal((own, AnswerForm.SignedIn), (mothers.Answer, mothers.Form));
        Assert.Equal(RecordedOutcome.Overtaken, (await hub.RecordedAsync(recorded)).Outcome);
        Assert.Equal(EntryKinds.ConsentAnswerDecided, (await hub.LogAsync())[^1].Kind);
    }

    [Fact]
    public async Task Trying_to_record_a_persons_answer_does_not_reveal_whether_they_have_answered_or_are_blocked()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 3);
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(family.Child, family.Guardians[2], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);
        var second = await hub.ColleagueAsync();
        var consent = await family.AskedAsync();
        await hub.AnswerAsync(consent, family.Guardians[0]);

        var view = await hub.Get<ConsentToRecord>().ReadAsync(consent, new Caller.Staff(hub.Familjebehandlare), "sv", Ct);
        var outcomes = new List<(RecordConsentAnswerOutcome, ConfirmOutcome)>();
        foreach (var guardian in new[] { family.Guardians[0], family.Guardians[2], family.Guardians[1] })
        {
            var taken = await hub.TakeDownAsync(consent, await hub.PaperAsync(consent, guardian));
            outcomes.Add((taken, await hub.ConfirmAsync(Assert.IsType<RecordConsentAnswerOutcome.Recorded>(taken).Id, second)));
        }

        Assert.Equal(
            family.Guardians.Order(Comparer<PersonId>.Create((a, b) => a.Value.CompareTo(b.Value))),
            view!.Family.Select(f => f.Person).OrderBy(p => p.Value));
        Assert.All(outcomes, o => Assert.IsType<ConfirmOutcome.Confirmed>(o.Item2));
        Assert.Equal(ConsentState.Active, (await hub.ConsentAsync(consent)).State);
        Assert.DoesNotContain((await hub.ConsentAsync(consent)).Signatures, s => s.Person == family.Guardians[2]);
    }

    [Theory]
    [InlineData("blocked")]
    [InlineData("custody")]
    [InlineData("withdrawn")]
    [InlineData("expired")]
    public async Task A_consent_that_has_ended_meanwhile_leaves_nothing_to_confirm(string meanwhile)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        var second = await hub.ColleagueAsync();
        var consent = await family.AskedAsync();
        await hub.AnswerAsync(consent, family.Guardians[0]);
        var recorded = await hub.TakenDownAsync(consent, family.Guardians[1]);

        await (meanwhile switch
        {
            "blocked" =>
                hub.Get<MaintainRegister>()
                    .BlockGuardianAsync(family.Child, family.Guardians[1], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct),
            "custody" => hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[1], hub.Today, Actor.Hub, Ct),
            "withdrawn" => hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(family.Guardians[0]), Ct),
            _ => Task.Run(() => hub.Clock.Advance(TimeSpan.FromDays(181)), Ct),
        });
        var waiting = await hub.Get<WaitingConfirmations>().ReadAsync(second, Ct);
        var outcome = await hub.ConfirmAsync(recorded, second);

        Assert.Empty(waiting);
        Assert.IsType<ConfirmOutcome.NoLongerAsked>(outcome);
        Assert.Null((await hub.ConsentAsync(consent)).Signatures.Single(s => s.Person == family.Guardians[1]).Answer);
        Assert.False(await family.IsReleasedAsync());
    }

    [Fact]
    public async Task Only_staff_who_are_assigned_to_the_case_record_answers_and_only_employed_colleagues_confirm_them()
    {
        await using var hub = await TestHub.StartAsync();
        var (colleague, gone) = (await hub.ColleagueAsync(), await hub.ColleagueAsync());
        await using (var db = hub.Db())
        {
            (await db.Staff.SingleAsync(s => s.Id == gone, Ct)).Leave(hub.Today);
            await db.SaveChangesAsync(Ct);
        }

        var consent = await hub.AskForConsentAsync();
        var record = await hub.PaperAsync(consent, hub.Mother);

        var unassigned = await hub.TakeDownAsync(consent, record, colleague);
        var holder = await hub.TakeDownAsync(consent, record, hub.Rektor);
        var guardian = await hub.Get<RecordConsentAnswer>().HandleAsync(consent, record, new Caller.Family(hub.Mother), Ct);
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);
        var elsewhere = await hub.ConfirmAsync(recorded, hub.Rektor);
        var left = await hub.ConfirmAsync(recorded, gone);
        var never = await hub.ConfirmAsync(new RecordedAnswerId(Guid.Empty), colleague);

        Assert.All([unassigned, holder, guardian], o => Assert.IsType<RecordConsentAnswerOutcome.NoSuchConsent>(o));
        Assert.All([elsewhere, left, never], o => Assert.IsType<ConfirmOutcome.NoSuchAnswer>(o));
        Assert.Equal(ConsentState.Requested, (await hub.ConsentAsync(consent)).State);
    }

    [Fact]
    public async Task All_faults_of_a_recorded_answer_are_named_at_once()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        var stranger = await hub.PersonAsync(50, name: "Sam");
        var number = TestIdentities.BornOn(hub.Today.AddYears(-38)).Reveal();
        var paper = await hub.PaperAsync(consent, stranger) with
        {
            TextHash = new string('0', 64),
            GivenAt = hub.Clock.GetUtcNow().AddMinutes(1),
            Identified = FreeText.None,
            Reason = AnswerToRecord.ReasonField.Read($"{number} {new string('x', 500)}"),
            Scan = "not a picture"u8.ToArray(),
        };
        var oral = await hub.OralAsync(consent, hub.Mother) with
        {
            Scan = RecordedSteps.Pdf,
            GivenAt = hub.Clock.GetUtcNow().AddDays(-1),
            TextHash = (await hub.TextAsync(consent)).Hash[..11],
        };

        var wrongPaper = Assert.IsType<RecordConsentAnswerOutcome.Invalid>(await hub.TakeDownAsync(consent, paper));
        var wrongOral = Assert.IsType<RecordConsentAnswerOutcome.Invalid>(await hub.TakeDownAsync(consent, oral));

        Assert.Equal(
            ["unknown-signer", "given-later", "text-not-current", "scan-not-taken", "words-missing", "text-too-long", "identity-number"],
            wrongPaper.Faults.Select(f => f.Code));
        Assert.Equal(["given-before-asked", "text-not-current", "scan-of-words"], wrongOral.Faults.Select(f => f.Code));
    }

    [Fact]
    public async Task An_unreadable_answer_an_unreadable_form_and_the_form_of_a_signed_in_answer_are_refused()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        var oral = await hub.OralAsync(consent, hub.Mother);

        var unread = Assert.IsType<RecordConsentAnswerOutcome.Invalid>(
            await hub.TakeDownAsync(consent, oral with { Answer = null, Form = null }));
        var signedIn = Assert.IsType<RecordConsentAnswerOutcome.Invalid>(
            await hub.TakeDownAsync(consent, oral with { Form = AnswerForm.SignedIn }));

        Assert.Equal(["unknown-answer", "unknown-form"], unread.Faults.Select(f => f.Code));
        Assert.Equal(["unknown-form"], signedIn.Faults.Select(f => f.Code));
    }

    [Theory]
    [InlineData("%PDF-1.7")]
    [InlineData("\u00FF\u00D8\u00FF\u00E0")]
    [InlineData("\u0089PNG\r\n\u001A\n")]
    [InlineData("GIF89a")]
    [InlineData("<svg xmlns")]
    [InlineData("")]
    public void A_file_that_only_begins_as_a_scan_is_none(string bytes) =>
        Assert.Null(Scan.Of(System.Text.Encoding.Latin1.GetBytes(bytes)));

    [Fact]
    public void The_type_of_a_scan_is_detected_from_its_structure() => Assert.Equal(
        ["application/pdf", "image/jpeg", "image/png"],
        ((byte[][])[TinyPdf.Of(), Images.Jpeg, Images.Png]).Select(file => Scan.Of(file)!.MediaType));

    [Fact]
    public void A_scan_may_have_the_largest_size_and_not_one_byte_more()
    {
        var largest = TinyPdf.Of(new string('x', Scan.Largest - TinyPdf.Of().Length));

        Assert.Equal(Scan.Largest, largest.Length);
        Assert.NotNull(Scan.Of(largest));
        Assert.Null(Scan.Of((byte[])[.. largest, (byte)'\n']));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_scan_is_sealed_and_opened_only_by_the_staff_concerned_and_each_opening_is_logged_first(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (second, registrator) = (await hub.ColleagueAsync(), await hub.ColleagueAsync(StaffRole.Registrator));
        var elsewhere = await hub.ColleagueAsync(StaffRole.Registrator, hub.School);
        var consent = await hub.AskForConsentAsync();
        var recorded = await hub.TakenDownAsync(consent, hub.Mother);

        var (own, seconds) = (await OpenAsync(hub, recorded, hub.Familjebehandlare), await OpenAsync(hub, recorded, second));
        await hub.ConfirmAsync(recorded, second);
        var before = await hub.LogAsync();
        var afterwards = await OpenAsync(hub, recorded, second);
        var theirs = await OpenAsync(hub, recorded, elsewhere);
        var holders = await OpenAsync(hub, recorded, hub.Rektor);
        var unlogged = await hub.LogAsync();
        var registrators = await OpenAsync(hub, recorded, registrator);

        Assert.All([own, seconds, registrators], scan => Assert.Equal(RecordedSteps.Pdf, scan!.Content.ToArray()));
        Assert.All([afterwards, theirs, holders], Assert.Null);
        Assert.Equal(before, unlogged);
        Assert.Equal(EntryKinds.ConsentAnswerRead, (await hub.LogAsync())[^1].Kind);
        await using var db = hub.Db();
        var stored = await db.Database.SqlQueryRaw<byte[]>("SELECT sealed AS \"Value\" FROM recorded_scans").SingleAsync(Ct);
        Assert.Equal(-1, stored.AsSpan().IndexOf(RecordedSteps.Pdf));
    }

    [Fact]
    public async Task The_signer_sees_that_the_answer_was_on_paper_has_a_receipt_of_that_and_withdraws_as_usual()
    {
        await using var hub = await TestHub.StartAsync();
        var second = await hub.ColleagueAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Father);
        await hub.ConfirmAsync(await hub.TakenDownAsync(consent, hub.Mother), second);

        var detail = await hub.Get<FamilyConsentDetails>().ReadAsync(consent, hub.Mother, "sv", Ct);
        var receipt = await hub.Get<ConsentReceipts>().ReadAsync(consent, hub.Mother, "https://hub.example/aterkalla", Ct);
        var others = await hub.Get<FamilyConsentDetails>().ReadAsync(consent, hub.Father, "sv", Ct);
        var withdrawn = await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(hub.Mother), Ct);

        Assert.Equal((AnswerForm.Paper, true), (detail!.Consent.OwnForm, detail.Consent.MayWithdraw));
        Assert.NotNull(detail.AnswerReceipt);
        Assert.Equal(AnswerForm.SignedIn, others!.Consent.OwnForm);
        Assert.True(NoteVerifier.TryParse(hub.Get<LogProofs>().VerifierKey, out var key));
        var keys = Assert.IsType<KeyListVerdict.Sound>(KeyList.Follow([key], hub.Get<LogProofs>().KeyStatements)).Keys;
        var verdict = ConsentReceiptVerifier.Verify(receipt!.Receipt!.File, keys);
        Assert.Equal("paper", Assert.IsType<ConsentReceiptVerdict.Sound>(verdict).Receipt.Statement.AnswerForm);
        Assert.IsType<WithdrawOutcome.Withdrawn>(withdrawn);
    }

    [Fact]
    public async Task Only_staff_who_are_assigned_to_the_case_withdraw_a_consent_at_once_on_the_familys_word()
    {
        await using var hub = await TestHub.StartAsync();
        var colleague = await hub.ColleagueAsync();
        var consent = await hub.GiveConsentAsync();

        var unassigned = await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Staff(colleague), Ct);
        var holder = await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Staff(hub.Rektor), Ct);
        var assigned = await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.All([unassigned, holder], o => Assert.IsType<WithdrawOutcome.NoSuchConsent>(o));
        Assert.IsType<WithdrawOutcome.Withdrawn>(assigned);
        Assert.Equal(EntryKinds.ConsentWithdrawn, (await hub.LogAsync())[^1].Kind);
    }

    private static Task<Scan?> OpenAsync(TestHub hub, RecordedAnswerId recorded, StaffMemberId staff) =>
        hub.Get<ReadRecordedAnswer>().OpenScanAsync(recorded, new Caller.Staff(staff), Ct);
}
