using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Administration;

/// <summary>Before a system owner decides about a set, they read what families would read under it, and what differs.</summary>
public sealed class ConsentTextPagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_set_shows_its_text_in_every_language_as_an_example_and_each_line_that_differs_in_words()
    {
        await using var app = await TestApp.StartAsync();
        var bundle = app.Pack("2.0.0", change: folder =>
        {
            var finnish = Path.Combine(folder, "consent-text.fi.txt");
            File.WriteAllText(
                finnish, File.ReadAllText(finnish).Replace("Sinä päätät itse.", "Päätös on sinun.", StringComparison.Ordinal));
        });

        var page = await PageAsync(app, "2.0.0", bundle);

        Assert.All(
            ConsentLanguages.All,
            language => Assert.Contains($"<div class=\"wording\" lang=\"{language}\"", page, StringComparison.Ordinal));
        Assert.Contains("Får Exempelnämnden (Exempelskolan) visa uppgifter om Nora Exempelsson", page, StringComparison.Ordinal);
        Assert.Contains("Namn, dagar och uppgifter är påhittade.", page, StringComparison.Ordinal);
        Assert.Matches("<strong>Borttagen rad:</strong>\\s*<del lang=\"fi\" dir=\"ltr\">Sinä päätät itse. Voit vastata ei", page);
        Assert.Matches("<strong>Tillagd rad:</strong>\\s*<ins lang=\"fi\" dir=\"ltr\">Päätös on sinun. Voit vastata ei", page);
        Assert.Equal((1, 1, 5), (Count(page, "<ins "), Count(page, ">Ändrad text<"), Count(page, ">Samma text<")));
    }

    [Fact]
    public async Task A_set_from_before_sets_had_texts_says_which_sets_texts_families_are_asked_with()
    {
        await using var app = await TestApp.StartAsync();
        var bundle = app.Pack("1.0.0", change: folder =>
        {
            var manifest = Path.Combine(folder, "manifest.json");
            foreach (var text in Directory.EnumerateFiles(folder, "consent-*"))
            {
                File.WriteAllText(
                    manifest, File.ReadAllText(manifest).Replace($"    \"{Path.GetFileName(text)}\",\n", "", StringComparison.Ordinal));
                File.Delete(text);
            }
        });

        var page = await PageAsync(app, "1.0.0", bundle);

        Assert.Contains("Den här versionen har inga egna texter.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"wording\"", page, StringComparison.Ordinal);
    }

    private static int Count(string page, string part) => page.Split(part).Length - 1;

    private static async Task<string> PageAsync(TestApp app, string version, byte[] bundle)
    {
        Assert.IsType<ReceiveOutcome.Received>(await app.Get<ReceivePolicySet>().HandleAsync(bundle, Actor.Hub, Ct));
        var parties = app.Get<MaintainParties>();
        var unit = await parties.AddUnitAsync(app.School, "Kansliet", "Järva", Ct);
        var staff = await parties.AddStaffAsync(
            unit, "Siv System", StaffRole.Systemagare, assesses: false, assessesProtectedIdentities: false, Ct);
        await using var db = app.Hub.Database.NewContext();
        var id = await db.PolicySets.Where(set => set.Version == version).Select(set => set.Id).SingleAsync(Ct);
        using var owner = SignedIn.At(app, staff, "administration");
        return await owner.ReadAsync($"/administration/regler/{id}");
    }
}
