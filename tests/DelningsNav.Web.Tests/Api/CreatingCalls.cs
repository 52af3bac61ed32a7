using System.Text;
using DelningsNav.Client;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Policies;
using DelningsNav.Signing;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Api;

/// <summary>A kind of call that requires an idempotency key.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Kind">The kind of the one log entry that the call writes.</param>
/// <param name="Things">The table of what the call creates and the member of its answer that has the id, or null if it creates nothing.
/// </param>
/// <param name="PrepareAsync">Makes everything that such a call needs, anew each time.</param>
internal sealed record CreatingCall(
    string Endpoint, string Kind, (string Table, string Member)? Things, Func<TestApp, Task<PreparedCall>> PrepareAsync);

/// <summary>One call that can be made now.</summary>
internal sealed record PreparedCall(SigningKey Key, string Path, string Json);

/// <summary>Every kind of call that requires an idempotency key.</summary>
internal static class CreatingCalls
{
    private static int _number;

    // Subscriptions come last, because the hub sends notices to them in the background.
    public static IReadOnlyList<CreatingCall> All { get; } =
    [
        new("DepositRecord", "record-deposited", ("records", "record"), app => Task.FromResult(new PreparedCall(
            app.SchoolKey, "/api/v1/records",
            $$"""
            { "child": "{{app.Child}}", "type": "franvaro", "title": "Frånvaro", "reference": "ref-{{Next()}}",
              "periodFrom": "2026-08-12", "periodTo": "2026-10-11", "mediaType": "application/json", "mentionsOthers": [],
              "content": "{{Convert.ToBase64String(Encoding.UTF8.GetBytes(TestApp.AbsenceContent))}}" }
            """))),
        new("AskForConsent", "consent-requested", ("consents", "consents"), async app => new PreparedCall(
            app.SocialKey, "/api/v1/consent-requests",
            $$"""
            { "case": "{{await CaseAsync(app)}}", "staff": "{{app.Familjebehandlare}}",
              "scopes": [ { "discloser": "{{app.School}}", "recordTypes": ["franvaro"] } ],
              "dataFrom": "2026-01-01", "dataTo": "2026-12-31", "validUntil": "{{app.Clock.GetUtcNow().AddDays(90):O}}" }
            """)),
        new("AskForConsentAfterDenial", "consent-requested", ("consents", "consents"), async app =>
        {
            var (request, denied) = await DeniedAsync(app);
            return new PreparedCall(
                app.SocialKey, $"/api/v1/information-requests/{request}/consent-requests",
                $$"""{ "staff": "{{app.Familjebehandlare}}", "tokens": ["{{denied.Opens[0].Token}}"] }""");
        }),
        new("WithdrawConsent", "consent-withdrawn", null, async app => new PreparedCall(
            app.SocialKey, $"/api/v1/consents/{await ActiveAsync(app)}/withdrawals", $$"""{ "staff": "{{app.Familjebehandlare}}" }""")),
        new("EndConsent", "consent-ended", null, async app => new PreparedCall(
            app.SocialKey, $"/api/v1/consents/{await ActiveAsync(app)}/endings",
            $$"""{ "staff": "{{app.Familjebehandlare}}", "ending": "purpose-met" }""")),
        new("RecordAnswer", "consent-answer-recorded", ("recorded_answers", "recordedAnswer"), async app =>
        {
            var consent = await AskedAsync(app);
            return new PreparedCall(
                app.SocialKey, $"/api/v1/consents/{consent}/recorded-answers",
                $$"""
                { "staff": "{{app.Familjebehandlare}}", "signer": "{{app.Mother}}", "answer": "yes", "form": "oral",
                  "givenAt": "{{app.Clock.GetUtcNow():O}}", "language": "sv", "textHash": "{{await HashAsync(app, consent)}}",
                  "identified": "Känd sedan tidigare", "reason": "Har ingen e-legitimation" }
                """);
        }),
        new("PlaceDisclosureBlock", "disclosure-block-placed", ("disclosure_blocks", "block"), app => Task.FromResult(new PreparedCall(
            app.SchoolKey, "/api/v1/disclosure-blocks",
            $$"""
            { "child": "{{app.Child}}", "staff": "{{app.Rektor}}", "recordType": "disciplinarende",
              "reason": "Kan antas lida men", "law": "OSL 23:2", "caseNumber": "UTBN 2026/{{Next()}}" }
            """))),
        new("LiftDisclosureBlock", "disclosure-block-lifted", null, async app => new PreparedCall(
            app.SchoolKey, $"/api/v1/disclosure-blocks/{await BlockAsync(app)}/liftings",
            $$"""{ "staff": "{{app.Rektor}}", "reason": "Behövs inte", "caseNumber": "UTBN 2026/8" }""")),
        new("RequestInformation", "information-requested", ("information_requests", "request"), app => Task.FromResult(new PreparedCall(
            app.SocialKey, "/api/v1/information-requests",
            $$"""
            { "case": "{{app.Case}}", "staff": "{{app.Familjebehandlare}}", "holder": "{{app.School}}", "recordTypes": ["franvaro"],
              "periodFrom": "2026-01-12", "periodTo": "2026-06-11", "purpose": "sst", "reason": "Kartläggning" }
            """))),
        new("DeclareEmergency", "emergency-declared", ("emergency_accesses", "emergency"), async app => new PreparedCall(
            app.SocialKey, $"/api/v1/information-requests/{(await DeniedAsync(app)).Request}/emergency-accesses",
            $$"""{ "staff": "{{app.Familjebehandlare}}", "reason": "Eleven är försvunnen" }""")),
        new("RevokeEmergency", "emergency-revoked", null, async app => new PreparedCall(
            app.SocialKey, $"/api/v1/emergency-accesses/{await EmergencyAsync(app)}/revocations",
            $$"""{ "staff": "{{app.Familjebehandlare}}" }""")),
        new("AcknowledgeEvent", "notice-acknowledged", null, async app =>
        {
            await app.Get<WithdrawConsent>().HandleAsync(await ActiveAsync(app), new Caller.Family(app.Mother), default);
            return new PreparedCall(
                app.SocialKey,
                $"/api/v1/events/{await app.AskDatabaseAsync("SELECT MAX(log_index) FROM consent_notices")}/acknowledgements",
                $$"""{ "staff": "{{app.Familjebehandlare}}" }""");
        }),
        new("Subscribe", "subscription-made", ("subscriptions", "subscription"), async app => new PreparedCall(
            await app.AddSystemAsync(Operations.ReceiveEvents), "/api/v1/subscriptions",
            $$"""{ "address": "http://127.0.0.1:9/{{Next()}}" }""")),
    ];

