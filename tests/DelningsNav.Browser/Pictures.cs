using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>Pictures of the pages, for people to look at.</summary>
/// <remarks>Taking a picture takes longer than all the checks of the page, so they are taken only on request.</remarks>
internal static class Pictures
{
    private const string Variable = "DELNINGSNAV_PICTURES";

    /// <summary>Whether pictures are taken, because <c>DELNINGSNAV_PICTURES</c> is <c>all</c>.</summary>
    public static bool AreWanted { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        "all" => true,
        var other => throw new InvalidOperationException($"{Variable} is `{other}`, and can only be `all` or nothing"),
    };

    /// <summary>The file of one picture, such as <c>start-360-light.png</c>.</summary>
    public static string FileFor(string name, View view, ColorScheme scheme) => Path.Combine(
        Repository.Screenshots, $"{name}-{view.Width}-{(scheme == ColorScheme.Dark ? "dark" : "light")}.png");
}
