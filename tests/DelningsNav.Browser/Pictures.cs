using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>Pictures of the pages for people to look at.</summary>
/// <remarks>A picture takes longer than everything that is asked of the page, so most are made only when they are asked for.</remarks>
internal static class Pictures
{
    private const string Variable = "DELNINGSNAV_PICTURES";

    private static readonly bool AllAreWanted = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        "all" => true,
        var other => throw new InvalidOperationException($"{Variable} is `{other}`, and can only be `all` or nothing"),
    };

    /// <summary>Whether a picture is taken: on a phone in light always, elsewhere when <c>DELNINGSNAV_PICTURES</c> is <c>all</c>.</summary>
    public static bool AreWanted(View view, ColorScheme scheme) => AllAreWanted || (view == View.Phone && scheme == ColorScheme.Light);

    /// <summary>The file of one picture, such as <c>start-360-light.png</c>.</summary>
    public static string FileFor(string name, View view, ColorScheme scheme) => Path.Combine(
        Repository.Screenshots, $"{name}-{view.Width}-{(scheme == ColorScheme.Dark ? "dark" : "light")}.png");
}
