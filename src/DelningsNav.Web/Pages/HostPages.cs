namespace DelningsNav.Web.Pages;

/// <summary>What the program that runs the hub adds to every page. The hub's own program adds nothing.</summary>
public sealed record HostPages
{
    /// <summary>The name of a partial view at the top of every page, or null.</summary>
    public string? Banner { get; init; }

    /// <summary>The address of one more style sheet, such as <c>~/more.css</c>, or null.</summary>
    public string? StyleSheet { get; init; }

    /// <summary>Where the program has pages of its own that are in Swedish and English only, as those for staff are.</summary>
    public IReadOnlyList<PathString> InTwoLanguages { get; init; } = [];
}
