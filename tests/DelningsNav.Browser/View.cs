namespace DelningsNav.Browser;

/// <summary>The window through which a page is looked at. Every page is tested in light and in dark mode.</summary>
public sealed record View(int Width, int Height)
{
    /// <summary>A phone.</summary>
    public static readonly View Phone = new(360, 740);

    /// <summary>A desktop screen.</summary>
    public static readonly View Desk = new(1280, 900);

    /// <summary>Phone and desktop: every page is tested in both.</summary>
    public static TheoryData<int> Widths => [Phone.Width, Desk.Width];

    /// <summary>The view with this width.</summary>
    public static View Of(int width) => width == Phone.Width ? Phone : Desk;
}
