namespace DelningsNav.Browser;

/// <summary>The window that a page is looked at through. Every look is in light and in dark.</summary>
public sealed record View(int Width, int Height)
{
    /// <summary>A phone in a waiting room.</summary>
    public static readonly View Phone = new(360, 740);

    /// <summary>A desk.</summary>
    public static readonly View Desk = new(1280, 900);

    /// <summary>Phone and desk: every page is looked at through these two.</summary>
    public static TheoryData<int> Widths => [Phone.Width, Desk.Width];

    /// <summary>The view with this width.</summary>
    public static View Of(int width) => width == Phone.Width ? Phone : Desk;
}