    /// <summary>An answer by a signer, usually the mother, recorded and not confirmed.</summary>
    public static async Task<RecordedAnswerId> RecordedAnswerAsync(TestApp app, ConsentId consent, PersonId? signer = null)
    {
        var outcome = await app.Get<RecordConsentAnswer>().HandleAsync(
            consent,
            new AnswerToRecord
            {
                Signer = signer ?? app.Mother,
                Answer = ConsentAnswer.Yes,
                Form = AnswerForm.Oral,
                GivenAt = app.Clock.GetUtcNow(),
                Language = "sv",
                TextHash = await HashAsync(app, consent),
                Identified = AnswerToRecord.IdentifiedField.Read("Känd sedan tidigare"),
                Reason = AnswerToRecord.ReasonField.Read("Har ingen e-legitimation"),
            },
            new Caller.Staff(app.Familjebehandlare),
            default);
        return Assert.IsType<RecordConsentAnswerOutcome.Recorded>(outcome).Id;
    }

    private static int Next() => Interlocked.Increment(ref _number);

    private static Task<CaseId> CaseAsync(TestApp app) => app.Get<MaintainCases>().OpenAsync(
        app.Child, CaseKind.Sst, $"SST 2026/1{Next()}", app.Team, app.Familjebehandlare, default);

    private static async Task<ConsentId> AskedAsync(TestApp app)
    {
        var outcome = await app.Get<AskForConsent>().HandleAsync(
            new ConsentAsk
            {
                Case = await CaseAsync(app),
                Scopes = [new(app.School, [RecordTypeCode.Parse("franvaro")])],
                DataFrom = app.Today.AddDays(-400),
                DataTo = app.Today.AddDays(100),
                ValidUntil = app.Clock.GetUtcNow().AddDays(180),
            },
            new Caller.Staff(app.Familjebehandlare),
            default);
        return Assert.Single(Assert.IsType<AskOutcome.Asked>(outcome).Consents);
    }

    private static async Task<ConsentId> ActiveAsync(TestApp app)
    {
        var consent = await AskedAsync(app);
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.Yes);
        await app.AnswerAsync(consent, app.Father, ConsentAnswer.Yes);
        return consent;
    }

    private static async Task<string> HashAsync(TestApp app, ConsentId consent)
    {
        await using var db = app.Hub.Database.NewContext();
        return (await app.Hub.Texts.RenderAsync(db, await db.Consents.SingleAsync(c => c.Id == consent), "sv", default)).Hash;
    }

    private static async Task<(Guid Request, RecordOutcome Denied)> DeniedAsync(TestApp app)
    {
        using var client = app.Client();
        var request = await client.RequestInformationAsync(app.Ask() with { Case = (await CaseAsync(app)).Value }, default);
        return (request.Request, (await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, default)).Outcomes[0]);
    }

    private static async Task<DisclosureBlockId> BlockAsync(TestApp app)
    {
        var outcome = await app.Get<BlockDisclosure>().HandleAsync(
            app.Child,
            new BlockScope(RecordTypeCode.Parse("disciplinarende"), null, null),
            new BlockReason(
                BlockDisclosure.Reason.Read("Kan antas lida men"), BlockDisclosure.Law.Read("OSL 23:2"),
                BlockDisclosure.CaseNumber.Read($"UTBN 2026/{Next()}")),
            new Caller.Staff(app.Rektor),
            default);
        return Assert.IsType<BlockOutcome.Blocked>(outcome).Block;
    }

    private static async Task<EmergencyAccessId> EmergencyAsync(TestApp app)
    {
        var outcome = await app.Get<DeclareEmergency>().HandleAsync(
            new RequestId((await DeniedAsync(app)).Request), DeclareEmergency.Reason.Read("Eleven är försvunnen"), EmergencyAccess.Usual,
            new Caller.Staff(app.Familjebehandlare), default);
        return Assert.IsType<EmergencyOutcome.Declared>(outcome).Emergency;
    }
}
