using System.Diagnostics;
using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>The receipt of an answer: read on a phone, downloaded, and checked by a program that has no access to the hub.</summary>
public sealed class ReceiptTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task On_a_phone_a_guardian_answers_downloads_the_receipt_and_has_it_verified_without_the_hub()
    {
        await using var visit = await site.SignInAsync(View.Phone, "ulrika-holm", "/min-sida");
        await visit.FollowAsync("Får ");
        await visit.TabToAsync("Ja, det får de");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.FollowAsync("Fortsätt");
        await visit.FollowAsync("Skicka mitt ja");

        await visit.FollowAsync("Kvitto att spara eller skriva ut");

        Assert.Equal("Kvitto på ditt svar", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.LooksRightAsync("kvitto");
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await visit.ShootAsync("kvitto-utskrift");
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });

        var signed = await DownloadAsync(visit, "Ladda ner som signerad fil");
        var pdf = await DownloadAsync(visit, "Ladda ner som PDF");
        var key = await (await visit.Page.APIRequest.GetAsync(site.Address + "/log/verifier-key")).TextAsync();
        var keys = Path.Combine(Repository.Screenshots, "nycklar.txt");
        await File.WriteAllTextAsync(
            keys, await (await visit.Page.APIRequest.GetAsync(site.Address + "/log/keys")).TextAsync(),
            TestContext.Current.CancellationToken);
        var (code, said) = await CheckAsync(signed, key.Trim(), keys);

        Assert.True(code == 0, said);
        Assert.StartsWith("sound: ", said, StringComparison.Ordinal);
        Assert.EndsWith(".pdf", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_a_desk_the_receipt_looks_right_in_both_languages()
    {
        await using var visit = await site.SignInAsync(View.Desk, "sofia-nyberg", "/min-sida");
        var consent = await visit.Page.Locator("a[href^='/min-sida/samtycken/']").First.GetAttributeAsync("href");

        await visit.GoAsync(consent + "/kvitto");
        await visit.LooksRightAsync("kvitto");
        await visit.GoAsync($"/sprak/en?till={consent}/kvitto");
        await visit.LooksRightAsync("kvitto-en");
    }

    private static async Task<string> DownloadAsync(Visit visit, string link)
    {
        await visit.TabToAsync(link);
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.Keyboard.PressAsync("Enter"));
        var file = Path.Combine(Repository.Screenshots, download.SuggestedFilename);
        await download.SaveAsAsync(file);
        return file;
    }

    /// <summary>Runs the command line with a file, the log's key, and the list that leads from it to the key of receipts.</summary>
    private static async Task<(int Code, string Said)> CheckAsync(string file, string key, string keys)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[] { Repository.CommandLine, "receipt", "verify", file, "--key", key, "--key-list", keys })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
