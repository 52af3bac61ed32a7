using System.Net;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.MinSida;

/// <summary>What a guardian reads of an answer that staff have recorded in their name, and how they contradict it.</summary>
public sealed class RecordedAnswerPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guardian_is_told_at_once_which_unit_and_system_recorded_what_and_contradicts_it_with_one_button()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        var recorded = await RecordByCallAsync(app, consent);
        using var mother = SignedIn.At(app, app.Mother);

        var messages = WebUtility.HtmlDecode(await mother.ReadAsync("/min-sida/meddelanden"));
        var page = WebUtility.HtmlDecode(await mother.ReadAsync($"/min-sida/nedtecknade-svar/{recorded}"));
        using var pressed = await mother.PostAsync($"/min-sida/nedtecknade-svar/{recorded}");
        var after = WebUtility.HtmlDecode(await mother.ReadAsync(pressed.Headers.Location!.ToString()));

        Assert.Contains($"/min-sida/nedtecknade-svar/{recorded}", messages, StringComparison.Ordinal);
        Assert.All(
            ["Muntligt", "SST Järva", "Social", "Svaret räknas inte än."], text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("Svaret räknas inte, och ingen kan längre bekräfta det.", after, StringComparison.Ordinal);
        Assert.DoesNotContain("Det är inte mitt svar", after, StringComparison.Ordinal);
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM recorded_answers WHERE contradicted_at IS NOT NULL"));
    }

    [Fact]
    public async Task Another_guardian_and_a_blocked_guardian_find_neither_a_message_nor_a_page()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        var recorded = await RecordByCallAsync(app, consent);
        using var mother = SignedIn.At(app, app.Mother);
        using var father = SignedIn.At(app, app.Father);

        var fathers = await father.ReadAsync("/min-sida/meddelanden");
        using var fathersPage = await father.GetAsync($"/min-sida/nedtecknade-svar/{recorded}");
        using var fathersPress = await father.PostAsync($"/min-sida/nedtecknade-svar/{recorded}");
        await app.Get<MaintainRegister>().BlockGuardianAsync(app.Child, app.Mother, "Beslut", "SN 2026/9", app.Today, Actor.Hub, Ct);
        var mothers = await mother.ReadAsync("/min-sida/meddelanden");
        using var mothersPage = await mother.GetAsync($"/min-sida/nedtecknade-svar/{recorded}");

        Assert.All([fathers, mothers], page => Assert.DoesNotContain("nedtecknade-svar", page, StringComparison.Ordinal));
        Assert.All([fathersPage, mothersPage], page => Assert.Equal(HttpStatusCode.NotFound, page.StatusCode));
        Assert.NotEqual(HttpStatusCode.Redirect, fathersPress.StatusCode);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM recorded_answers WHERE contradicted_at IS NOT NULL"));
    }

    [Fact]
    public async Task The_colleague_reads_that_the_signer_has_contradicted_the_answer_and_cannot_confirm_it()
    {
        await using var app = await TestApp.StartAsync();
        var second = await app.Get<MaintainParties>().AddStaffAsync(app.Team, "Kim Kollega", StaffRole.Kurator, false, false, Ct);
        var consent = await app.AskForConsentAsync();
        var recorded = await RecordByCallAsync(app, consent);
        using var mother = SignedIn.At(app, app.Mother);
        using var colleague = SignedIn.At(app, second, "arbetsyta");
        await colleague.ReadAsync($"/arbetsyta/bekrafta/{recorded}");
        await mother.ReadAsync($"/min-sida/nedtecknade-svar/{recorded}");
        await mother.PostAsync($"/min-sida/nedtecknade-svar/{recorded}");

        using var late = await colleague.PostAsync($"/arbetsyta/bekrafta/{recorded}", ("IsRight", "True"));
        var said = WebUtility.HtmlDecode(await colleague.ReadAsync(late.Headers.Location!.ToString()));

        Assert.Contains("Personen säger att svaret inte är deras", said, StringComparison.Ordinal);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM consent_signatures WHERE sealed_answer IS NOT NULL"));
    }

    [Fact]
    public async Task The_colleague_reads_through_which_system_the_answer_was_recorded()
    {
        await using var app = await TestApp.StartAsync();
        var second = await app.Get<MaintainParties>().AddStaffAsync(app.Team, "Kim Kollega", StaffRole.Kurator, false, false, Ct);
        var consent = await app.AskForConsentAsync();
        var recorded = await RecordByCallAsync(app, consent);
        await using var db = app.Hub.Database.NewContext();
        var asked = await db.Set<Consent>().Where(c => c.Id == consent).Select(c => c.Request).SingleAsync(Ct);
        using var colleague = SignedIn.At(app, second, "arbetsyta");

        var byCall = WebUtility.HtmlDecode(await colleague.ReadAsync($"/arbetsyta/bekrafta/{recorded}"));
        await app.AskDatabaseAsync("UPDATE recorded_answers SET client_id = NULL; SELECT 0");
        await app.SealAsync(SubjectId.Of(asked));
        var atThePages = WebUtility.HtmlDecode(await colleague.ReadAsync($"/arbetsyta/bekrafta/{recorded}"));

        Assert.Contains("Farid Familj, genom systemet Social,", byCall, StringComparison.Ordinal);
        Assert.DoesNotContain("genom systemet", atThePages, StringComparison.Ordinal);
    }

    private static async Task<Guid> RecordByCallAsync(TestApp app, ConsentId consent)
    {
        await using var db = app.Hub.Database.NewContext();
        var text = await app.Hub.Texts.RenderAsync(db, await db.Set<Consent>().SingleAsync(c => c.Id == consent, Ct), "sv", Ct);
        using var taken = await app.SendAsync(
            HttpMethod.Post,
            $"/api/v1/consents/{consent}/recorded-answers",
            $$"""
            { "staff": "{{app.Familjebehandlare}}", "signer": "{{app.Mother}}", "answer": "yes", "form": "oral",
              "givenAt": "{{app.Clock.GetUtcNow():O}}", "language": "sv", "textHash": "{{text.Hash}}",
              "identified": "Känd sedan tidigare", "reason": "Har ingen e-legitimation" }
            """,
            idempotencyKey: Guid.NewGuid().ToString());
        var json = System.Text.Json.JsonDocument.Parse(await taken.Content.ReadAsStringAsync(Ct)).RootElement;
        return json.GetProperty("recordedAnswer").GetGuid();
    }
}
