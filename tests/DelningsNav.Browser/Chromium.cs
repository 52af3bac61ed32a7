using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(DelningsNav.Browser.Chromium))]

namespace DelningsNav.Browser;

/// <summary>The one browser that all tests look through. Each visitor has a context in it that shares no cookies with others.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("DELNINGSNAV_CHROMIUM") ?? Programs.First(File.Exists),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--no-first-run",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page of a new visitor to the site at <paramref name="address"/>.</summary>
    public async Task<IPage> NewPageAsync(string address, View view)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ColorScheme = ColorScheme.Light,
            Locale = "sv-SE",

            // A colour that is still on its way from light to dark cannot be measured.
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = view.Width, Height = view.Height },
        });
        await context.AddInitScriptAsync(Axe.Loader);
        return await context.NewPageAsync();
    }
}
