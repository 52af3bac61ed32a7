using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>One visitor's page, and the checks of every page.</summary>
public sealed class Visit(IPage page, View view) : IAsyncDisposable
{
    /// <summary>The page itself, for what this class does not do.</summary>
    public IPage Page { get; } = page;

    /// <summary>Goes on to another address of the site.</summary>
    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync(path);

    /// <summary>
    /// Makes all checks of the page, in light and in dark mode: it is accessible and within its width, and a picture is taken.
    /// </summary>
    /// <param name="name">The picture's name; the width and the scheme are added.</param>
    public Task LooksRightAsync(string name) => InBothSchemesAsync(async scheme =>
    {
        await ShootAsync(name, scheme);
        await IsAccessibleAsync(scheme);
        await FitsAsync();
    });

    /// <summary>axe finds nothing in light mode, best practice included, and no fault of colour in dark mode.</summary>
    public Task IsAccessibleAsync() => InBothSchemesAsync(IsAccessibleAsync);

    /// <summary>The page needs no sideways scrolling.</summary>
    public async Task FitsAsync()
    {
        var width = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(width <= view.Width, $"the page is {width} wide in a window of {view.Width}");
    }

    /// <summary>Saves a picture of the whole page in <c>artifacts/screenshots</c>, if it is wanted (<see cref="Pictures"/>).</summary>
    public Task ShootAsync(string name) => ShootAsync(name, ColorScheme.Light);

    /// <summary>Presses Tab until the element with this text or label has focus, as a user without a mouse does.</summary>
    public async Task TabToAsync(string text)
    {
        var seen = new List<string>();
        for (var presses = 0; presses < 100; presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var focused = await FocusedTextAsync();
            if (focused.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            seen.Add(focused);
        }

        Assert.Fail($"Tab never reached \"{text}\", only to: {string.Join(" | ", seen.Distinct())}");
    }

    /// <summary>Tabs to a link or button, presses Enter on it and waits until the page that it leads to has loaded.</summary>
    public async Task FollowAsync(string text)
    {
        await TabToAsync(text);
        await LeaveAsync(() => Page.Keyboard.PressAsync("Enter"));
    }

    /// <summary>Clicks a link or button and waits until the page that it leads to has loaded.</summary>
    public Task ClickAsync(ILocator leading) => LeaveAsync(() => leading.ClickAsync());

    /// <summary>In light and in dark mode, an outline at least two pixels wide is drawn around the focused element.</summary>
    public Task FocusIsVisibleAsync() => InBothSchemesAsync(async scheme =>
    {
        var outline = await Page.EvaluateAsync<double>(
            "const s = getComputedStyle(document.activeElement); s.outlineStyle === 'none' ? 0 : parseFloat(s.outlineWidth)");
        Assert.True(outline >= 2, $"the outline of the focused element is {outline} px in {scheme}");
    });

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    // The next page may have the same address and the same words as this one, so only its arrival is a sign.
    private async Task LeaveAsync(Func<Task> act)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrive(object? sender, IFrame frame) => arrived.TrySetResult();
        Page.FrameNavigated += Arrive;
        await act();
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Page.FrameNavigated -= Arrive;

        // The check runs in the page: Playwright's own waiting can miss an event that comes just before it, and its WaitForFunctionAsync
        // evaluates a string at each poll, which the pages' content security policy refuses from the second poll on.
        await Page.EvaluateAsync(
            "() => document.readyState === 'complete' || new Promise(loaded => window.addEventListener('load', () => loaded(true)))");
    }

    private async Task InBothSchemesAsync(Func<ColorScheme, Task> look)
    {
        await look(ColorScheme.Light);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await look(ColorScheme.Dark);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
    }

    private async Task IsAccessibleAsync(ColorScheme scheme)
    {
        var faults = await Axe.FaultsAsync(Page, scheme == ColorScheme.Dark ? Axe.RulesOfColour : null);
        Assert.True(faults.Length == 0, string.Join('\n', faults.Select(fault => $"{scheme}: {fault}")));
    }

    private async Task ShootAsync(string name, ColorScheme scheme)
    {
        if (Pictures.AreWanted)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Path = Pictures.FileFor(name, view, scheme) });
        }
    }

    private Task<string> FocusedTextAsync() => Page.EvaluateAsync<string>(
        """
        () => {
          const e = document.activeElement;
          const labels = [...(e.labels ?? [])].map(l => l.innerText).join(' ');
          // A frame that scrolls takes the focus too, but says only its name; its content is not focused.
          const own = e.matches('a, button, input, select, textarea, summary') ? [e.innerText, e.value] : [];
          return [labels, e.getAttribute('aria-label'), ...own].filter(t => t).join(' ').trim();
        }
        """);
}
