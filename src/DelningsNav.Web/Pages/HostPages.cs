namespace DelningsNav.Web.Pages;

/// <summary>What the program that runs the hub adds to every page. The hub's own program adds nothing.</summary>
public sealed record HostPages
{
    /// <summary>The name of a partial view at the top of every page, or null.</summary>
    public string? Banner { get; init; }

    /// <summary>The address of one more style sheet, such as <c>~/more.css</c>, or null.</summary>
    public string? StyleSheet { get; init; }

    /// <summary>The addresses of the program's own pages that are in Swedish and English only, as the pages for staff are.</summary>
    public IReadOnlyList<PathString> InTwoLanguages { get; init; } = [];
}
