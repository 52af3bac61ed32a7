using System.Net;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.MinSida;

/// <summary>
/// When a child's rows were changed outside the hub, the guardians whom the log proves see nothing about the child, and can still withdraw
/// and block (ADR 0038).
/// </summary>
public sealed class ClosingWhileCheckedTests
{
    public enum Unproven
    {
        BlockDeleted,
        CustodyInserted,
        Stranger,
    }

    private const string Checked = "Uppgifterna kontrolleras just nu";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guardian_withdraws_at_the_page_and_reads_nothing_about_the_child()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();
        await ChangeAsync(app);
        using var mother = SignedIn.At(app, app.Mother);
        var address = $"/min-sida/samtycken/{consent}/aterkalla";

        var home = await mother.ReadAsync("/min-sida");
        var asked = await mother.ReadAsync(address);
        using var pressed = await mother.PostAsync(address);
        var done = await mother.ReadAsync(pressed.Headers.Location!.OriginalString);
        using var shown = await mother.GetAsync($"/min-sida/samtycken/{consent}");

        Assert.Contains($"href=\"{address}\"", home, StringComparison.Ordinal);
        Assert.Contains(Checked, asked, StringComparison.Ordinal);
        Assert.Contains("Du har tagit tillbaka ditt ja", done, StringComparison.Ordinal);
        Assert.All([home, asked, done], page => Assert.DoesNotContain("Nora", page, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, shown.StatusCode);
        Assert.Equal(ConsentState.Withdrawn, await StateAsync(app, consent));
    }

    [Fact]
    public async Task A_guardian_blocks_at_the_pages_and_reads_nothing_about_the_child()
    {
        await using var app = await TestApp.StartAsync();
        await ChangeAsync(app);
        using var mother = SignedIn.At(app, app.Mother);
        var list = $"/min-sida/sparrar/{app.Child}";

        var home = await mother.ReadAsync("/min-sida");
        var blocks = await mother.ReadAsync(list);
        var asked = await mother.ReadAsync($"{list}/vad");
        var check = await mother.ReadAsync($"{list}/kontroll?vad=franvaro&hos=&till=");
        using var sent = await mother.PostAsync($"{list}/kontroll", ("vad", "franvaro"), ("hos", ""), ("till", ""));
        var done = await mother.ReadAsync(sent.Headers.Location!.OriginalString);

        Assert.Contains($"href=\"{list}/vad\"", home, StringComparison.Ordinal);
        Assert.All([home, blocks, asked], page => Assert.Contains(Checked, page, StringComparison.Ordinal));
        Assert.DoesNotContain("Inget är spärrat", blocks, StringComparison.Ordinal);
        Assert.Contains("Det är spärrat", done, StringComparison.Ordinal);
        Assert.All([home, blocks, asked, check, done], page => Assert.DoesNotContain("Nora", page, StringComparison.Ordinal));
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM disclosure_blocks WHERE lifted_at IS NULL"));
    }

