namespace DelningsNav.Web.Pages;

/// <summary>What the program that runs the hub adds to every page. The hub's own program adds nothing.</summary>
public sealed record HostPages
{
    /// <summary>The name of a partial view that is shown at the top of every page, or null.</summary>
    public string? Banner { get; init; }

    /// <summary>The address of a further style sheet, such as <c>~/more.css</c>, or null.</summary>
    public string? StyleSheet { get; init; }

    /// <summary>The addresses of the program's own pages that, like the pages for staff, are in Swedish and English only.</summary>
    public IReadOnlyList<PathString> InTwoLanguages { get; init; } = [];
}
