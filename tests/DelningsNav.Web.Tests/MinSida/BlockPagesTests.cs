using System.Net;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.MinSida;

/// <summary>Blocking in Min sida: three questions, a check, and what follows.</summary>
public sealed class BlockPagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guardian_answers_three_questions_checks_them_and_places_a_block()
    {
        await using var app = await TestApp.StartAsync();
        await app.GiveConsentAsync();
        using var mother = SignedIn.At(app, app.Mother);
        var list = $"/min-sida/sparrar/{app.Child}";

        var home = await mother.ReadAsync("/min-sida");
        var empty = await mother.ReadAsync(list);
        var second = await mother.ReadAsync($"{list}/hos?vad=franvaro");
        var check = await mother.ReadAsync($"{list}/kontroll?vad=franvaro&hos=&till={app.Social}");
        using var sent = await mother.PostAsync($"{list}/kontroll", ("vad", "franvaro"), ("hos", ""), ("till", app.Social.ToString()));
        using var again = await mother.PostAsync($"{list}/kontroll", ("vad", "franvaro"), ("hos", ""), ("till", app.Social.ToString()));
        var done = await mother.ReadAsync(sent.Headers.Location!.OriginalString);

        Assert.Contains($"href=\"{list}\"", home, StringComparison.Ordinal);
        Assert.Contains("Inget är spärrat", empty, StringComparison.Ordinal);
        Assert.Contains("""name="vad" value="franvaro""", second, StringComparison.Ordinal);
        Assert.Contains("Individ och familj, Järva stadsdelsnämnd", check, StringComparison.Ordinal);
        Assert.Equal(sent.Headers.Location, again.Headers.Location);
        Assert.Contains("Det är spärrat", done, StringComparison.Ordinal);
        await using var db = app.Hub.Database.NewContext();
        Assert.Equal(new BlockScope(RecordTypeCode.Parse("franvaro"), null, app.Social), (await db.DisclosureBlocks.SingleAsync(Ct)).Scope);
    }

    [Theory]
    [InlineData("hos", "nagon")]
    [InlineData("till", "00000000-0000-7000-8000-00000000abcd")]
    [InlineData("vad", "ingen-sort")]
    public async Task A_value_that_is_not_among_the_choices_does_not_block_everything(string choice, string value)
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);
        var list = $"/min-sida/sparrar/{app.Child}";
        var chosen = new Dictionary<string, string> { ["vad"] = "franvaro", ["hos"] = "", ["till"] = "", [choice] = value };

        using var check = await mother.GetAsync($"{list}/kontroll?vad={chosen["vad"]}&hos={chosen["hos"]}&till={chosen["till"]}");
        using var sent = await mother.PostAsync($"{list}/kontroll", [.. chosen.Select(one => (one.Key, one.Value))]);

        Assert.All([check, sent], answer => Assert.Equal($"{list}/vad", answer.Headers.Location!.OriginalString));
        await using var db = app.Hub.Database.NewContext();
        Assert.Empty(await db.DisclosureBlocks.ToListAsync(Ct));
    }

    [Fact]
    public async Task The_other_guardian_reads_that_the_family_has_blocked_and_is_offered_no_way_to_lift_it()
    {
        await using var app = await TestApp.StartAsync();
        var block = await BlockAsync(app, app.Mother);
        using var father = SignedIn.At(app, app.Father);
        var list = $"/min-sida/sparrar/{app.Child}";

        var page = await father.ReadAsync(list);
        using var lift = await father.GetAsync($"{list}/{block}/hav");
        using var posted = await father.PostAsync($"{list}/{block}/hav");

        Assert.Contains("Familjen spärrade", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Mona", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/hav", page, StringComparison.Ordinal);
        Assert.All([lift, posted], answer => Assert.Equal(list, answer.Headers.Location!.OriginalString));
        await using var db = app.Hub.Database.NewContext();
        Assert.Null((await db.DisclosureBlocks.SingleAsync(Ct)).LiftedAt);
    }

    [Fact]
    public async Task The_person_who_placed_the_block_lifts_it_and_the_list_says_so()
    {
        await using var app = await TestApp.StartAsync();
        var block = await BlockAsync(app, app.Mother);
        using var mother = SignedIn.At(app, app.Mother);
        var list = $"/min-sida/sparrar/{app.Child}";

        var ask = await mother.ReadAsync($"{list}/{block}/hav");
        using var lifted = await mother.PostAsync($"{list}/{block}/hav");
        var page = await mother.ReadAsync(lifted.Headers.Location!.OriginalString);

        Assert.Contains("Vill du häva spärren?", ask, StringComparison.Ordinal);
        Assert.Contains("Spärren är hävd", page, StringComparison.Ordinal);
        Assert.Contains("Hävda spärrar (1)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_names_nothing_is_asked_again_and_reads_why()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);
        var list = $"/min-sida/sparrar/{app.Child}";

        using var check = await mother.GetAsync($"{list}/kontroll?vad=&hos=&till=");
        var asked = await mother.ReadAsync(check.Headers.Location!.OriginalString);
        using var posted = await mother.PostAsync($"{list}/kontroll", ("vad", ""), ("hos", ""), ("till", ""));

        Assert.Contains("Annars stängs allt för alla", asked, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, posted.StatusCode);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM disclosure_blocks"));
    }

    [Theory]
    [InlineData("vad=finns-inte&hos=&till=")]
    [InlineData("vad=familjeradgivning&hos=&till=")]
    [InlineData("vad=&hos=0199d29f-1111-7e31-8a11-6b1c0c7be005&till=")]
    public async Task A_value_that_is_not_among_the_choices_leads_back_to_them(string choice)
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);

        using var check = await mother.GetAsync($"/min-sida/sparrar/{app.Child}/kontroll?{choice}");

        Assert.Equal($"/min-sida/sparrar/{app.Child}/vad", check.Headers.Location!.OriginalString);
    }

    private static async Task<DisclosureBlockId> BlockAsync(TestApp app, PersonId by) => Assert.IsType<BlockOutcome.Blocked>(
        await app.Get<BlockDisclosure>()
            .HandleAsync(app.Child, new BlockScope(RecordTypeCode.Parse("franvaro"), null, null), null, new Caller.Family(by), Ct)).Block;
}
