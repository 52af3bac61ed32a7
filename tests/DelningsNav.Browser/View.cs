using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>What a page is looked at through: a width, and light or dark.</summary>
public sealed record View(int Width, int Height, ColorScheme Scheme)
{
    /// <summary>A phone in a waiting room.</summary>
    public static readonly View Phone = new(360, 740, ColorScheme.Light);

    /// <summary>A desk.</summary>
    public static readonly View Desk = new(1280, 900, ColorScheme.Light);

    /// <summary>Phone and desk, light and dark: every page is looked at through these four.</summary>
    public static TheoryData<string> Names => ["360-light", "360-dark", "1280-light", "1280-dark"];

    /// <summary>The view with this name.</summary>
    public static View Named(string name)
    {
        var view = name.StartsWith("360", StringComparison.Ordinal) ? Phone : Desk;
        return view with { Scheme = name.EndsWith("dark", StringComparison.Ordinal) ? ColorScheme.Dark : ColorScheme.Light };
    }

    /// <inheritdoc />
    public override string ToString() => $"{Width}-{(Scheme == ColorScheme.Dark ? "dark" : "light")}";
}
