namespace DelningsNav.Web.Tests;

/// <summary>The identity numbers of the repository's file, which belong to nobody.</summary>
internal static class TestNumbers
{
    private static readonly Lazy<string[]> All = new(() => File.ReadAllLines(Path.Combine(Root(), "fictitious", "identity-numbers.txt")));

    /// <summary>The number of a person who turned this age at least a month ago.</summary>
    public static string OfAge(int years, DateOnly today)
    {
        var (youngest, oldest) = ($"{today.AddYears(-years).AddDays(-30):yyyyMMdd}", $"{today.AddYears(-years).AddDays(-200):yyyyMMdd}");
        return All.Value.First(n => string.CompareOrdinal(n[..8], youngest) <= 0 && string.CompareOrdinal(n[..8], oldest) >= 0);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        }

        return folder.FullName;
    }
}
