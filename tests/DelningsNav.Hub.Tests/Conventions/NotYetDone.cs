namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>The folders and files that do not follow a convention yet. Each leaves its list when it does, and none is added.</summary>
internal static class NotYetDone
{
    public static string[] ClosedSets { get; } = [];

    public static string[] Lines { get; } =
    [
        "src/DelningsNav.Hub/Assessing/", "src/DelningsNav.Hub/Consents/", "src/DelningsNav.Hub/Drafts/", "src/DelningsNav.Hub/Records/",
        "src/DelningsNav.Hub/Releases/", "src/DelningsNav.Hub/Requests/", "src/DelningsNav.Hub/Views/",
        "src/DelningsNav.Hub/Foundation/", "src/DelningsNav.Web/", "src/DelningsNav.Demo/City/",
        "tests/DelningsNav.Hub.Tests/Cases/", "tests/DelningsNav.Hub.Tests/Consents/", "tests/DelningsNav.Hub.Tests/Records/",
        "tests/DelningsNav.Hub.Tests/Releases/", "tests/DelningsNav.Hub.Tests/Requests/", "tests/DelningsNav.Hub.Tests/People/FreeTextTests.cs",
        "tests/DelningsNav.Hub.Tests/PostgresLifetime.cs", "tests/DelningsNav.Hub.Tests/SettledWorld.cs",
        "tests/DelningsNav.Hub.Tests/SwedishTimeTests.cs", "tests/DelningsNav.Hub.Tests/Conventions/TypedTextTests.cs",
        "tests/DelningsNav.Web.Tests/", "tests/DelningsNav.Browser/AskingTests.cs", "docs/adr/0032-",
    ];

    public static string[] Words { get; } =
    [
        .. Lines,
    ];

    /// <summary>Whether a path, or a message that begins with one, is in one of these folders.</summary>
    public static bool IsIn(string[] folders, string path) => folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));
}
