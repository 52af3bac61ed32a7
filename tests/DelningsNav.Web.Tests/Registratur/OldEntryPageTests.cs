using System.Net;
using DelningsNav.Hub.PolicySets;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Registratur;

/// <summary>The page of an entry whose rules are no longer in force.</summary>
public sealed class OldEntryPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entry_whose_rules_the_hub_does_not_have_says_so_and_is_still_shown()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        var index = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes).LogIndex;
        var held = await ReadAsync(app, index);
        await using (var db = app.Hub.Database.NewContext())
        {
            await db.PolicySets.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, "0.9.0"), Ct);
        }

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var lost = await ReadAsync(app, index);

        var sentence = app.Hub.Policies.Rules.Single(rule => rule.Name == "consent-school-general").Title.Swedish;
        Assert.All([held, lost], page => Assert.Contains(sentence, page, StringComparison.Ordinal));
        Assert.DoesNotContain("som hubben inte har kvar", held, StringComparison.Ordinal);
        Assert.Contains(
            $"Beslutet fattades med version {app.Hub.Policies.Version}, som hubben inte har kvar.", lost, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(TestApp app, long index) =>
        WebUtility.HtmlDecode(await app.ReadPageAsync($"/registratur/logg/{index}", PageVisits.Staff(app.Registrator)));
}