    [Fact]
    public async Task A_block_is_not_lifted_and_a_person_without_custody_finds_no_page()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);
        var list = $"/min-sida/sparrar/{app.Child}";
        var consent = await app.GiveConsentAsync();
        using var placed = await mother.PostAsync($"{list}/kontroll", ("vad", "franvaro"), ("hos", ""), ("till", ""));
        var block = placed.Headers.Location!.OriginalString.Split('/')[^2];
        await ChangeAsync(app);
        await app.AskDatabaseAsync($"DELETE FROM custodies WHERE guardian_id = (SELECT id FROM persons WHERE {Is(app.Father)}); SELECT 0");
        using var father = SignedIn.At(app, app.Father);

        using var lift = await mother.GetAsync($"{list}/{block}/hav");
        using var pressed = await mother.PostAsync($"{list}/{block}/hav");
        using var fathersBlock = await father.GetAsync($"{list}/vad");
        using var fathersConsent = await father.GetAsync($"/min-sida/samtycken/{consent}/aterkalla");

        Assert.All([lift, pressed], answer => Assert.Equal(list, answer.Headers.Location!.OriginalString));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (fathersBlock.StatusCode, fathersConsent.StatusCode));
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM disclosure_blocks WHERE lifted_at IS NULL"));
    }

    // Neither a fact about the child, nor that something is checked.
    [Theory]
    [InlineData(Unproven.BlockDeleted)]
    [InlineData(Unproven.CustodyInserted)]
    [InlineData(Unproven.Stranger)]
    public async Task A_guardian_whom_the_log_does_not_prove_gets_the_pages_of_a_stranger(Unproven who)
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();
        using var person = SignedIn.At(app, await UnprovenAsync(app, who));
        var (list, withdrawal) = ($"/min-sida/sparrar/{app.Child}", $"/min-sida/samtycken/{consent}/aterkalla");

        var home = await person.ReadAsync("/min-sida");
        string[] addresses =
        [
            list, $"{list}/vad", $"{list}/kontroll?vad=franvaro&hos=&till=", withdrawal, $"/min-sida/samtycken/{consent}",
            $"/min-sida/insyn/{app.Child}",
        ];
        foreach (var address in addresses)
        {
            using var page = await person.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.NotFound), (address, page.StatusCode));
        }

        using var blocked = await person.PostAsync($"{list}/kontroll", ("vad", "franvaro"), ("hos", ""), ("till", ""));
        using var withdrawn = await person.PostAsync(withdrawal);

        Assert.Contains("Här finns inget att visa just nu", home, StringComparison.Ordinal);
        Assert.DoesNotContain(Checked, home, StringComparison.Ordinal);
        Assert.DoesNotContain("Nora", home, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Child.ToString(), home, StringComparison.Ordinal);
        Assert.DoesNotContain(consent.ToString(), home, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (blocked.StatusCode, withdrawn.StatusCode));
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM disclosure_blocks"));
        Assert.NotEqual(ConsentState.Withdrawn, await StateAsync(app, consent));
    }

    [Fact]
    public async Task The_pages_name_no_holder_recipient_or_type_that_a_changed_row_states()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();
        using var mother = SignedIn.At(app, app.Mother);
        var list = $"/min-sida/sparrar/{app.Child}";
        using var placed = await mother.PostAsync($"{list}/kontroll", ("vad", "franvaro"), ("hos", ""), ("till", ""));
        await ChangeAsync(app);

        string[] pages =
        [
            await mother.ReadAsync("/min-sida"), await mother.ReadAsync(list),
            await mother.ReadAsync(placed.Headers.Location!.OriginalString),
            await mother.ReadAsync($"/min-sida/samtycken/{consent}/aterkalla"),
        ];

        Assert.Contains("Det är spärrat", pages[2], StringComparison.Ordinal);
        Assert.All(pages, page => Assert.DoesNotContain("rånvaro", page, StringComparison.Ordinal));
        Assert.All(pages, page => Assert.DoesNotContain("Järva", page, StringComparison.Ordinal));
        Assert.All(pages, page => Assert.DoesNotContain("Skolsociala", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("persons", "sealed_birth_date", "id")]
    [InlineData("persons", "sealed_given_name", "id")]
    [InlineData("persons", "sealed_family_name", "id")]
    [InlineData("persons", "sealed_identity", "id")]
    [InlineData("person_keys", "wrapped", "person_id")]
    public async Task A_value_of_a_child_that_does_not_open_is_no_fault_on_any_page(string table, string column, string key)
    {
        await using var app = await TestApp.StartAsync();
        await app.GiveConsentAsync();
        await app.AskDatabaseAsync($"UPDATE {table} SET {column} = x'010203' WHERE lower({key}) = '{app.Child}'; SELECT 0");
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");
        using var mother = SignedIn.At(app, app.Mother);
        (SignedIn Reader, string Address)[] pages =
        [
            (staff, "/arbetsyta"), (staff, $"/arbetsyta/arenden/{app.Case}"), (staff, "/arbetsyta/meddelanden"),
            (registrator, "/registratur"), (registrator, "/registratur/logg"),
            (mother, "/min-sida"), (mother, $"/min-sida/sparrar/{app.Child}"), (mother, $"/min-sida/insyn/{app.Child}"),
        ];

        List<HttpStatusCode> answers = [];
        foreach (var (reader, address) in pages)
        {
            using var answer = await reader.GetAsync(address);
            answers.Add(answer.StatusCode);
        }

        Assert.All(answers, answer => Assert.Contains(answer, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound }));
        Assert.DoesNotContain("Nora", await mother.ReadAsync("/min-sida"), StringComparison.Ordinal);
        Assert.Contains(app.Get<StateAudit>().Alarms, alarm => alarm.Contains(app.Child.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_consent_whose_older_rows_were_put_back_is_withdrawn_again()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();
        await app.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(app.Mother), Ct);
        await app.AskDatabaseAsync("UPDATE consents SET state = 'Active', withdrawn_at = NULL, version = version - 1; SELECT 0");
        using var mother = SignedIn.At(app, app.Mother);

        using var answer = await mother.PostAsync($"/min-sida/samtycken/{consent}/aterkalla");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(ConsentState.Withdrawn, await StateAsync(app, consent));
        Assert.Equal(1, await app.AskDatabaseAsync($"SELECT COUNT(*) FROM family_messages WHERE kind = 'Over' AND {IsFor(app.Father)}"));
        Assert.Equal(2, await app.AskDatabaseAsync("SELECT COUNT(*) FROM log_entries WHERE kind = 'consent-withdrawn'"));
    }

    // Nobody can see that the child is not protected, so the child is nobody's who is not cleared (ADR 0044).
    [Fact]
    public async Task Staff_and_their_systems_do_not_find_the_child_and_so_withdraw_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();
        await ChangeAsync(app);

        using var answer = await app.SendAsync(
            HttpMethod.Post, $"/api/v1/consents/{consent}/withdrawals", $$"""{ "staff": "{{app.Familjebehandlare}}" }""",
            idempotencyKey: Guid.NewGuid().ToString());

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(ConsentState.Active, await StateAsync(app, consent));
    }

    // The custody of one guardian begins earlier in the database. The child's rows no longer match their seal.
    private static async Task ChangeAsync(TestApp app)
    {
        await using var db = app.Hub.Database.NewContext();
        await db.Database.ExecuteSqlAsync($"UPDATE custodies SET from_day = '2001-01-01' WHERE guardian_id = {app.Father.Value}", Ct);
    }

    // Each has a custody in the database today, but for the stranger, and the child's rows do not match their seal.
    private static async Task<PersonId> UnprovenAsync(TestApp app, Unproven who)
    {
        var register = app.Get<MaintainRegister>();
        if (who == Unproven.BlockDeleted)
        {
            await register.BlockGuardianAsync(app.Child, app.Father, "Hot", "SDN 2026/3", app.Today, Actor.Hub, Ct);
            await app.AskDatabaseAsync("DELETE FROM guardian_blocks; SELECT 0");
            return app.Father;
        }

        Assert.True(IdentityNumber.TryParse(TestNumbers.OfAge(52, app.Today), out var number));
        var stranger = await register.RegisterAsync(number, "Sam", "Strand", SecurityMarking.None, Actor.Hub, Ct);
        if (who == Unproven.Stranger)
        {
            await ChangeAsync(app);
            return stranger;
        }

        await using var db = app.Hub.Database.NewContext();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO custodies (id, child_id, guardian_id, kind, from_day)
            SELECT {Guid.NewGuid()}, child_id, {stranger.Value}, kind, from_day FROM custodies WHERE guardian_id = {app.Mother.Value}
            """,
            Ct);
        return stranger;
    }

    private static string Is(PersonId person) => $"lower(id) = '{person}'";

    private static string IsFor(PersonId person) => $"lower(person_id) = '{person}'";

    private static async Task<ConsentState> StateAsync(TestApp app, ConsentId consent)
    {
        await using var db = app.Hub.Database.NewContext();
        return (await db.Consents.AsNoTracking().SingleAsync(c => c.Id == consent, Ct)).State;
    }
}
