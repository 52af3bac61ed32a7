using System.Net;
using System.Security.Claims;
using DelningsNav.Hub;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Web.SignIn;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Regel;

/// <summary>
/// Pages and calls use the set in force, also when another node has set it in force, and say so when nothing is in force.
/// </summary>
public sealed class RulesInForcePagesTests
{
    private const string NewType = "skolskjuts";
    private const string OtherSentence = "Med samtycke får skolans uppgifter visas.";
    private const string NewCase = "School transport is released with consent";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_another_node_sets_a_set_in_force_the_pages_show_its_rules_and_cases()
    {
        await using var app = await TestApp.StartAsync();
        using var before = await app.VisitAsync($"/regler/kommunal-skola/socialnamnd/{NewType}");

        await SwapOnAnotherNodeAsync(app, "2.0.0");

        var cell = WebUtility.HtmlDecode(await app.ReadPageAsync($"/regler/kommunal-skola/socialnamnd/{NewType}"));
        var rule = WebUtility.HtmlDecode(await app.ReadPageAsync("/regler/consent-school-general"));
        var table = await app.ReadPageAsync("/regler");
        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        Assert.Contains(OtherSentence, rule, StringComparison.Ordinal);
        Assert.All([cell, rule], page => Assert.Contains(NewCase, page, StringComparison.Ordinal));
        Assert.Contains("Version 2.0.0", table, StringComparison.Ordinal);
        Assert.DoesNotContain("notice-warning", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_another_node_sets_a_set_in_force_and_not_before_the_record_types_list_the_new_one()
    {
        await using var app = await TestApp.StartAsync();

        var before = await RecordTypesAsync(app);
        await SwapOnAnotherNodeAsync(app, "2.0.0");
        var after = await RecordTypesAsync(app);

        Assert.DoesNotContain($"\"{NewType}\"", before, StringComparison.Ordinal);
        Assert.Contains($"\"{NewType}\"", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_another_node_sets_a_set_in_force_staff_can_choose_the_new_type_by_its_name()
    {
        await using var app = await TestApp.StartAsync();
        var staff = new Claim(SignInSetup.StaffClaim, app.Familjebehandlare.ToString());

        var before = await app.ReadPageAsync($"/arbetsyta/arenden/{app.Case}/begar?hos={app.School}", staff);
        await SwapOnAnotherNodeAsync(app, "2.0.0");
        var after = await app.ReadPageAsync($"/arbetsyta/arenden/{app.Case}/begar?hos={app.School}", staff);

        Assert.DoesNotContain("Skolskjuts", before, StringComparison.Ordinal);
        Assert.Contains("Skolskjuts", after, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sv", "Inga regler gäller just nu", "Ingenting lämnas ut")]
    [InlineData("en", "No rules are in force at present", "Nothing is released")]
    public async Task When_the_set_in_force_is_retired_the_pages_say_so_and_still_show_it(string language, string title, string means)
    {
        await using var app = await TestApp.StartAsync();
        await app.Get<RetirePolicySet>().HandleAsync(app.Hub.Policies.Version, DecisionNumber.Field.Read("STAD 2026/9"), Actor.Hub, Ct);

        foreach (var path in (string[])["/regler", "/regler/kommunal-skola/socialnamnd/franvaro", "/regler/consent-school-general"])
        {
            var page = await app.ReadPageAsync(path, language: language);
            Assert.Contains(title, page, StringComparison.Ordinal);
            Assert.Contains(means, page, StringComparison.Ordinal);
        }

        Assert.Contains(
            $"Version {app.Hub.Policies.Version}", await app.ReadPageAsync("/regler", language: language), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_set_in_force_has_expired_the_pages_say_so()
    {
        await using var app = await TestApp.StartAsync();
        app.Clock.Advance(TimeSpan.FromDays(366));

        var page = await app.ReadPageAsync("/regler");

        Assert.Contains("Reglernas sista dag har passerat", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_set_in_force_was_tampered_with_the_pages_say_so_but_not_how()
    {
        await using var app = await TestApp.StartAsync();
        await using (var db = app.Hub.Database.NewContext())
        {
            await db.PolicySets.ExecuteUpdateAsync(set => set.SetProperty(s => s.Bundle, "secret trace"u8.ToArray()), Ct);
        }

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var page = await app.ReadPageAsync("/regler");

        Assert.Contains("Reglerna går inte att lita på just nu", page, StringComparison.Ordinal);
        Assert.DoesNotContain("signed note", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret trace", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_nothing_was_ever_in_force_the_pages_say_so()
    {
        await using var app = await TestApp.StartAsync();
        await using (var db = app.Hub.Database.NewContext())
        {
            await db.PolicySets.ExecuteDeleteAsync(Ct);
        }

        var page = await app.ReadPageAsync("/regler");

        Assert.Contains("Ingen version av reglerna har satts i kraft", page, StringComparison.Ordinal);
    }

    private static async Task<string> RecordTypesAsync(TestApp app)
    {
        using var answer = await app.SendAsync(HttpMethod.Get, "/api/v1/record-types?limit=100");
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    // A node that is started with a newer folder sets that folder's set in force for every node.
    private static async Task SwapOnAnotherNodeAsync(TestApp app, string version)
    {
        var settings = new HubSettings
        {
            Engine = StorageEngine.Sqlite,
            ConnectionString = $"Data Source={app.DatabaseFile}",
            PolicyFolder = Other(app, version),
            LogOrigin = "test.example/stad/audit",
            Keys = new KeyFile(Path.Combine(app.Folder, "keys.json")),
            CheckpointFile = Path.Combine(app.Folder, "hub-checkpoint"),
        };
        await using var node = await HubStart.OpenAsync(settings, app.Clock, Ct);
        Assert.Equal(version, (await app.Hub.InForce.NowAsync(Ct)).Version);
    }

    // The shipped rules under another version, with a new record type, a case of it, and another sentence for consent.
    private static string Other(TestApp app, string version)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "policies");
        var folder = Path.Combine(app.Folder, $"policies-{version}");
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        Change(Path.Combine(folder, "manifest.json"), $"\"{app.Hub.Policies.Version}\"", $"\"{version}\"");
        Change(
            Path.Combine(folder, "20-consent-school.cedar"),
            app.Hub.Policies.Rules.Single(rule => rule.Name == "consent-school-general").Title.Swedish, OtherSentence);
        Change(
            Path.Combine(folder, "record-types.json"), "\"recordTypes\": [",
            $$"""
            "recordTypes": [
                { "code": "{{NewType}}", "swedish": "Skolskjuts", "english": "School transport",
                  "names": { "fi": "Koulukuljetus", "ar": "النقل المدرسي", "so": "Gaadiidka dugsiga" },
                  "withoutPossessive": true, "retentionClass": "arende", "defaultRedactions": [],
                  "holdings": [ { "party": "municipal-school", "branch": "school",
                    "provision": "OSL 23:2 st. 3", "secrecy": "school-general",
                    "damageTest": "straight-special-reason", "lifts": ["samtycke", "menprovning"] } ] },
            """);
        File.WriteAllText(
            Path.Combine(folder, "cases", "99-transport.json"),
            $$"""
            { "about": "School transport.", "bases": { "transport": { "record": "{{NewType}}" } }, "cases": [
              { "case": "{{NewCase}}", "base": "transport", "facts": { "consent": "given" },
                "verdict": "release", "ground": "consent-school-general", "obligations": ["within-consent", "purpose-bound"] } ] }
            """);
        return folder;
    }

    private static void Change(string file, string part, string instead)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(part, instead, StringComparison.Ordinal));
    }
}
