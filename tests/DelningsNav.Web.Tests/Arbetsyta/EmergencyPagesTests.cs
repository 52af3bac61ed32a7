using System.Net;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Arbetsyta;

/// <summary>Emergency access on the pages: from the denial, through warning and check, to the review in Registratur.</summary>
public sealed class EmergencyPagesTests
{
    private const string Why = "Eleven har inte kommit hem";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_denial_staff_pass_a_warning_and_a_check_to_the_record_and_holder_and_family_read_about_it()
    {
        await using var app = await TestApp.StartAsync();
        var request = await RefusedAsync(app);
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var (answer, page) = ($"/arbetsyta/begaran/{request}", $"/arbetsyta/begaran/{request}/nodoppna");

        var no = await staff.ReadAsync(answer);
        var ask = await staff.ReadAsync(page);
        using var faulty = await staff.PostAsync(page + "?handler=Kontroll", ("Reason", " "), ("Hours", "24"));
        using var check = await staff.PostAsync(page + "?handler=Kontroll", ("Reason", Why), ("Hours", "72"));
        using var declared = await staff.PostAsync(page, ("Reason", Why), ("Hours", "72"));
        var open = await staff.ReadAsync(answer);

        Assert.Contains($"href=\"{page}\"", no, StringComparison.Ordinal);
        Assert.Contains("Bara när ett barn är i fara nu", ask, StringComparison.Ordinal);
        Assert.Contains("Skriv vad nödläget är", await TextAsync(faulty), StringComparison.Ordinal);
        Assert.Contains("3 dygn", await TextAsync(check), StringComparison.Ordinal);
        Assert.Contains($"action=\"{page}?utkast=", await TextAsync(check), StringComparison.Ordinal);
        Assert.Equal(answer, declared.Headers.Location!.OriginalString);
        Assert.Contains("Nödöppning gäller till", open, StringComparison.Ordinal);
        Assert.Contains("/dokument/", open, StringComparison.Ordinal);

        using var assessor = SignedIn.At(app, app.Rektor, "arbetsyta");
        Assert.Contains("Nödöppning hos er: Frånvaro", await assessor.ReadAsync("/arbetsyta/provningar"), StringComparison.Ordinal);
        using var mother = SignedIn.At(app, app.Mother);
        Assert.Contains(
            "nödöppnade Noras frånvaro", await mother.ReadAsync($"/min-sida/lasningar/{app.Child}?visa=fragor"), StringComparison.Ordinal);
        Assert.Contains(
            "nödöppning, eftersom någon sa att ett barn behövde hjälp genast (OSL 10:27)",
            await mother.ReadAsync($"/min-sida/lasningar/{app.Child}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("169")]
    [InlineData("2147483647")]
    [InlineData("99999999999")]
    [InlineData("snart")]
    public async Task A_length_that_is_not_among_the_choices_declares_nothing(string hours)
    {
        await using var app = await TestApp.StartAsync();
        var request = await RefusedAsync(app);
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        using var answer = await staff.PostAsync($"/arbetsyta/begaran/{request}/nodoppna", ("Reason", Why), ("Hours", hours));

        Assert.Contains("href=\"#Hours\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await using var db = app.Hub.Database.NewContext();
        Assert.Empty(await db.EmergencyAccesses.ToListAsync(Ct));
    }

    [Fact]
    public async Task The_person_who_declared_it_ends_it_on_the_page_of_the_answer()
    {
        await using var app = await TestApp.StartAsync();
        var request = await RefusedAsync(app);
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        using var declared = await staff.PostAsync($"/arbetsyta/begaran/{request}/nodoppna", ("Reason", Why), ("Hours", "24"));

        Assert.Contains(
            $"action=\"/arbetsyta/begaran/{request}/nodoppna?handler=Avsluta\"", await staff.ReadAsync($"/arbetsyta/begaran/{request}"),
            StringComparison.Ordinal);
        using var ended = await staff.PostAsync($"/arbetsyta/begaran/{request}/nodoppna?handler=Avsluta");
        var page = await staff.ReadAsync(ended.Headers.Location!.OriginalString);

        Assert.DoesNotContain("/dokument/", page, StringComparison.Ordinal);
        Assert.Contains("Inte avgjord", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a protected identity")]
    [InlineData("a blocked guardian")]
    public async Task The_way_is_offered_and_fails_in_the_same_words_for_every_secret(string cause)
    {
        await using var app = await TestApp.StartAsync();
        await using var plain = await TestApp.StartAsync();
        await app.ClearAsync();
        await plain.ClearAsync();
        var (secret, ordinary) = (await RefusedAsync(app), await RefusedAsync(plain));
        await using var db = plain.Hub.Database.NewContext();
        await db.Database.ExecuteSqlRawAsync("UPDATE records SET mentions_others = 1", Ct);
        await plain.SealAsync([.. (await db.Records.Select(record => record.Id).ToListAsync(Ct)).Select(SubjectId.Of)]);
        if (cause == "a protected identity")
        {
            Assert.True(IdentityNumber.TryParse(app.ChildsNumber, out var number));
            await app.Get<MaintainRegister>()
                .RegisterAsync(number, "Nora", "Testsson", Policies.SecurityMarking.SkyddadFolkbokforing, Actor.Hub, Ct);
        }
        else
        {
            await app.Get<MaintainRegister>()
                .BlockGuardianAsync(app.Child, app.Father, "Hot mot barnet", "SN 2026/3", app.Today, Actor.Hub, Ct);
        }

        var (first, second) = (await DeclaredAsync(app, secret), await DeclaredAsync(plain, ordinary));

        Assert.DoesNotContain("/dokument/", second, StringComparison.Ordinal);
        Assert.Equal(Same(second), Same(first));
    }

    [Fact]
    public async Task A_registrator_of_the_holder_reads_outstanding_reviews_with_their_age_and_closes_one_with_an_outcome()
    {
        await using var app = await TestApp.StartAsync();
        var request = await RefusedAsync(app);
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        using var declared = await staff.PostAsync($"/arbetsyta/begaran/{request}/nodoppna", ("Reason", Why), ("Hours", "24"));
        await using var db = app.Hub.Database.NewContext();
        var emergency = (await db.EmergencyAccesses.SingleAsync(Ct)).Id;
        var schoolUnit = (await db.Staff.SingleAsync(s => s.Id == app.Rektor, Ct)).Unit;
        var id = await app.Get<MaintainParties>()
            .AddStaffAsync(schoolUnit, "Rita Registrator", StaffRole.Registrator, assesses: false, assessesProtectedIdentities: false, Ct);
        using var registrator = SignedIn.At(app, id, "registratur");
        using var anothers = SignedIn.At(app, app.Registrator, "registratur");
        app.Clock.Advance(TimeSpan.FromDays(2));

        var index = await registrator.ReadAsync("/registratur");
        var list = await registrator.ReadAsync("/registratur/nodoppningar");
        var matter = await registrator.ReadAsync($"/registratur/nodoppningar/{emergency}");
        using var faulty = await registrator.PostAsync($"/registratur/nodoppningar/{emergency}", ("Reasons", ""));
        using var closed = await registrator.PostAsync(
            $"/registratur/nodoppningar/{emergency}", ("Outcome", "TooWide"), ("Reasons", "En dag hade räckt"));
        var after = await registrator.ReadAsync(closed.Headers.Location!.OriginalString);
        using var foreign = await anothers.GetAsync($"/registratur/nodoppningar/{emergency}");
        using var nothing = await anothers.GetAsync($"/registratur/nodoppningar/{Guid.NewGuid()}");

        Assert.Contains("Nödöppningar att granska: 1", index, StringComparison.Ordinal);
        Assert.Contains("Har väntat 2 dagar", list, StringComparison.Ordinal);
        Assert.Contains(Why, matter, StringComparison.Ordinal);
        Assert.DoesNotContain(Why, list, StringComparison.Ordinal);
        Assert.Contains("Välj en bedömning.", await TextAsync(faulty), StringComparison.Ordinal);
        Assert.Contains("Rätt, men för mycket", after, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, nothing.StatusCode));
        Assert.Equal(Same(await TextAsync(nothing)), Same(await TextAsync(foreign)));
    }

    private static async Task<Guid> RefusedAsync(TestApp app)
    {
        using var client = app.Client();
        var request = (await client.RequestInformationAsync(app.Ask(), Ct)).Request;
        using var decided = await app.SendAsync(
            HttpMethod.Post, $"/api/v1/information-requests/{request}/releases", $$"""{"staff":"{{app.Familjebehandlare}}"}""");
        Assert.Equal(HttpStatusCode.Accepted, decided.StatusCode);
        return request;
    }

    private static async Task<string> DeclaredAsync(TestApp app, Guid request)
    {
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        using var declared = await staff.PostAsync($"/arbetsyta/begaran/{request}/nodoppna", ("Reason", Why), ("Hours", "24"));
        return await staff.ReadAsync(declared.Headers.Location!.OriginalString);
    }

    // Each of the two worlds has its own ids and its own places in the log.
    private static string Same(string page) => System.Text.RegularExpressions.Regex.Replace(
        System.Text.RegularExpressions.Regex.Replace(page, "[0-9a-f]{8}-[0-9a-f-]{27}|(?<=post )\\d+|(?<=[Pp]ost nummer )\\d+", "#"),
        "(?<=name=\"__RequestVerificationToken\" type=\"hidden\" value=\")[^\"]*", "#");

    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
}
