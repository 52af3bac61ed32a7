using System.Text.RegularExpressions;

namespace DelningsNav.Cedar.Tests;

/// <summary>The properties of a library that can be used by itself.</summary>
public sealed partial class LibraryTests
{
    [Fact]
    public void The_example_in_the_readme_gives_the_answer_that_it_names()
    {
        var policies = CedarPolicySet.Parse(
            """
            permit(principal in Group::"editors", action == Action::"edit", resource is Photo)
            when { resource.owner == principal || context.reviewed };
            """);
        var entities = EntityStore.FromJson(
            """
            [
              { "uid": { "type": "User", "id": "alice" }, "attrs": {}, "parents": [{ "type": "Group", "id": "editors" }] },
              { "uid": { "type": "Photo", "id": "beach" }, "parents": [],
                "attrs": { "owner": { "__entity": { "type": "User", "id": "bob" } } } }
            ]
            """);
        var request = new CedarRequest(
            new EntityUid("User", "alice"), new EntityUid("Action", "edit"), new EntityUid("Photo", "beach"),
            CedarValue.RecordOf(("reviewed", CedarValue.Of(true))));

        var answer = policies.Authorize(request, entities);

        Assert.True(answer.Permitted);
        Assert.Equal(["policy0"], answer.Reasons.Select(policy => policy.Id));
        Assert.Empty(answer.Errors);
        Assert.Contains(
            policies.Policies[0].Text.Split('\n')[0], File.ReadAllText(Path.Combine(Library, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_has_no_word_of_the_product_that_it_was_made_for()
    {
        var found = from file in Directory.EnumerateFiles(Library, "*", SearchOption.AllDirectories)
                    where Path.GetExtension(file) is ".cs" or ".md" or ".csproj"
                    from line in File.ReadAllLines(file)
                    where ProductWord().IsMatch(line)
                    select $"{Path.GetRelativePath(Library, file)}: {line.Trim()}";

        Assert.Empty(found);
    }

    private static string Library
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
            {
                folder = folder.Parent!;
            }

            return Path.Combine(folder.FullName, "src", "DelningsNav.Cedar");
        }
    }

    [GeneratedRegex(
        """\b(hub|consents?|child|children|guardians?|school|authorities|secrecy|Swedish|samtycke|sekretess|OSL|ADR)\b""",
        RegexOptions.IgnoreCase)]
    private static partial Regex ProductWord();
}
