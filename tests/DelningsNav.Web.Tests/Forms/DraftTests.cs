using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Drafts;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Sessions;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Forms;

/// <summary>
/// The person who typed in a form of several pages, and nobody else, can leave the form and return to what was typed (ADR 0032).
/// </summary>
public sealed partial class DraftTests
{
    private const string Words = "Vi behöver se frånvaron inför mötet på torsdag";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_shows_what_was_typed_and_it_can_be_changed()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = Staff(app);

        var (draft, check) = await CheckAsync(app, staff);
        var form = await TextAsync(await staff.PostAsync(draft + "&steg=kontroll", ("Step", "andra")), staff);

        Assert.Contains(Words, check, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"hidden\" name=\"Message\"", check, StringComparison.Ordinal);
        Assert.Contains($"{Words}</textarea>", form, StringComparison.Ordinal);
        Assert.Matches($"value=\"{app.School}:franvaro\"[^>]*checked|checked[^>]*value=\"{app.School}:franvaro\"", form);
    }

    [Fact]
    public async Task A_sent_draft_is_erased_and_sending_it_again_leads_to_the_first_answer()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = Staff(app);
        var (draft, _) = await CheckAsync(app, staff);

        using var first = await staff.PostAsync(draft + "&steg=kontroll", ("Step", "skicka"));
        using var again = await staff.PostAsync(draft + "&steg=kontroll", ("Step", "skicka"));
        using var looked = await staff.GetAsync(draft);

        Assert.EndsWith("skickad=true", first.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(first.Headers.Location, looked.Headers.Location);
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM consent_requests"));
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM drafts WHERE sealed IS NOT NULL"));
        Assert.Contains(
            "Familjen har fått frågan", await staff.ReadAsync(first.Headers.Location!.OriginalString), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_remains_after_signing_out_and_in_again()
    {
        await using var app = await TestApp.StartAsync();
        using var before = Staff(app);
        var (draft, _) = await CheckAsync(app, before);
        using (await before.PostAsync("/logga-ut"))
        {
        }

        using var after = Staff(app);

        Assert.Contains(Words, await after.ReadAsync(draft + "&steg=kontroll"), StringComparison.Ordinal);
        Assert.Contains($"{Words}</textarea>", await after.ReadAsync(draft), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_sent_after_the_session_has_ended_leads_through_the_sign_in_back_to_what_was_typed()
    {
        await using var app = await TestApp.StartAsync();
        using var before = SignedIn.At(app, app.Familjebehandlare, "arbetsyta", returns: false);
        await before.ReadAsync(Form(app));
        app.Clock.Advance(PersonSessions.IdleFor);

        using var refused = await before.PostAsync(Form(app), Fields(app, "granska"));
        var draft = Till().Match(refused.Headers.Location!.OriginalString).Groups[1].Value;
        using var after = Staff(app);

        Assert.StartsWith("/logga-in?till=", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains($"{Words}</textarea>", await after.ReadAsync(Uri.UnescapeDataString(draft)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_of_an_ended_session_is_saved_only_with_its_own_token_and_within_a_day(bool isForged)
    {
        await using var app = await TestApp.StartAsync();
        using var before = SignedIn.At(app, app.Familjebehandlare, "arbetsyta", returns: false);
        await before.ReadAsync(Form(app));
        app.Clock.Advance(PersonSessions.IdleFor + (isForged ? TimeSpan.Zero : PersonSessions.LapsedFor));

        using var refused = isForged
            ? await before.PostWithoutTokenAsync(Form(app), Fields(app, "granska"))
            : await before.PostAsync(Form(app), Fields(app, "granska"));

        Assert.StartsWith("/logga-in?till=", new Uri(app.Address, refused.Headers.Location!).PathAndQuery, StringComparison.Ordinal);
        Assert.DoesNotContain("utkast", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM drafts"));
    }

    [Fact]
    public async Task What_was_typed_remains_after_a_change_of_language()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = Staff(app);
        var page = await staff.ReadAsync(Form(app));

        using var changed = await staff.PostAsync(Form(app), [.. Fields(app, "granska").Where(f => f.Name != "Step"), ("sprak", "en")]);
        using var chosen = await staff.GetAsync(changed.Headers.Location!.OriginalString);
        var english = await staff.ReadAsync(chosen.Headers.Location!.OriginalString);

        Assert.Contains("<button type=\"submit\" form=\"form\" name=\"sprak\" value=\"en\"", page, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\"", english, StringComparison.Ordinal);
        Assert.Contains($"{Words}</textarea>", english, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_can_be_read_in_another_language()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = Staff(app);
        var (draft, check) = await CheckAsync(app, staff);
        var link = Regex.Match(check, "href=\"(/sprak/en[^\"]+)\"").Groups[1].Value;

        using var chosen = await staff.GetAsync(link);
        var english = await staff.ReadAsync(chosen.Headers.Location!.OriginalString);

        Assert.Equal(draft + "&steg=kontroll", chosen.Headers.Location!.OriginalString);
        Assert.Contains("<html lang=\"en\"", english, StringComparison.Ordinal);
        Assert.Contains(Words, english, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anothers_draft_is_a_page_that_is_not_there()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = Staff(app);
        var (draft, _) = await CheckAsync(app, staff);
        var colleague = await app.Get<MaintainParties>().AddStaffAsync(
            app.Team, "Kim Kollega", StaffRole.Skolsocionom, assesses: false, assessesProtectedIdentities: false, Ct);

        using var other = SignedIn.At(app, colleague, "arbetsyta");
        using var looked = await other.GetAsync(draft);
        using var sent = await other.PostAsync(draft + "&steg=kontroll", ("Step", "skicka"));
        using var registrator = await SignedIn
            .At(app, app.Registrator, "registratur")
            .GetAsync(draft.Replace(Form(app), "/registratur/sparrar/ny", StringComparison.Ordinal));
        using var elsewhere = await staff.GetAsync(draft.Replace("/samtycke?", "/begar?", StringComparison.Ordinal));
        using var unreadable = await staff.GetAsync(Form(app) + "?utkast=1");

        Assert.All([looked, sent, registrator, elsewhere, unreadable], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM consent_requests"));
    }

    [Theory]
    [InlineData(-1, HttpStatusCode.OK)]
    [InlineData(0, HttpStatusCode.NotFound)]
    public async Task A_draft_is_gone_when_a_day_has_passed(int seconds, HttpStatusCode answered)
    {
        await using var app = await TestApp.StartAsync();
        using var staff = Staff(app);
        var (draft, _) = await CheckAsync(app, staff);

        app.Clock.Advance(FormDrafts.SavedFor + TimeSpan.FromSeconds(seconds));
        using var looked = await staff.GetAsync(draft);

        Assert.Equal(answered, looked.StatusCode);
    }

    [Fact]
    public async Task What_was_typed_cannot_be_read_in_the_database()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = Staff(app);
        await CheckAsync(app, staff);
        await using (var db = app.Hub.Database.NewContext())
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(PASSIVE)", Ct);
        }

        var files = Directory.GetFiles(app.Folder, "hub.db*").Select(ReadShared).ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Words)) >= 0);
        Assert.Contains(files, file => file.AsSpan().IndexOf("/samtycke"u8) >= 0);
    }

    [Fact]
    public async Task A_childs_identity_number_is_not_saved_in_a_draft()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");

        using var changed = await registrator.PostAsync(
            "/registratur/sparrar/ny", ("Personnummer", app.ChildsNumber), ("Reason", Words), ("sprak", "en"));
        var address = Uri.UnescapeDataString(Till().Match(changed.Headers.Location!.OriginalString).Groups[1].Value);
        var id = new DraftId(Guid.Parse(address.Split("utkast=")[1]));
        var found = await app.Get<FormDrafts>().FindAsync(id, "/registratur/sparrar/ny", new Caller.Staff(app.Registrator), Ct);

        var open = Assert.IsType<DraftFound.Open>(found);
        Assert.Equal(["Reason"], open.Fields.Keys);
    }

    [Fact]
    public async Task A_link_cannot_fill_a_form_in()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = Staff(app);
        var (draft, _) = await CheckAsync(app, staff);

        var fresh = await staff.ReadAsync($"{Form(app)}?Message=Från+en+länk");
        var filled = await staff.ReadAsync($"{draft}&Message=Från+en+länk&CircumstanceReason=Från+en+länk");

        Assert.DoesNotContain("Från en länk</textarea>", fresh, StringComparison.Ordinal);
        Assert.DoesNotContain("Från en länk</textarea>", filled, StringComparison.Ordinal);
    }

    private static SignedIn Staff(TestApp app) => SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

    private static string Form(TestApp app) => $"/arbetsyta/arenden/{app.Case}/samtycke";

    // The address of the draft, and the page of the check.
    private static async Task<(string Draft, string Check)> CheckAsync(TestApp app, SignedIn staff)
    {
        using var answer = await staff.PostAsync(Form(app), Fields(app, "granska"));
        var address = answer.RequestMessage!.RequestUri!.PathAndQuery;
        Assert.EndsWith("&steg=kontroll", address, StringComparison.Ordinal);
        return (
            address.Replace("&steg=kontroll", "", StringComparison.Ordinal),
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)));
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer, SignedIn reader) => answer.Headers.Location is { } on
        ? await reader.ReadAsync(on.OriginalString)
        : WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

    private static (string Name, string Value)[] Fields(TestApp app, string step) =>
    [
        ("Scopes", $"{app.School}:franvaro"), ("From", $"{app.Today.AddDays(-100):yyyy-MM-dd}"), ("To", $"{app.Today:yyyy-MM-dd}"),
        ("Until", $"{app.Today.AddDays(90):yyyy-MM-dd}"), ("Uses", "any"), ("UsesPer", "week"), ("Kept", "own-record"),
        ("Circumstance", "Usual"),
        ("Message", Words), ("Step", step),
    ];

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    [GeneratedRegex("till=([^&]+)$")]
    private static partial Regex Till();
}
